"""Lists of related, recommended and most-read stories.

A heading opens the list; what follows are headlines, dates and section names, none of which ends
like a sentence. The list is over where prose begins. A related link inside the body is one block
that a phrase begins ("Read also: …"); one common word without a colon ("Popular support falls") begins
headings and sentences too, and is no such phrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import opening_characters, phrase_claim, phrase_strength
from cleaner.heuristics.propagation import runs_after
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "related link"
LABEL = Label.RELATED_LINK

_SURE: Final = 0.6
_LONGEST_HEADLINE: Final = 22
_PROSE: Final = 0.5
_LONGEST_HEADING: Final = 8
"""Words of a list's heading."""
_CERTAIN: Final = 9
"""Characters of a phrase that opens a link without a colon; shorter ones are single common words."""
_WHY: Final = "in a list that such a heading opens"


def claim(page: Page) -> Claim:
    """Claim headings of such lists, what they open, and single links that a phrase begins."""
    own = phrase_strength(page, LABEL)
    if not own.any():
        return phrase_claim(ID, LABEL, page, own, _WHY)
    heading = (own > _SURE) & (page.size <= _LONGEST_HEADING)
    short = page.size <= _LONGEST_HEADLINE
    headline = short & (page.prose < _PROSE) & ~page.ends_sentence
    begins = opening_characters(page, LABEL)
    colon = page.counts[Kind.COLON] > 0
    link = short & (begins > 0) & (colon | ((begins >= _CERTAIN) & ~page.ends_sentence))
    strength = np.maximum(np.maximum(own, runs_after(heading, headline) * 0.7), link * 0.6)
    return phrase_claim(ID, LABEL, page, strength, _WHY)
