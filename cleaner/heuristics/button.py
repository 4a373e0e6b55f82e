"""Buttons and lone symbols: "Continue", "×", "0", "Send".

A block without a letter, or with one or two words that are a button's in some language. Numbers
alone are counters or list marks, but a year, or a number between two paragraphs, is a heading. A
one-word answer ("No.") ends as a sentence does, and no button does; a one-word line of a poem has no
phrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind, table_of
from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "button"
LABEL = Label.BUTTON

_LETTERS: Final = (Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.IDEOGRAPH, Kind.UNSPACED)
_IS_LETTER: Final = table_of(*_LETTERS).astype(float)
_LONGEST: Final = 5
"""Words on a button."""
_LONGEST_COUNTER: Final = 6
"""Characters: "12,345"."""
_YEAR: Final = 4
"""Digits."""
_SYMBOL: Final = 0.7
_HEADING: Final = 0.2


def claim(page: Page) -> Claim:
    """Claim blocks that are a button's words, or no words at all."""
    counts = page.counts
    letters = _IS_LETTER @ counts
    symbol = (letters == 0) & (page.characters <= _LONGEST_COUNTER)
    year = (counts[Kind.DIGIT] == _YEAR) & (page.characters == _YEAR)
    symbols = symbol * np.where(year | page.between_paragraphs, _HEADING, _SYMBOL)
    stopped = page.ends_sentence & (counts[Kind.FULL_STOP] == 1)
    strength = np.maximum(symbols, phrase_strength(page, LABEL) * ((page.size <= _LONGEST) & ~stopped))
    return phrase_claim(ID, LABEL, page, strength, "has no words")
