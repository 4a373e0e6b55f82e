"""Ad labels, sponsored-content marks and affiliate disclosures.

A bare "Advertisement" line marks a slot whose ad is gone; such lines come several times a page.
Do not believe a long block because it mentions advertising: that is what media articles are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "advertisement"
LABEL = Label.ADVERTISEMENT


def judge(page: Page) -> Claim:
    """Claim blocks that are little more than an ad's label."""
    return cues.claim(ID, LABEL, page, cues.covered(page, LABEL), "stands in an advertising slot")
