"""Topical similarity: how many words and names a block shares with the prose of its document.

A teaser for another story is written like the article it stands beside, but its names and words occur
nowhere else. The measure is a share of a block's own words, so it works in any language; it needs no list
of stopwords, because the document's own are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import KINDS, Kind, table_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.characters.tokens import Tokens
    from cleaner.features.word_counts import DistinctWords

_SHORTEST_CONTENT: Final = 4
"""Letters. Shorter words of cased scripts are mostly stopwords."""
_NEAR: Final = 6
"""Blocks of prose on either side that count as the surroundings."""
_FEW_WORDS: Final = 4
"""Content words; shorter blocks do not count when a word's rarity is measured."""
_ROUNDS: Final = 3
"""After so many rounds of support its order hardly changes."""
_CLOSE: Final = 3
"""Blocks. Support from so near says that a few blocks are alike, not what the document is about."""
_IS_PROSE: Final = 0.3
_LEAST_AFAR: Final = 0.05
"""What comes before counts as at least this central, lest the first blocks of a text look like its best."""
_ANY_LENGTH: Final = table_of(Kind.IDEOGRAPH, Kind.UNSPACED, Kind.LETTER)
"""Kinds of which a short word is a content word too."""
_NO_CONTENT: Final = np.arange(KINDS) == Kind.DIGIT


