"""The cue phrases of a document: which are found where, and how much of each block they account for."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final
from weakref import proxy

import numpy as np

from cleaner.view.phrases import CUE_LABELS, phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.view.page import Page

_ONE_PHRASE: Final = 25.0
"""Characters of a believable phrase that count as one whole sign inside a long block."""
_LONG_BLOCK: Final = 60
"""Words. In longer blocks even a believable phrase is half believed: articles quote such phrases."""
_MOSTLY: Final = 0.6
"""Once cues cover so much of a block, it has nothing else to say."""
_BARE: Final = 0.8
"""Once cues cover so much of a block, there is no other word in it."""
_CUT: Final = "\n "
"""What ends one block and begins another in the text that phrases are searched in."""
_HEADED: Final = 0.45
"""What is left of a cue that may be a heading's first word."""


class Cues:
    """The cue phrases in a page, by the labels of `CUE_LABELS`; computed when first asked for."""

    def __init__(self, page: Page) -> None:
        # No more than a proxy: page and cues that held each other would both wait for the garbage
        # collector, and every page would be counted in memory that is in no cache yet.
        self._page = proxy(page)

    @cached_property
    def hits(self) -> NDArray[np.int64]:
        """The phrases found, shape (hits, 3): phrase, start, end; whole words, within one block."""
        text, cuts = self._searched()
        matches = phrases().search.find(text)
        found = np.fromiter(chain.from_iterable(matches), dtype=np.int64, count=3 * len(matches)).reshape(
            -1, 3
        )
        unspaced = phrases().unspaced[found[:, 0]]
        found[:, 1] += ~unspaced
        found[:, 1:] -= 1 + len(_CUT) * np.searchsorted(cuts, found[:, 1])[:, None]
        goes_on = np.append(self._page.in_word, False)[found[:, 2]]
        result: NDArray[np.int64] = found[unspaced | ~goes_on]
        return result

    def _searched(self) -> tuple[str, NDArray[np.int64]]:
        """The text that phrases are searched in, and where in it something was put in between blocks.

        As phrases are compiled, it has a space for every character that is not in a word, and one before
        each block; a line end after each keeps phrases from reaching into the next. Where a block follows
        too closely to have both, they are put in.
        """
        page = self._page
        codes = np.where(page.in_word, page.codes, np.uint32(ord(" ")))
        end, follows = page.end[:-1], page.start[1:]
        close = follows - end < len(_CUT)
        codes[end[~close]] = ord("\n")
        spaced = codes.tobytes().decode("utf-32-le", "surrogatepass")
        places = end[close]
        bounds = [0, *places.tolist(), len(spaced)]
        text = " " + _CUT.join([spaced[start:end] for start, end in pairwise(bounds)])
        return text, places + np.arange(1, 1 + len(_CUT) * len(places), len(_CUT))

    @cached_property
    def covers(self) -> NDArray[np.float64]:
        """The share of each block's characters that cues of each label cover, shape (labels, blocks)."""
        result: NDArray[np.float64] = self._add_up(np.ones(len(self.hits))) / self._page.characters
        return result

    @cached_property
    def believed(self) -> NDArray[np.float64]:
        """Characters covered by phrases that are believed in long blocks, shape (labels, blocks)."""
        return self._add_up(phrases().strong[self.hits[:, 0]])

    def _add_up(self, worth: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        """The lengths of the hits, each times its `worth`, added up by label and block."""
        blocks, (hit, place) = self._page.blocks, self._spoken_for
        lengths = (self.hits[:, 2] - self.hits[:, 1]) * worth
        covered = np.bincount(place, lengths[hit], blocks * len(CUE_LABELS))
        return covered.astype(float, copy=False).reshape(len(CUE_LABELS), blocks)

    @cached_property
    def _spoken_for(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every hit once a label that its phrase speaks for, and its place in an array (labels, blocks)."""
        hit, label = np.nonzero(phrases().labels[self.hits[:, 0]])
        return hit, label * self._page.blocks + self._page.block_of[self.hits[hit, 1]]

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
        phrase, start, end = self.hits.T
        block = self._page.block_of[start]
        first = np.flatnonzero(start <= self._page.first_place[block])
        opens = np.zeros((len(CUE_LABELS), self._page.blocks))
        opens[:, block[first]] = phrases().labels[phrase[first]].T * (end - start)[first]
        return opens
