"""Stretches of a text in which phrases were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Stretches(NamedTuple):
    """Phrases by their numbers, and where in the text they start and end; one entry each."""

    phrase: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def these(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Stretches:
        """Some of them, by place or by mask."""
        return Stretches(self.phrase[which], self.start[which], self.end[which])

    @classmethod
    def joined(cls, parts: Iterable[Stretches]) -> Stretches:
        """All of some, of which there is at least one."""
        return cls(*map(np.concatenate, zip(*parts, strict=True)))

    def apart(self) -> Stretches:
        """Those that overlap none before them, in order; of those with one beginning the longest."""
        order = np.lexsort((-self.end, self.start))
        kept: list[int] = []
        free = 0
        for which, start, end in zip(
            order.tolist(), self.start[order].tolist(), self.end[order].tolist(), strict=True
        ):
            if start >= free:
                kept.append(which)
                free = end
        return self.these(np.array(kept, dtype=np.int64))
