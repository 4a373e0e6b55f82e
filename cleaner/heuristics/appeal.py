"""Donation, membership and support appeals.

An appeal speaks: "we" need, "you" can help. It runs over several paragraphs, most of which hold no
cue phrase, so a block that addresses the reader is carried along by a cue nearby. The article's own
voice matters: in a text that says "we" throughout, address proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "appeal"
LABEL = Label.APPEAL

_REACH: Final = 6
"""Blocks. The longest appeals run to about a dozen paragraphs, with cues at least in their middle."""


def judge(page: Page) -> Claim:
    """Claim blocks with appeal phrases, and what addresses the reader around them."""
    own = cues.covered(page, LABEL)
    strength = own
    if own.any():
        strength = cues.near(own, page.speaks | cues.beside(page, own), _REACH, fade=0.95)
    return cues.claim(ID, LABEL, page, strength, "addresses the reader next to an appeal")
