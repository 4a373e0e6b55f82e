"""Elements of a page by what they hold: prose, links, sentences, children of one tag and class.

A teaser's paragraph reads like the article's; but it stands in a card among cards, and the article's in
the one element where most of the page's prose is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.lazy import cached_property

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.dom import Dom
    from cleaner.features.page import Page

_MOST: Final = 0.6
"""The share of the page's prose that the innermost element must hold to be its centre."""


class Containers:
    """Arrays by element (shape (elements,)) unless they say otherwise."""

    def __init__(self, dom: Dom, page: Page) -> None:
        self.elements = dom.elements
        self.at = dom.element
        """The element of each block, shape (blocks,)."""
        self.block_count = len(self.at)
        self._prose_of_blocks = page.prose * page.size
        self._length = page.end - page.start
        self._link_characters = np.minimum(dom.link_characters, self._length)
        self._ends_sentence = page.ends_sentence

    def level(self, steps: int) -> NDArray[np.int32]:
        """The element so many steps up from each block's own, shape (blocks,)."""
        return self._up[min(steps, len(self._up) - 1)]

    @cached_property
    def _up(self) -> list[NDArray[np.int32]]:
        up = [self.at]
        for _ in range(4):
            up.append(self.elements.parent[up[-1]])
        return up

    @cached_property
    def _totals(self) -> NDArray[np.float64]:
        """Blocks inside each element, and what is in them: prose, characters, those in links, sentence ends.

        Shape (5, elements).
        """
        count = len(self.elements.parent)
        values = np.ones((5, self.block_count))
        values[1:] = (self._prose_of_blocks, self._length, self._link_characters, self._ends_sentence)
        place = self.at + np.arange(0, len(values) * count, count)[:, None]
        own = np.bincount(place.ravel(), values.ravel(), len(values) * count)
        so_far = np.zeros((len(values), count + 1))
        np.cumsum(own.reshape(-1, count), axis=1, out=so_far[:, 1:])
        result: NDArray[np.float64] = so_far.take(self.elements.end, axis=1) - so_far[:, :-1]
        return result

    @property
    def blocks(self) -> NDArray[np.float64]:
        """Blocks inside."""
        result: NDArray[np.float64] = self._totals[0]
        return result

    @property
    def prose(self) -> NDArray[np.float64]:
        """Words of prose inside."""
        result: NDArray[np.float64] = self._totals[1]
        return result

    @cached_property
    def prose_share(self) -> NDArray[np.float64]:
        """Of the page's prose, 0 to 1."""
        return self.prose / max(float(self.prose[0]), 1e-6)

    @cached_property
    def link_density(self) -> NDArray[np.float64]:
        """The share of its characters inside links."""
        _, _, characters, in_links, _ = self._totals
        result: NDArray[np.float64] = in_links / np.maximum(characters, 1)
        return result

    @cached_property
    def sentence_share(self) -> NDArray[np.float64]:
        """The share of its blocks that end as sentences do."""
        result: NDArray[np.float64] = self._totals[4] / np.maximum(self.blocks, 1)
        return result

    @cached_property
    def children(self) -> NDArray[np.int64]:
        """Block-level elements right inside."""
        return np.bincount(self.elements.parent[1:], minlength=len(self.elements.parent))

    @cached_property
    def like_siblings(self) -> NDArray[np.int64]:
        """How many elements of its parent have its tag and class, itself included."""
        result: NDArray[np.int64] = np.bincount(self.elements.like)[self.elements.like]
        return result

    @cached_property
    def most_prose(self) -> int:
        """The innermost element that holds most of the page's prose."""
        holds = np.flatnonzero(self.prose_share >= _MOST)
        return int(holds[np.argmax(self.elements.depth[holds])]) if len(holds) else 0

    @cached_property
    def _prose_right_inside(self) -> NDArray[np.float64]:
        result: NDArray[np.float64] = np.bincount(
            self.level(1), self._prose_of_blocks, len(self.elements.parent)
        ).astype(float, copy=False)
        return result

    @cached_property
    def best_parent(self) -> int:
        """The element with the most prose in blocks right inside it."""
        return int(np.argmax(self._prose_right_inside))

    @cached_property
    def share_of_best_parent(self) -> NDArray[np.float64]:
        """Of the page's prose, how much stands right inside the parent of each block, shape (blocks,)."""
        return self._prose_right_inside[self.level(1)] / max(float(self.prose[0]), 1e-6)

    def steps_from(self, element: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Levels from `element` up to the nearest one that holds each block too, and from there down to it.

        Both have shape (blocks,).
        """
        parent, end, depth = self.elements.parent, self.elements.end, self.elements.depth
        chain = [element]
        while chain[-1]:
            chain.append(int(parent[chain[-1]]))
        # Every element of the chain holds the rows from its own to its end.
        steps = np.bincount(chain, minlength=len(end) + 1) - np.bincount(end[chain], minlength=len(end) + 1)
        common = steps.cumsum()[self.at] - 1
        return int(depth[element]) - common, depth[self.at] - common
