"""Similarity of blocks to the page's title and description, and which block is its headline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import kinds
from cleaner.characters.folding import code_points, fold_codes
from cleaner.characters.tokens import tokenize
from cleaner.lazy import cached_property
from cleaner.segment.html.html_tags import CODES, TAGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.dom import Dom
    from cleaner.features.page import Page

    _Shares = tuple[NDArray[np.float64], NDArray[np.float64]]
    """Of each block's words, and of the words it is compared with."""

_SIMILAR: Final = 0.6
"""How similar to the title a heading must be to be the headline whatever its level."""
_IS_HEADING: Final = np.isin(TAGS, [f"h{level}" for level in range(1, 7)])
"""Whether each tag is a heading's, shape (tags,)."""


class Titles:
    """The title and description that a page declares, compared with its blocks.

    Arrays have shape (blocks,).
    """

    def __init__(self, dom: Dom, page: Page) -> None:
        self.dom = dom
        self.page = page

    def similarity(self) -> dict[str, NDArray[np.float64]]:
        """Features that compare each block with title and description."""
        (covered, covers), (described, describes) = self._overlaps
        return {
            "similarity": self.title_similarity,
            "of its words in the title": covered,
            "of the title's words in it": covers,
            "of its words in the description": described,
            "of the description's words in it": describes,
        }

    @cached_property
    def title_similarity(self) -> NDArray[np.float64]:
        """The harmonic mean of both shares, 0 to 1."""
        (covered, covers), _ = self._overlaps
        result: NDArray[np.float64] = 2 * covered * covers / np.maximum(covered + covers, 1e-6)
        return result

    @cached_property
    def headline(self) -> int:
        """The likeliest headline: a heading similar to the title, else the first h1, else -1."""
        similar = self.title_similarity * _IS_HEADING[self.dom.tag]
        if self.page.blocks and similar.max() >= _SIMILAR:
            return int(np.argmax(similar))
        first = np.flatnonzero(self.dom.tag == CODES["h1"])
        return int(first[0]) if len(first) else -1

    @cached_property
    def _overlaps(self) -> tuple[_Shares, _Shares]:
        """The overlaps with the title and with the description."""
        head = self.dom.head
        title, description = head.headline or "", head.description or ""
        both = f"{title}\n{description}"
        codes = code_points(both)
        found = tokenize(fold_codes(both, codes), kinds().take(codes))
        parting = int(np.searchsorted(found.start, len(title)))
        return self._overlap(found.hash[:parting]), self._overlap(found.hash[parting:])

    def _overlap(self, hashes: NDArray[np.uint64]) -> _Shares:
        """The share of each block's words that are among `hashes`, and of these that are in each block."""
        page = self.page
        sought = np.array(list(set(hashes.tolist())), dtype=np.uint64)
        known, place_of_word, _ = page.distinct
        if not len(sought) or not len(known):
            return np.zeros(page.blocks), np.zeros(page.blocks)
        place = np.searchsorted(known, sought)
        common = np.zeros(len(known), dtype=bool)
        common[place[known.take(place, mode="clip") == sought]] = True
        shared = np.bincount(page.word_block[common[place_of_word]], minlength=page.blocks)
        return shared / self._words, np.minimum(shared / len(sought), 1)

    @cached_property
    def _words(self) -> NDArray[np.int64]:
        """Words of each block, at least one."""
        return np.maximum(np.bincount(self.page.word_block, minlength=self.page.blocks), 1)
