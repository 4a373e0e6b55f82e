"""A note on the author: "is a journalist at", "about the author", "follow her on".

It stands after the body, or between headline and body, and is written in the third person. In the
middle of a body the same words introduce a source ("is a professor at"); only phrases that make no
sense of a source are phrases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "author bio"
LABEL = Label.AUTHOR_BIO

_SURE: Final = 0.8
_HEADING: Final = 6
"""Words. A heading of a few words, nearly all phrase, opens the note."""
_FOLLOWS: Final = 0.8
"""How strongly the paragraph below such a heading is claimed."""


def claim(page: Page) -> Claim:
    """Claim biographical notes, and the one paragraph that follows "about the author"."""
    own = phrase_strength(page, LABEL)
    strength = own
    if own.any():
        heading = (own > _SURE) & (page.size <= _HEADING)
        strength = own.copy()
        strength[1:] = np.maximum(own[1:], heading[:-1] * _FOLLOWS)
    return phrase_claim(ID, LABEL, page, strength, "follows the heading of an author's note")
