"""How like each block is to what the page calls itself, and which block is its headline."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.tags import CODES
from cleaner.view.alphabet import kinds
from cleaner.view.words import code_points, fold, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.segment.html.dom import Dom
    from cleaner.view.page import Page

_LIKE: Final = 0.6
"""How like the title a heading must be to be the headline whatever its level."""
_HEADINGS: Final = np.array([CODES[f"h{level}"] for level in range(1, 7)], dtype=np.uint8)


class Titles:
    """What the page says of itself against what stands on it; arrays have shape (blocks,)."""

    def __init__(self, dom: Dom, page: Page) -> None:
        self.dom = dom
        self.page = page

    def likeness(self) -> dict[str, NDArray[np.float64]]:
        """Features of likeness to title and description."""
        description = self.dom.head.description
        covered, covers = self._overlap(description)
        return {
            "like the title": self.like_title,
            "of its words in the title": self._title[0],
            "of the title's words in it": self._title[1],
            "of its words in the description": covered,
            "of the description's words in it": covers,
        }

    @cached_property
    def _title(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self._overlap(self.dom.head.headline)

    @cached_property
    def like_title(self) -> NDArray[np.float64]:
        """The harmonic mean of both shares, 0 to 1."""
        covered, covers = self._title
        result: NDArray[np.float64] = 2 * covered * covers / np.maximum(covered + covers, 1e-6)
        return result

    @cached_property
    def headline(self) -> int:
        """The likeliest headline: a heading like the title, else the first h1; -1 where there is none."""
        heading = np.isin(self.dom.tag, _HEADINGS)
        like = self.like_title * heading
        if self.page.blocks and like.max() >= _LIKE:
            return int(np.argmax(like))
        first = np.flatnonzero(self.dom.tag == CODES["h1"])
        return int(first[0]) if len(first) else -1

    def _overlap(self, text: str | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The share of each block's words that are in `text`, and of the words of `text` that are in it."""
        page = self.page
        if not text:
            return np.zeros(page.blocks), np.zeros(page.blocks)
        codes = code_points(fold(text))
        known = np.unique(words(codes, kinds()[code_points(text)]).hash)
        if not len(known):
            return np.zeros(page.blocks), np.zeros(page.blocks)
        place = np.minimum(np.searchsorted(known, page.words.hash), len(known) - 1)
        common = known[place] == page.words.hash
        count = np.bincount(page.word_block, minlength=page.blocks)
        shared = np.bincount(page.word_block, common, page.blocks)
        return shared / np.maximum(count, 1), np.minimum(shared / len(known), 1)
