"""Tag lists: "Tags:", then names without a sentence around them.

The list may follow its heading in the same block, in one block more, or in a run of short ones. In
the same block a single common word is a heading only with a colon after it: "Topic", in some
language or other, begins sentences and titles.
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

ID = "tags"
LABEL = Label.TAGS

_LONGEST_TAG: Final = 4
_LONGEST_LIST: Final = 25
_SURE: Final = 0.6
_CERTAIN: Final = 9
"""Characters of a cue that opens a list without a colon; shorter ones are single common words."""
_WHY: Final = "follows the heading of a tag list"


def judge(page: Page) -> Claim:
    """Claim the heading, and the names that follow it."""
    own = cues.but_headings(page, cues.covered(page, LABEL))
    begins = cues.opening(page, LABEL)
    if not begins.any():
        return cues.claim(ID, LABEL, page, own, _WHY)
    unended = ~page.ends_sentence
    heading = (own > _SURE) & (page.size <= _LONGEST_TAG)
    listed = cues.opened(heading, unended & (page.size <= _LONGEST_TAG))
    short = unended & (page.size <= _LONGEST_LIST)
    colon = page.counts[Kind.COLON] > 0
    line = short & (begins > 0) & (colon | (begins >= _CERTAIN))
    strength = np.maximum(own, (listed | line) * 0.8)
    strength[1:] = np.maximum(strength[1:], heading[:-1] * short[1:] * 0.9)
    return cues.claim(ID, LABEL, page, strength, _WHY)
