"""Cookie, consent and tracking notices.

They are prose, and may come first on the page, long before the article; what gives them away is
their vocabulary, which is nearly the same on every site of a language. An article about data
protection shares words with them, not the wording, and may have a section headed "Cookies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.heuristics.propagation import short_beside, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "cookie notice"
LABEL = Label.COOKIE_NOTICE


def claim(page: Page) -> Claim:
    """Claim notices, and what addresses the reader beside them."""
    own = except_headings(page, phrase_strength(page, LABEL))
    strength = own
    if own.any():
        strength = spread(own, page.addresses_reader | short_beside(page, own), reach=3, fade=0.7)
    return phrase_claim(ID, LABEL, page, strength, "stands in a consent notice")
