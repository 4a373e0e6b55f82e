"""The cue phrases of a document: which are found where, and how much of each block they account for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import proxy

import numpy as np

from cleaner.lexicon.built_in import phrases
from cleaner.lexicon.matches import Matches
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page

_ONE_PHRASE: Final = 25.0
"""Characters of a believable phrase that count as one whole sign inside a long block."""
_LONG_BLOCK: Final = 60
"""Words. In longer blocks even a believable phrase is half believed: articles quote such phrases."""
_MOSTLY: Final = 0.6
"""Once cues cover so much of a block, it has nothing else to say."""
_BARE: Final = 0.8
"""Once cues cover so much of a block, there is no other word in it."""
_HEADED: Final = 0.45
"""What is left of a cue that may be a heading's first word."""


class Cues:
    """The cue phrases in a page, by the labels of `CUE_LABELS`; computed when first asked for."""

    def __init__(self, page: Page) -> None:
        # No more than a proxy: page and cues that held each other would both wait for the garbage
        # collector, and every page would be counted in memory that is in no cache yet.
        self._page = proxy(page)

    @cached_property
    def hits(self) -> Matches:
        """The phrases found: whole words, within one block."""
        page, known = self._page, phrases()
        hashes, number, _ = page.distinct
        found = known.spaced.find(page.words, hashes, number, page.word_block)
        if page.words.single is not page.words.hash:
            found = Matches.concatenated((self._whole_words(found), self._unspaced()))
        return found.without_overlaps()

    def _whole_words(self, found: Matches) -> Matches:
        """Those that stand apart from what is around them, where some letters are words of their own."""
        in_word = np.append(self._page.in_word, False)
        return found.select(~in_word[found.start - 1] & ~in_word[found.end])

    def _unspaced(self) -> Matches:
        """The phrases of scripts that put no spaces between words."""
        page, known = self._page, phrases()
        found = known.unspaced.find(page.spaced.tobytes().decode("utf-32-le", "surrogatepass"))
        found = found._replace(phrase=found.phrase + len(known.spaced.hashes))
        return found.select(page.block_of[found.start] == page.block_of[found.end - 1])

    @cached_property
    def covers(self) -> NDArray[np.float64]:
        """The share of each block's characters that cues of each label cover, shape (labels, blocks)."""
        result: NDArray[np.float64] = self._add_up(np.ones(len(self.hits.phrase))) / self._page.characters
        return result

    @cached_property
    def believed(self) -> NDArray[np.float64]:
        """Characters covered by phrases that are believed in long blocks, shape (labels, blocks)."""
        return self._add_up(phrases().strong[self.hits.phrase])

    def _add_up(self, worth: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        """The lengths of the hits, each times its `worth`, added up by label and block."""
        blocks, (hit, place) = self._page.blocks, self._spoken_for
        lengths = (self.hits.end - self.hits.start) * worth
        covered = np.bincount(place, lengths[hit], blocks * len(CUE_LABELS))
        return covered.astype(float, copy=False).reshape(len(CUE_LABELS), blocks)

    @cached_property
    def _spoken_for(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every hit once a label that its phrase speaks for, and its place in an array (labels, blocks)."""
        hit, label = np.nonzero(phrases().labels[self.hits.phrase])
        return hit, label * self._page.blocks + self._page.block_of[self.hits.start[hit]]

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """How far the cues of each label account for each block, 0 to 1, shape (labels, blocks).

        A block that says more than its cue ("Advertising in wartime") is a heading where headings stand.
        """
        page, covered = self._page, self.covers
        share = np.minimum(covered / _MOSTLY, 1)
        heads = np.flatnonzero(page.between_paragraphs)
        share[:, heads] *= np.where(covered[:, heads] < _BARE, _HEADED, 1)
        worth = np.where(page.size > _LONG_BLOCK, 0.5, 1.0) / _ONE_PHRASE
        phrase = np.minimum(self.believed * worth, worth * _ONE_PHRASE)
        result: NDArray[np.float64] = np.maximum(share * share, phrase)
        result.flags.writeable = False
        return result

    @cached_property
    def opens(self) -> NDArray[np.float64]:
        """How many characters of a cue of each label a block begins with, shape (labels, blocks)."""
        phrase, start, end = self.hits
        block = self._page.block_of[start]
        first = np.flatnonzero(start <= self._page.first_place[block])
        opens = np.zeros((len(CUE_LABELS), self._page.blocks))
        opens[:, block[first]] = phrases().labels[phrase[first]].T * (end - start)[first]
        return opens
