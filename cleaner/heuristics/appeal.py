"""Donation, membership and support appeals.

An appeal addresses the reader: "we" need, "you" can help. It runs over several paragraphs, most of which
hold no phrase, so a block that addresses the reader is carried along by a phrase nearby. The article's own
voice matters: in a text that says "we" throughout, address proves nothing. A button ("Donate") may be a menu
item, which stands beside anything: it carries along only what addresses the reader more than once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import BUTTON, short_beside, spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "appeal"
LABEL = Label.APPEAL

_REACH: Final = 6
"""Blocks. The longest appeals run to about a dozen paragraphs, with phrases at least in their middle."""
_FADE: Final = 0.95
_TWICE: Final = 2
"""Words that address the reader. One is a turn of speech, of a headline or a last sentence that happens to
stand beside a button; a paragraph of an appeal has more."""


def claim(page: Page) -> Claim:
    """Claim blocks with appeal phrases, and what addresses the reader around them."""
    own = phrase_strength(page, LABEL)
    strength = own
    if own.any():
        short, told = short_beside(page, own), page.addresses_reader
        twice = told & page.ends_sentence & (page.address * page.size >= _TWICE)
        from_paragraphs = spread(np.where(page.size > BUTTON, own, 0), told | short, _REACH, _FADE)
        strength = np.maximum(from_paragraphs, spread(own, twice | short, _REACH, _FADE))
    return phrase_claim(ID, LABEL, page, strength, "addresses the reader next to an appeal")
