"""Forms: field names, "required", "your e-mail address".

Field names are one or two words, often with a colon or an asterisk, and come in runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.characters.alphabet import Kind
from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "form"
LABEL = Label.FORM


def judge(page: Page) -> Claim:
    """Claim field names and what stands in a run with them."""
    own = cues.but_headings(page, cues.covered(page, LABEL))
    strength = own
    if own.any():
        marked = (page.last_kind == Kind.COLON) | (page.first_kind == Kind.SEPARATOR)
        strength = cues.near(own, marked & (page.size <= cues.BUTTON), reach=3, fade=0.8)
    return cues.claim(ID, LABEL, page, strength, "is a field beside others")
