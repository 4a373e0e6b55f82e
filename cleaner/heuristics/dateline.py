"""Date lines and reading times: "Monday 11 September 2023", "Updated 3 hours ago", "4 min read".

A short block that dates, numbers and a phrase account for. A dated section heading in a chronicle
("1998", "3 May") looks the same, so lone years are claimed weakly, and so are dates between
paragraphs where there are several of them: a story has one date, or its date stands by its headline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "dateline"
LABEL = Label.DATELINE

_LONGEST: Final = 14
"""Words of a date with its weekday, time, zone and "updated"."""
_NEARLY_ALL: Final = 1.2
"""Dates have a small word or a place beside them."""
_ALL: Final = 0.8
"""Of a heading ("Decline after 1929") a date accounts for less than this."""
_SENTENCE: Final = 0.5
"""How far a date is believed in a block that ends as a sentence does."""
_CHRONICLE: Final = 3
"""So many dates between paragraphs head the entries of a chronicle."""
_WEAK: Final = 0.2
"""How far a date is believed that may head an entry."""


def claim(page: Page) -> Claim:
    """Claim short blocks made of dates."""
    short = page.size <= _LONGEST
    numbers = page.number_share
    dated = page.date_share
    date = np.minimum((numbers + dated) * _NEARLY_ALL, 1) * ((numbers > 0) & (dated > 0) & short)
    date *= np.where(page.ends_sentence, _SENTENCE, 1)
    entry = page.between_paragraphs & (date > 0)
    if entry.any():
        entry &= (date < _ALL) | (np.count_nonzero(entry) >= _CHRONICLE)
        date = np.where(entry, date * _WEAK, date)
    year = ((numbers == 1) & (dated == 0) & short) * _WEAK
    listed = except_headings(page, phrase_strength(page, LABEL)) * short
    strength = np.maximum(np.maximum(listed, date), year)
    return phrase_claim(ID, LABEL, page, strength, "is made of dates and numbers")
