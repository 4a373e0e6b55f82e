"""Matches: where in a text phrases were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Matches(NamedTuple):
    """The numbers of the phrases found, and the offsets of their starts and ends; one entry a match."""

    phrase: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def select(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Matches:
        """Some of the matches, by index or by mask."""
        return Matches(self.phrase[which], self.start[which], self.end[which])

    @classmethod
    def concatenated(cls, parts: Iterable[Matches]) -> Matches:
        """The matches of all parts, of which there must be at least one."""
        first, *more = parts
        return cls(*map(np.concatenate, zip(first, *more, strict=True))) if more else first

    def without_overlaps(self) -> Matches:
        """The leftmost matches, in order; of those with one start the longest.

        >>> found = Matches(np.array([0, 1, 2]), np.array([0, 0, 3]), np.array([2, 4, 6]))
        >>> found.without_overlaps().phrase.tolist()
        [1]
        """
        order = np.lexsort((-self.end, self.start))
        kept: list[int] = []
        free = 0
        for which, start, end in zip(
            order.tolist(), self.start[order].tolist(), self.end[order].tolist(), strict=True
        ):
            if start >= free:
                kept.append(which)
                free = end
        return self.select(np.array(kept, dtype=np.int64))
