"""Page numbers and links to the next or previous piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "pagination"
LABEL = Label.PAGINATION


def claim(page: Page) -> Claim:
    """Claim links to other pages of a series."""
    return phrase_claim(ID, LABEL, page, phrase_strength(page, LABEL), "stands among page links")
