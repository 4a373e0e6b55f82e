"""Paywall and log-in walls: "Subscribe to continue reading", "Already a subscriber?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "paywall"
LABEL = Label.PAYWALL


def judge(page: Page) -> Claim:
    """Claim the wall's words and what addresses the reader beside them."""
    strength = cues.near(cues.covered(page, LABEL), page.speaks, reach=2, fade=0.7)
    return cues.claim(ID, LABEL, page, strength, "addresses the reader beside a paywall")
