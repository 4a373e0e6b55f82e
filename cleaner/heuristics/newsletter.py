"""Newsletter and alert sign-ups.

Prose-like pitches ("the best of the week in your inbox") are what other tools leave in most often.
The pitch addresses the reader and stands next to a cue; a field and a button follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "newsletter"
LABEL = Label.NEWSLETTER


def judge(page: Page) -> Claim:
    """Claim sign-ups and the pitch beside them."""
    own = cues.covered(page, LABEL)
    strength = own
    if own.any():
        strength = cues.near(own, page.speaks | cues.beside(page, own), reach=2, fade=0.7)
    return cues.claim(ID, LABEL, page, strength, "addresses the reader beside a sign-up")
