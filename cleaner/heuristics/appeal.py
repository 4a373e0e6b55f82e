"""Donation, membership and support appeals.

An appeal addresses the reader: "we" need, "you" can help. It runs over several paragraphs, most of which
hold no phrase, so a block that addresses the reader is carried along by a phrase nearby. The article's own
voice matters: in a text that says "we" throughout, address proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import short_beside, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "appeal"
LABEL = Label.APPEAL

_REACH: Final = 6
"""Blocks. The longest appeals run to about a dozen paragraphs, with phrases at least in their middle."""


def claim(page: Page) -> Claim:
    """Claim blocks with appeal phrases, and what addresses the reader around them."""
    own = phrase_strength(page, LABEL)
    strength = own
    if own.any():
        strength = spread(own, page.addresses_reader | short_beside(page, own), _REACH, fade=0.95)
    return phrase_claim(ID, LABEL, page, strength, "addresses the reader next to an appeal")
