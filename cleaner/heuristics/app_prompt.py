"""Prompts to install an app or to follow a channel.

They stand alone, mostly last or first on the page. An article about an app names stores too, but
in sentences; so only blocks that the phrases account for are claimed, and short ones beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import short_beside, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "app prompt"
LABEL = Label.APP_PROMPT

_SHORT: Final = 4
"""Words. Store badges beside a prompt are this short."""


def claim(page: Page) -> Claim:
    """Claim prompts and the badges next to them."""
    own = phrase_strength(page, LABEL)
    strength = own
    if own.any():
        strength = spread(own, short_beside(page, own, _SHORT), reach=1, fade=0.4)
    return phrase_claim(ID, LABEL, page, strength, "stands beside an app prompt")
