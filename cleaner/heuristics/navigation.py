"""Menus and section lists.

Short blocks without a sentence's end, in a run of their like, or one block that strings many names
together with bars or bullets. A list or a poem in the body looks alike when its lines are short, so
a run is believed for the entries in it that are the same on every site. A section headed "Politics"
stands between paragraphs, and a row of a table has figures in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.heuristics.propagation import window_sum
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "navigation"
LABEL = Label.NAVIGATION

_LONGEST_ENTRY: Final = 5
_WINDOW: Final = 5
"""Blocks on either side in which entries are counted."""
_BARS: Final = 3
"""Separators that make one block a menu of its own."""
_NAMES: Final = 0.5
"""The share of capitalised words in such a block; in running text with slashes it is lower."""
_FIGURES: Final = 0.1
"""The share of digits from which such a block is a row of a table."""
_STRUNG: Final = 0.6
_LONGEST_LISTED: Final = 8
_SURE: Final = 0.5
_CROWD: Final = 0.8
_UNKNOWN: Final = 0.3
"""What a crowd of short blocks is worth none of which is known from other menus: poems are such crowds."""
_KNOWN: Final = 0.35
"""What every entry known from other menus adds."""


def claim(page: Page) -> Claim:
    """Claim menu entries by their phrases and their company."""
    own = except_headings(page, phrase_strength(page, LABEL))
    unended = ~page.ends_sentence
    entry = (page.size <= _LONGEST_ENTRY) & unended
    crowd = window_sum(entry, _WINDOW, _WINDOW) * entry * (_CROWD / (2 * _WINDOW + 1))
    known = window_sum(own > _SURE, _WINDOW, _WINDOW)
    crowd *= np.minimum(_UNKNOWN + _KNOWN * known, 1)
    counts = page.counts
    bars = (counts[Kind.SEPARATOR] >= _BARS) & unended & (page.capitalised > _NAMES)
    bars &= counts[Kind.DIGIT] <= _FIGURES * page.characters
    strength = np.maximum(np.maximum(own * (page.size <= _LONGEST_LISTED), crowd), bars * _STRUNG)
    return phrase_claim(ID, LABEL, page, strength, "one of a run of short entries")
