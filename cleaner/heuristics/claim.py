"""What a heuristic says of a page: a strength for every block, and on demand the reason for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from cleaner.features.page import Page
    from cleaner.verdict import Label


class Claim(NamedTuple):
    """How strongly each block of a page looks like one kind of boilerplate."""

    heuristic: str
    label: Label
    strength: NDArray[np.float64]
    """0 (not at all) to 1 (all signs), shape (blocks,). What a strength is worth is fitted, not set here."""
    why: Callable[[int], str]
    """The reason for a block, in words; asked for only when explaining."""
    rests_on: str = "heuristic"
    """What it rests on, when that is not all that the heuristic looks at."""

    @property
    def judge(self) -> str:
        """Who claims it, as records and explanations name judges."""
        return f"{self.rests_on}:{self.heuristic}"


class Heuristic(Protocol):
    """A module of this package."""

    ID: str
    LABEL: Label

    def judge(self, page: Page) -> Claim:
        """The claim of this heuristic on every block of `page`."""
