"""Tag lists: "Tags:", then names without a sentence around them.

The list may follow its heading in the same block, in one block more, or in a run of short ones. In
the same block a single common word is a heading only with a colon after it: "Topic", in some
language or other, begins sentences and titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import (
    except_headings,
    opening_characters,
    phrase_claim,
    phrase_strength,
)
from cleaner.heuristics.propagation import runs_after
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "tags"
LABEL = Label.TAGS

_LONGEST_TAG: Final = 4
_LONGEST_LIST: Final = 25
_SURE: Final = 0.6
_CERTAIN: Final = 9
"""Characters of a phrase that opens a list without a colon; shorter ones are single common words."""
_WHY: Final = "follows the heading of a tag list"


def claim(page: Page) -> Claim:
    """Claim the heading, and the names that follow it."""
    own = except_headings(page, phrase_strength(page, LABEL))
    begins = opening_characters(page, LABEL)
    if not begins.any():
        return phrase_claim(ID, LABEL, page, own, _WHY)
    unended = ~page.ends_sentence
    heading = (own > _SURE) & (page.size <= _LONGEST_TAG)
    listed = runs_after(heading, unended & (page.size <= _LONGEST_TAG))
    short = unended & (page.size <= _LONGEST_LIST)
    colon = page.counts[Kind.COLON] > 0
    line = short & (begins > 0) & (colon | (begins >= _CERTAIN))
    strength = np.maximum(own, (listed | line) * 0.8)
    strength[1:] = np.maximum(strength[1:], heading[:-1] * short[1:] * 0.9)
    return phrase_claim(ID, LABEL, page, strength, _WHY)
