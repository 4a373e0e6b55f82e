"""Cookie, consent and tracking notices.

They are prose, and may come first on the page, long before the article; what gives them away is
their vocabulary, which is nearly the same on every site of a language. An article about data
protection shares words with them, not the wording, and may have a section headed "Cookies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "cookie notice"
LABEL = Label.COOKIE_NOTICE


def judge(page: Page) -> Claim:
    """Claim notices, and what addresses the reader beside them."""
    own = cues.but_headings(page, cues.covered(page, LABEL))
    strength = own
    if own.any():
        strength = cues.near(own, page.speaks | cues.beside(page, own), reach=3, fade=0.7)
    return cues.claim(ID, LABEL, page, strength, "stands in a consent notice")
