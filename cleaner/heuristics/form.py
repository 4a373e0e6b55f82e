"""Forms: field names, "required", "your e-mail address".

Field names are one or two words, often with a colon or an asterisk, and come in runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.heuristics.propagation import BUTTON, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "form"
LABEL = Label.FORM


def claim(page: Page) -> Claim:
    """Claim field names and what stands in a run with them."""
    own = except_headings(page, phrase_strength(page, LABEL))
    strength = own
    if own.any():
        marked = (page.last_kind == Kind.COLON) | (page.first_kind == Kind.SEPARATOR)
        strength = spread(own, marked & (page.size <= BUTTON), reach=3, fade=0.8)
    return phrase_claim(ID, LABEL, page, strength, "is a field beside others")
