"""The itemised record of a page: how the score of each block came about, term by term.

Decisions are made from it, and explanations print it; nothing is computed a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from cleaner.verdict import Label


class Term(NamedTuple):
    """What one step of the calibration adds to the scores of a page."""

    name: str
    """`appeal`, `leniency` or `uncertainty`."""
    log_odds: NDArray[np.float64]
    """Shape (blocks,)."""
    why: str
    """In words for a person."""


class Veto(NamedTuple):
    """A block that the model keeps and that does not stay."""

    label: Label | None
    """What it is, where that is seen."""
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """The scores of a page's blocks and what they are made of; arrays have shape (blocks,)."""

    model: NDArray[np.float32]
    """Log-odds of body, as the model gives them."""
    headline: NDArray[np.float32]
    """Log-odds of headline, likewise."""
    terms: tuple[Term, ...]
    """The calibration, in order."""
    score: NDArray[np.float64]
    """The calibrated log-odds of body: the model's and all terms, added up."""
    vetoes: dict[int, Veto] = field(default_factory=dict)
    """By block."""

    def terms_of(self, block: int) -> Iterator[tuple[str, float, str]]:
        """Name, log-odds and reason of each term that changes the score of `block`."""
        for term in self.terms:
            if value := float(term.log_odds[block]):
                yield term.name, value, term.why
