"""Tokenisation: the tokens of a text as arrays of offsets and hashes, without a Python object a token.

A token is a run of letters and digits. In scripts without spaces between words it is a character, hashed
together with the next one (a character bigram), which says about as much as a word does. No word of any
language is known here.
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
"""How many words a token counts for, by the kind of its first character, shape (KINDS,)."""

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_CACHED: Final = 1 << 16
"""Up to how many characters the powers of the base are cached; for longer texts they are computed anew."""


class Tokens(NamedTuple):
    """The tokens of a text, in order. Arrays have shape (tokens,) unless they say otherwise.

    Hashes are polynomial in the code points, modulo 2**64, so that two prefix sums give the hash of any
    stretch of the text.
    """

    start: NDArray[np.int64]
    """Offset of the first character."""
    length: NDArray[np.int64]
    hash: NDArray[np.uint64]
    """Hash of the token; in scripts without spaces, of the character and the next one."""
    single: NDArray[np.uint64]
    """Hash of the token; in scripts without spaces, of the one character."""
    weight: NDArray[np.float64]
    """How many words the token counts for."""
    kind: NDArray[np.uint8]
    """The kind of its first character, before folding."""
    sums: NDArray[np.uint64]
    """Prefix sums of the characters' terms in the hash, shape (characters + 1,)."""
    inverse: NDArray[np.uint64]
    """The factor by which the hash of a stretch does not depend on where it starts, one entry a place."""

    def hash_of(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The hashes of the stretches from `start` to `end` (offsets in characters)."""
        return (self.sums[end] - self.sums[start]) * self.inverse[start]


def tokenize(
    codes: NDArray[np.uint32], kind: NDArray[np.uint8], in_word: NDArray[np.bool_] | None = None
) -> Tokens:
    """The tokens of a text from its folded code points and the kinds of its characters before folding.

    `in_word` says which characters are part of words, where that is already computed.

    >>> text = "the cat, the 猫"
    >>> tokens = tokenize(code_points(text), kinds()[code_points(text)])
    >>> [text[start : start + length] for start, length in zip(tokens.start, tokens.length)]
    ['the', 'cat', 'the', '猫']
    >>> bool(tokens.hash[0] == tokens.hash[2])
    True
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
    return Tokens(start, end - start, paired, single, WEIGHT[first], first, sums, inverse)


def _boundaries(
    kind: NDArray[np.uint8], in_word: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_] | None]:
    """The starts and ends of tokens, and which are of a script without spaces; None where none are."""
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
    """`Tokens.sums` and `Tokens.inverse` of a text."""
    powers, inverse = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    return sums, inverse


def _powers(length: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the base of the hash, and of its inverse modulo 2**64, from 0 to at least `length`."""
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
    """The hash that `tokenize` gives each word; of a text of several words, that of the first.

    In scripts without spaces it is the hash of the first two characters.
    """
    if not listed:
        return []
    folded = fold(" ".join(listed))
    codes = code_points(folded)
    found = tokenize(codes, kinds()[codes])
    starts = np.cumsum([0, *(len(word) + 1 for word in listed[:-1])])
    return [int(hashed) for hashed in found.hash[np.searchsorted(found.start, starts)]]


def hash_texts(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each whole text, as `Tokens.hash_of` gives it; none may be empty."""
    codes = code_points("".join(texts))
    sums, inverse = _sums(codes)
    bounds = np.cumsum([0, *map(len, texts)])
    result: NDArray[np.uint64] = (sums[bounds[1:]] - sums[bounds[:-1]]) * inverse[bounds[:-1]]
    return result
