"""Claims: what a heuristic says of every block of a page, and on demand the reason for one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from cleaner.verdict import Label


class Claim(NamedTuple):
    """How strongly each block of a page looks like one kind of boilerplate."""

    heuristic: str
    label: Label
    strength: NDArray[np.float64]
    """0 (no sign) to 1 (all signs), shape (blocks,). How much a strength counts is fitted, not set here."""
    why: Callable[[int], str]
    """The reason for a block, in words; asked for only when explaining."""
    rests_on: str = "heuristic"
    """What it rests on, where that is not all that the heuristic looks at."""

    @property
    def judge(self) -> str:
        """The name of the judge, as in records and explanations."""
        return f"{self.rests_on}:{self.heuristic}"
