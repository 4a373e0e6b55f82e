"""Words as numbers: every token of a text hashed at once, without a Python object a word.

A token is a run of letters and digits; in scripts without spaces between words it is a pair of
neighbouring characters, which says about as much as a word does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.view.alphabet import WHOLE_WORDS, WORD_KINDS, Kind, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_IS_WORD: Final = np.isin(np.arange(len(Kind)), WORD_KINDS)
_IS_WHOLE: Final = np.isin(np.arange(len(Kind)), WHOLE_WORDS)
_WEIGHT: Final = np.ones(len(Kind))
_WEIGHT[Kind.IDEOGRAPH] = 0.5
_WEIGHT[Kind.UNSPACED] = 0.2

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_LONGEST: Final = 64
"""Characters of a word that get a place value of their own in the hash; longer runs are not words."""
_PLACES: Final = np.cumprod(np.full(_LONGEST, _BASE))


class Words(NamedTuple):
    """The tokens of a text, in order; all arrays have one entry a token."""

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


def fold(text: str) -> str:
    """`text` for comparing: lower case, plain apostrophes and spaces; as long as it was.

    Only `İ` has a lower case of another length, so it is replaced first.
    """
    return text.replace("İ", "i").lower().replace("’", "'").replace("\xa0", " ")


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of `text`, shape (len(text),); lone surrogates pass."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def words(codes: NDArray[np.uint32], kind: NDArray[np.uint8]) -> Words:
    """The tokens of a text given its folded code points and its characters' kinds as written."""
    is_word = _IS_WORD[kind]
    is_whole = _IS_WHOLE[kind]
    begins = is_word.copy()
    begins[1:] &= ~is_word[:-1] | is_whole[1:] | is_whole[:-1]
    inside = np.flatnonzero(is_word)
    first = np.flatnonzero(begins[inside])
    if not len(first):
        empty = np.zeros(0, dtype=np.int64)
        hashes = empty.astype(np.uint64)
        return Words(empty, empty, hashes, hashes, empty.astype(np.float64), empty.astype(np.uint8))
    length = np.diff(first, append=len(inside))
    place = np.minimum(np.arange(len(inside)) - np.repeat(first, length), _LONGEST - 1)
    single = np.add.reduceat(codes[inside].astype(np.uint64) * _PLACES[place], first)
    start = inside[first]
    whole = is_whole[start]
    paired = single.copy()
    follows = np.zeros(len(start), dtype=bool)
    follows[:-1] = whole[:-1] & whole[1:] & (np.diff(start) == 1)
    after = np.flatnonzero(follows)
    paired[after] = single[after] + codes[start[after + 1]].astype(np.uint64) * _PLACES[1]
    return Words(start, length, paired, single, _WEIGHT[kind[start]], kind[start])


def hash_words(listed: Sequence[str]) -> list[int]:
    """The hashes that `words` gives to words when each stands alone; of what is no single word, its first."""
    folded = fold(" ".join(listed))
    codes = code_points(folded)
    found = words(codes, kinds()[codes])
    starts = np.cumsum([0, *(len(word) + 1 for word in listed[:-1])])
    return [int(hashed) for hashed in found.hash[np.searchsorted(found.start, starts)]]
