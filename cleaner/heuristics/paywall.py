"""Paywall and log-in walls: "Subscribe to continue reading", "Already a subscriber?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "paywall"
LABEL = Label.PAYWALL


def claim(page: Page) -> Claim:
    """Claim the wall's words and what addresses the reader beside them."""
    strength = spread(phrase_strength(page, LABEL), page.addresses_reader, reach=2, fade=0.7)
    return phrase_claim(ID, LABEL, page, strength, "addresses the reader beside a paywall")
