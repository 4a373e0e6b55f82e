"""Lists of related, recommended and most-read stories.

A heading opens the list; what follows are headlines, dates and section names, none of which ends
like a sentence. The list is over where prose begins. A related link inside the body is one block
that a cue begins ("Read also: …"); one common word without a colon ("Popular support falls") begins
headings and sentences too, and is no such cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "related link"
LABEL = Label.RELATED_LINK

_SURE: Final = 0.6
_LONGEST_HEADLINE: Final = 22
_PROSE: Final = 0.5
_LONGEST_HEADING: Final = 8
"""Words of a list's heading."""
_CERTAIN: Final = 9
"""Characters of a cue that opens a link without a colon; shorter ones are single common words."""
_WHY: Final = "in a list that such a heading opens"


def judge(page: Page) -> Claim:
    """Claim headings of such lists, what they open, and single links that a cue begins."""
    own = cues.covered(page, LABEL)
    if not own.any():
        return cues.claim(ID, LABEL, page, own, _WHY)
    heading = (own > _SURE) & (page.size <= _LONGEST_HEADING)
    short = page.size <= _LONGEST_HEADLINE
    headline = short & (page.prose < _PROSE) & ~page.ends_sentence
    begins = cues.opening(page, LABEL)
    colon = page.counts[Kind.COLON] > 0
    link = short & (begins > 0) & (colon | ((begins >= _CERTAIN) & ~page.ends_sentence))
    strength = np.maximum(np.maximum(own, cues.opened(heading, headline) * 0.7), link * 0.6)
    return cues.claim(ID, LABEL, page, strength, _WHY)