class Vocabulary:
    """The content words of a document, each once a block: what topical similarity is measured by.

    Arrays have one entry a pair of block and word, ordered by block.
    """

    def __init__(
        self,
        words: Tokens,
        distinct: DistinctWords,
        block: NDArray[np.int64],
        blocks: int,
        *,
        stopwords: NDArray[np.bool_],
    ) -> None:
        """`block` is the block of every token, and `stopwords` says which tokens are not content words."""
        self.blocks = blocks
        self.words = len(distinct.hash)
        content = np.flatnonzero(_is_content(words) & ~stopwords)
        pair = np.sort(block[content] * np.int64(self.words) + distinct.place[content])
        again = np.zeros(len(pair), dtype=bool)
        np.equal(pair[1:], pair[:-1], out=again[1:])
        pair = pair[~again]
        self.block = pair // np.int64(max(self.words, 1))
        self.word = pair - self.block * self.words
        names = np.zeros(self.words, dtype=bool)
        names[distinct.place[content[words.kind[content] == Kind.UPPER]]] = True
        self.name = names[self.word]
        self.size = np.bincount(self.block, minlength=self.blocks)
        """Content words of each block, shape (blocks,)."""
        self._blocks_with = np.bincount(self.word, minlength=self.words)[self.word]
        # Numbers of 16 bits are sorted by radix, several times as fast; few texts have more words.
        fits = self.words <= np.iinfo(np.uint16).max
        self._by_word = np.argsort(self.word.astype(np.uint16) if fits else self.word, kind="stable")
        self._size = np.maximum(self.size, 1)
        self._names = np.maximum(self.total(self.name), 1)

    def total(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """`values`, one a pair, added up by block."""
        result: NDArray[np.float64] = np.bincount(self.block, values, self.blocks).astype(
            np.float64, copy=False
        )
        return result

    def similarity(self, weight: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """What each block shares with the body, where `weight` says how much each block is body, 0 to 1."""
        own = weight[self.block]
        elsewhere = np.maximum(np.bincount(self.word, weights=own, minlength=self.words)[self.word] - own, 0)
        shared = 1 - np.exp(-elsewhere)
        before, after = self._nearest_use(weight)
        return {
            "words": self.total(shared) / self._size,
            "names": self.total(shared * self.name) / self._names,
            "weight of words": np.minimum(self.total(np.log1p(elsewhere)) / self._size, 3),
            "in the prose before": self.total(before <= _NEAR) / self._size,
            "in the prose after": self.total(after <= _NEAR) / self._size,
        }

    def centrality(self, weight: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """How central each block is to what the document is about.

        Blocks that share rare words support each other, by how central they are themselves; a few rounds
        of that leave the body with nearly all support, and a lone teaser with none. Where teasers of one
        topic support each other, they do so from close by: so support from afar counts apart. The idea is
        that of LexRank (Erkan and Radev 2004).
        """
        rare = np.log1p(np.count_nonzero(self.size > _FEW_WORDS) / self._blocks_with)
        share = rare / np.sqrt(np.maximum(self.total(rare * rare), 1e-9))[self.block]
        central = weight
        for _ in range(_ROUNDS):
            given = share * central[self.block]
            support = self.total(share * (self._by_words(given) - given))
            central = weight * support
            central = central / max(central.max(), 1e-9)
        given = share * central[self.block]
        afar = self.total(share * np.maximum(self._by_words(given) - self._nearby(given), 0))
        most = max(float((support * (weight > _IS_PROSE)).max()), 1e-9)
        afar = afar / max(float((afar * (weight > _IS_PROSE)).max()), 1e-9)
        before, after = _means_around(support / most, weight)
        afar_before, afar_after = _means_around(afar, weight)
        return {
            "central": support / most,
            "central from afar": afar,
            "central so far": before,
            "central from here": after,
            "afar so far": afar_before * 2,
            "afar from here": afar_after * 2,
            "topic goes on": afar_after / np.maximum(afar_before, _LEAST_AFAR),
        }

    def _by_words(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For every pair, the sum of `values` over all blocks with its word."""
        return np.bincount(self.word, values, self.words).astype(np.float64, copy=False)[self.word]

    def _nearby(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For every pair, the sum of `values` over the blocks with its word that are close, and itself."""
        order = self._by_word
        word, block, ordered = self.word[order], self.block[order], values[order]
        near = ordered.copy()
        for step in range(1, _CLOSE + 1):
            close = (word[step:] == word[:-step]) & (block[step:] - block[:-step] <= _CLOSE)
            near[step:] += ordered[:-step] * close
            near[:-step] += ordered[step:] * close
        result = np.empty_like(near)
        result[order] = near
        return result

    def novelty(self) -> dict[str, NDArray[np.float64]]:
        """How far the words of each block are its own."""
        only_here = self.total(self._blocks_with == 1)
        return {
            "found elsewhere": np.where(self.size > 0, 1 - only_here / self._size, 0),
            "new words": np.log1p(only_here) / 3,
            "content words": np.log1p(self.size) / 4,
            "has names": (self.total(self.name) > 0).astype(float),
        }

    def _nearest_use(self, weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For every use of a word, how many blocks of prose ago it was last used, and until it next is.

        Distances are counted in prose: a menu between two paragraphs does not part them.
        """
        order = self._by_word
        word = self.word[order]
        prose_so_far = np.cumsum(weight)[self.block[order]]
        step = np.where(word[1:] == word[:-1], prose_so_far[1:] - prose_so_far[:-1], np.inf)
        before = np.full(len(order), np.inf)
        after = np.full(len(order), np.inf)
        before[order[1:]] = step
        after[order[:-1]] = step
        return before, after


def _means_around(values: NDArray[np.float64], weight: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The weighted mean of `values` over all blocks before each, and over it and all after."""
    own = values * weight
    total, mass = own.cumsum(), weight.cumsum()
    before = (total - own) / np.maximum(mass - weight, 1e-9)
    after = (total[-1] - total + own) / np.maximum(mass[-1] - mass + weight, 1e-9)
    return [before, after]


def _is_content(words: Tokens) -> NDArray[np.bool_]:
    """Which tokens are long enough to be content words, and no numbers."""
    long = (words.length >= _SHORTEST_CONTENT) | _ANY_LENGTH[words.kind]
    result: NDArray[np.bool_] = long & ~_NO_CONTENT[words.kind]
    return result
