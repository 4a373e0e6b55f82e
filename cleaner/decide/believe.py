"""Whether a rule file is believed on a page, by how much of the generic body it leaves.

A rule that is wrong for a page mostly shows in one number: it takes away what the generic part is sure to
keep. A run that begins at a button above the article, or a selector that finds an empty box, leaves next to
nothing. So a file that leaves less than a share of the generic body is not believed on that page, and the
generic part decides alone. A body selector that finds less than that is passed over, and the file's other
rules hold. A page without a body of some length says nothing, and there the file is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaner.decide.thresholds import FEWEST_BODY_CHARACTERS, LEAST_BODY_LEFT
from cleaner.verdict import CERTAIN, MAIN_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaner.features.page import Page
    from cleaner.rules import Bound, RuleFindings
    from cleaner.verdict import Decision


class Doubt(NamedTuple):
    """A rule file, or the body of one, that left too little of a page."""

    name: str
    """The file's `site`, or `site/body` for the body alone."""
    share: float
    """The share of the generic body that is left, 0 to 1."""
    believed: bool
    """Whether it was believed all the same, as the file says `believe: always`."""


class GenericBody:
    """What the generic part keeps of a page, in characters."""

    def __init__(self, page: Page, decisions: Sequence[Decision]) -> None:
        """`decisions` are those of the generic part, one a block."""
        size: NDArray[np.int64] = page.end - page.start
        main = np.fromiter((it.label in MAIN_CONTENT for it in decisions), bool, len(decisions))
        self._size = np.where(main, size, 0)
        self.characters = int(self._size.sum())

    @property
    def is_long(self) -> bool:
        """Whether there is enough of it to measure rules by."""
        return self.characters >= FEWEST_BODY_CHARACTERS

    def share(self, blocks: Iterable[int]) -> float:
        """The share of it that `blocks` hold, 0 to 1; 1 where there is nothing."""
        if not self.characters:
            return 1.0
        return round(float(self._size[list(blocks)].sum()) / self.characters, 4)


def choose_bound(findings: RuleFindings, body: GenericBody) -> tuple[Bound | None, Doubt | None]:
    """The first alternative of the file's body that is believed, and a doubt where there is one."""
    doubt = None
    for bound in findings.bounds:
        share = body.share(bound.inside)
        if bound.least is not None:
            if share >= bound.least:
                return bound, None
        elif share >= LEAST_BODY_LEFT or not body.is_long:
            return bound, None
        elif findings.believe_always:
            return bound, Doubt(bound.name, share, believed=True)
        doubt = doubt or Doubt(bound.name, share, believed=False)
    return None, doubt


def doubt_of_file(findings: RuleFindings, body: GenericBody, ruled: Sequence[Decision]) -> Doubt | None:
    """The doubt about the whole file, which makes the decisions `ruled`; None where it leaves enough."""
    if not body.is_long:
        return None
    stays = (block for block, it in enumerate(ruled) if it.label in MAIN_CONTENT and it.score > -CERTAIN)
    share = body.share(stays)
    if share >= LEAST_BODY_LEFT:
        return None
    return Doubt(findings.name, share, believed=findings.believe_always)
