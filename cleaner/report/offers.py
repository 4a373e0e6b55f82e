"""Which blocks a worker offers as samples: only those that may be among the run's."""

from __future__ import annotations

from bisect import insort
from typing import Final

SAMPLED: Final = 3
"""Blocks of each group."""


class Offers:
    """What a worker has offered so far: a sample beyond its own lowest cannot be among those of the run.

    Nearly all documents have none that can, so their texts need be neither cut nor sent.
    """

    def __init__(self) -> None:
        self._lowest: dict[tuple[str, str], list[int]] = {}

    def may_stay(self, group: tuple[str, str], priority: int) -> bool:
        """Whether a sample with this number may be among the run's; if so it is taken for offered."""
        lowest = self._lowest.get(group)
        if lowest is None:
            lowest = self._lowest[group] = []
        if len(lowest) == SAMPLED and priority > lowest[-1]:
            return False
        insort(lowest, priority)
        del lowest[SAMPLED:]
        return True
