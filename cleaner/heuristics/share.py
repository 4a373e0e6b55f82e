"""Share, print and follow bars.

The names of networks in a row, or "share" with a few of them. A sentence that names a network is
prose and longer than any of its names; a section headed by one stands between paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.heuristics.propagation import spread
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "share"
LABEL = Label.SHARE

_LONGEST_COUNTER: Final = 6
"""Characters: "12.3 k"."""


def claim(page: Page) -> Claim:
    """Claim share bars and the counters among them."""
    own = except_headings(page, phrase_strength(page, LABEL))
    strength = own
    if own.any():
        counter = (page.characters <= _LONGEST_COUNTER) & (page.counts[Kind.DIGIT] > 0)
        strength = spread(own, counter, reach=2, fade=0.7)
    return phrase_claim(ID, LABEL, page, strength, "is a counter in a share bar")
