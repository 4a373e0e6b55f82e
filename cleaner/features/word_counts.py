"""Words of a document, counted by block: the second layer of `cleaner.features.page.Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.characters.alphabet import KINDS, Kind
from cleaner.characters.tokens import Tokens, tokenize
from cleaner.features.character_counts import CharacterCounts
from cleaner.lazy import cached_property

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OWN_STOPWORDS: Final = 25
"""How many of a document's commonest words stand in for a list of stopwords."""
_LONGEST_STOPWORD: Final = 5
_RUN: Final = 4
"""Words in a row that two texts seldom share by chance: a shingle."""
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that the order of a run's words counts in its hash."""


class DistinctWords(NamedTuple):
    """The different words of a document."""

    hash: NDArray[np.uint64]
    """Sorted, shape (words,)."""
    place: NDArray[np.int64]
    """The place in `hash` of every token, shape (tokens,)."""
    uses: NDArray[np.int64]
    """How many tokens each word has, shape (words,)."""


class WordCounts(CharacterCounts):
    """Adds tokens, sizes in words, and the document's own stopwords."""

    @cached_property
    def words(self) -> Tokens:
        """All tokens of the document, in order."""
        return tokenize(self.spaced, self.kind, self.in_word)

    @cached_property
    def word_block(self) -> NDArray[np.int64]:
        """The block of every token, shape (tokens,)."""
        return self.block_of[self.words.start]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """Words, or what comes to as much in scripts that do not space them."""
        return np.bincount(self.word_block, self.words.weight, self.blocks).astype(float, copy=False)

    @cached_property
    def distinct(self) -> DistinctWords:
        """The different words of the document."""
        order = np.argsort(self.words.hash)
        ordered = self.words.hash[order]
        begins = np.ones(len(ordered), dtype=bool)
        np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
        first = np.flatnonzero(begins)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.cumsum(begins) - 1
        return DistinctWords(ordered[first], place, np.append(first[1:], len(order)) - first)

    @cached_property
    def own_stopwords(self) -> NDArray[np.bool_]:
        """Which tokens are among the document's own commonest short words, shape (tokens,)."""
        _, place, uses = self.distinct
        length = np.zeros(len(uses), dtype=np.int64)
        length[place] = self.words.length
        eligible = np.flatnonzero((length <= _LONGEST_STOPWORD) & (uses > 1))
        commonest = eligible[np.argsort(-uses[eligible], kind="stable")[:_OWN_STOPWORDS]]
        chosen = np.zeros(len(uses), dtype=bool)
        chosen[commonest] = True
        return chosen[place]

    @cached_property
    def shingles_elsewhere(self) -> NDArray[np.float64]:
        """Of each block's shingles, the share that an earlier block has, and a later one, shape (2, blocks).

        The same article may stand on a page twice, cut into blocks another way, and a teaser may quote it.
        """
        result = np.zeros((2, self.blocks))
        runs = max(len(self.word_block) - _RUN + 1, 0)
        block = self.word_block[:runs]
        whole = np.flatnonzero(block == self.word_block[_RUN - 1 :])
        if len(whole) < 2:  # noqa: PLR2004 - one has no other to be like
            return result
        block, hashed = block[whole], np.zeros(len(whole), dtype=np.uint64)
        for step in range(_RUN):
            hashed = hashed * _STEP + self.words.hash[whole + step]
        order = np.argsort(hashed)
        hashed = hashed[order]
        begins = np.ones(len(order), dtype=bool)
        np.not_equal(hashed[1:], hashed[:-1], out=begins[1:])
        first = np.flatnonzero(begins)
        if len(first) == len(order):
            return result
        in_order, which = block[order], np.cumsum(begins) - 1
        found = np.empty((2, len(order)), dtype=bool)
        found[0, order] = np.minimum.reduceat(in_order, first)[which] < in_order
        found[1, order] = np.maximum.reduceat(in_order, first)[which] > in_order
        total = np.maximum(np.bincount(block, minlength=self.blocks), 1)
        for side, where in zip(result, found, strict=True):
            side[:] = np.bincount(block, where, self.blocks) / total
        return result

    @cached_property
    def capitalised(self) -> NDArray[np.float64]:
        """Of each block's words that have case, the share that begins with a capital."""
        upper = self._by_kind[Kind.UPPER]
        result: NDArray[np.float64] = upper / np.maximum(upper + self._by_kind[Kind.LOWER], 0.05)
        return result

    @cached_property
    def number_share(self) -> NDArray[np.float64]:
        """The share of each block's words that begin with a digit."""
        return self._by_kind[Kind.DIGIT]

    @cached_property
    def _by_kind(self) -> tuple[NDArray[np.float64], ...]:
        """For each kind of character, the share of each block's words that begin with it."""
        return tuple(self._word_shares(self.words.kind, KINDS))

    def _word_shares(self, sort: NDArray[np.uint8], sorts: int) -> NDArray[np.float64]:
        """The share of each block's words that are of each sort (one a token), shape (sorts, blocks)."""
        place = np.multiply(sort, self.blocks, dtype=np.int64) + self.word_block
        counted = np.bincount(place, self.words.weight, sorts * self.blocks).reshape(sorts, self.blocks)
        result: NDArray[np.float64] = counted / np.maximum(self.size, 0.2)
        return result
