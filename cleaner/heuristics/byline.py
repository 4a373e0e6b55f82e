"""Bylines: "By Jane Doe", "Reporting by …; Editing by …".

Short, with a phrase at the very start and names after it, near the body's beginning or its end. A
sentence that begins with "By" ends in a full stop or has a verb's stopwords; it is too long. A
section heading that begins so ("By Land and Sea") stands between paragraphs, deep in the article.
Scripts without capitals do not show names, so there the phrase must be followed by very little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import opening_characters, phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "byline"
LABEL = Label.BYLINE

_LONGEST: Final = 12
"""Words of a byline with two names and a place."""
_LONGEST_CASELESS: Final = 5
_NAMES: Final = 0.55
"""The share of words with a capital; names, and the phrase itself, make up most of a byline."""
_BEGINNING: Final = 0.2
"""The share of the prose, first and last, in which a byline may stand between paragraphs."""


def claim(page: Page) -> Claim:
    """Claim short blocks that a byline's phrase begins."""
    named = (opening_characters(page, LABEL) > 0) & ~page.ends_sentence
    if named.any():
        caseless = page.counts[Kind.LOWER] + page.counts[Kind.UPPER] == 0
        named &= np.where(caseless, page.size <= _LONGEST_CASELESS, page.capitalised > _NAMES)
        so_far = np.cumsum(page.prose)
        deep = (so_far > _BEGINNING * so_far[-1]) & (so_far < (1 - _BEGINNING) * so_far[-1])
        named &= ~(page.between_paragraphs & deep)
    strength = np.maximum(phrase_strength(page, LABEL), named * 0.9) * (page.size <= _LONGEST)
    return phrase_claim(ID, LABEL, page, strength, "is a name beside a byline")
