"""What decisions with rules take from those of the generic part alone, and give back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaner.verdict import Decision


def taken_and_given(
    generic: Sequence[Decision], ruled: Sequence[Decision], blocks: Iterable[int]
) -> tuple[list[int], list[int]]:
    """Of `blocks`, those that the generic part keeps and `ruled` removes, and the other way round."""
    took: list[int] = []
    gave: list[int] = []
    for block in blocks:
        if generic[block].keep is not ruled[block].keep:
            (took if generic[block].keep else gave).append(block)
    return took, gave
