"""Words as numbers: every token of a text hashed at once, without a Python object a word.

A token is a run of letters and digits; in scripts without spaces between words it is a pair of
neighbouring characters, which says about as much as a word does.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.characters.alphabet import IS_WHOLE_WORD, IS_WORD, KINDS, WHOLE_WORDS, Kind, kinds, look_up
from cleaner.characters.folding import code_points, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WEIGHT: Final = np.ones(KINDS)
WEIGHT[Kind.IDEOGRAPH] = 0.5
WEIGHT[Kind.UNSPACED] = 0.2
"""How many words a token counts for, by the kind of its first character."""

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_CACHED: Final = 1 << 16
"""Characters for which powers are kept; longer texts compute theirs."""


class Words(NamedTuple):
    """The tokens of a text, in order; arrays have one entry a token unless they say otherwise."""

    start: NDArray[np.int64]
    """Offset of the first character."""
    length: NDArray[np.int64]
    hash: NDArray[np.uint64]
    """Of the whole token; of the pair of characters where the script has no spaces."""
    single: NDArray[np.uint64]
    """As `hash`, but of the one character where the script has no spaces."""
    weight: NDArray[np.float64]
    """How many words the token counts for."""
    kind: NDArray[np.uint8]
    """The kind of its first character, as written."""
    sums: NDArray[np.uint64]
    """What the characters before each place of the text add up to, in a hash."""
    inverse: NDArray[np.uint64]
    """What makes the hash of a stretch the same wherever it starts, a place each."""

    def hash_of(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The hashes of stretches of the text."""
        return (self.sums[end] - self.sums[start]) * self.inverse[start]


def words(
    codes: NDArray[np.uint32], kind: NDArray[np.uint8], in_word: NDArray[np.bool_] | None = None
) -> Words:
    """The tokens of a text given its folded code points and its characters' kinds as written.

    `in_word` says which characters are part of words, for who knows already.
    """
    start, end, whole = _boundaries(kind, look_up(IS_WORD, kind) if in_word is None else in_word)
    sums, inverse = _sums(codes)
    single = (sums[end] - sums[start]) * inverse[start]
    paired = single
    if whole is not None:
        paired = single.copy()
        after = np.flatnonzero(whole[:-1] & whole[1:] & (start[1:] == end[:-1]))
        paired[after] += codes[start[after + 1]] * np.uint64(_BASE)
    first = kind[start]
    return Words(start, end - start, paired, single, WEIGHT[first], first, sums, inverse)


def _boundaries(
    kind: NDArray[np.uint8], in_word: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_] | None]:
    """Where tokens start and end, and which are single characters; None where none is."""
    inside = np.zeros(len(kind) + 2, dtype=bool)
    inside[1:-1] = in_word
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    start, end = edges[::2], edges[1::2]
    written = kind.tobytes()
    if not any(whole in written for whole in WHOLE_WORDS):
        return start, end, None
    is_whole = look_up(IS_WHOLE_WORD, kind)
    begins = np.zeros(len(kind) + 1, dtype=bool)
    begins[start] = True
    begins[:-1] |= is_whole
    begins[1:] |= is_whole
    begins[:-1] &= inside[1:-1]
    begins[-1] = False
    start = np.flatnonzero(begins)
    run_end = np.repeat(end, np.diff(np.searchsorted(start, edges[::2]), append=len(start)))
    end = np.minimum(np.append(start[1:], len(kind)), run_end)
    return start, end, is_whole[start]


def _sums(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The hash of all that is before each place of a text, and what takes the place out of a hash."""
    powers, inverse = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    return sums, inverse


def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the hash's base, and of its inverse modulo 2**64, from 0 to `length`."""
    if length < _CACHED:
        return _cached_powers()
    return _count_powers(length)


@cache
def _cached_powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    return _count_powers(_CACHED)


def _count_powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    ones = np.ones(length + 1, dtype=np.uint64)
    powers, inverse = ones * np.uint64(_BASE), ones * np.uint64(_INVERSE)
    powers[0] = inverse[0] = 1
    return np.cumprod(powers), np.cumprod(inverse)


def hash_words(listed: Sequence[str]) -> list[int]:
    """The hashes that `words` gives to words when each stands alone; of what is no single word, its first."""
    if not listed:
        return []
    folded = fold(" ".join(listed))
    codes = code_points(folded)
    found = words(codes, kinds()[codes])
    starts = np.cumsum([0, *(len(word) + 1 for word in listed[:-1])])
    return [int(hashed) for hashed in found.hash[np.searchsorted(found.start, starts)]]


def hash_texts(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each whole text, as `Words.hash_of` has it; none may be empty."""
    codes = code_points("".join(texts))
    sums, inverse = _sums(codes)
    bounds = np.cumsum([0, *map(len, texts)])
    result: NDArray[np.uint64] = (sums[bounds[1:]] - sums[bounds[:-1]]) * inverse[bounds[:-1]]
    return result
