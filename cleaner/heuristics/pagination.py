"""Page numbers and links to the next or previous piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "pagination"
LABEL = Label.PAGINATION


def judge(page: Page) -> Claim:
    """Claim links to other pages of a series."""
    return cues.claim(ID, LABEL, page, cues.covered(page, LABEL), "stands among page links")
