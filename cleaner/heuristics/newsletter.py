"""Newsletter and alert sign-ups.

Prose-like pitches ("the best of the week in your inbox") are what other tools leave in most often.
The pitch addresses the reader and stands next to a phrase; a field and a button follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import short_beside, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "newsletter"
LABEL = Label.NEWSLETTER


def claim(page: Page) -> Claim:
    """Claim sign-ups and the pitch beside them."""
    own = phrase_strength(page, LABEL)
    strength = own
    if own.any():
        strength = spread(own, page.addresses_reader | short_beside(page, own), reach=2, fade=0.7)
    return phrase_claim(ID, LABEL, page, strength, "addresses the reader beside a sign-up")
