"""Ad labels, sponsored-content marks and affiliate disclosures.

A bare "Advertisement" line marks a slot whose ad is gone; such lines come several times a page.
Do not believe a long block because it mentions advertising: that is what media articles are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "advertisement"
LABEL = Label.ADVERTISEMENT


def claim(page: Page) -> Claim:
    """Claim blocks that are little more than an ad's label."""
    return phrase_claim(ID, LABEL, page, phrase_strength(page, LABEL), "stands in an advertising slot")
