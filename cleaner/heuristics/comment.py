"""Comment threads and the prompts around them.

A thread begins with a heading ("3 comments", "Leave a reply") and goes on to the end, or until the
page turns to something else with a cue of its own. What readers write is prose and cannot be told
from the body by itself; its place after the heading, and the reply links between, tell it. The end
of the article stands as near to them as the first comment does, but before them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics import cues
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim

ID = "comment"
LABEL = Label.COMMENT

_SURE: Final = 0.6
_HALF_THREAD: Final = 8
"""Blocks. How far one cue speaks for the prose around it."""
_MANY: Final = 4
"""Cues within that distance, besides the first, that make a thread of all between them."""
_ARTICLE: Final = 0.3
"""The share of a page's prose that comes before any thread: the article."""


def judge(page: Page) -> Claim:
    """Claim comment prompts, and blocks among several of them."""
    own = cues.covered(page, LABEL)
    cue = own > _SURE
    strength = own
    if np.count_nonzero(cue) > 1:
        before = cues.within(cue, _HALF_THREAD, 0)
        around = before + cues.within(cue, -1, _HALF_THREAD)
        so_far = np.cumsum(page.prose)
        thread = (before > 0) & (so_far > _ARTICLE * so_far[-1])
        strength = np.maximum(own, thread * np.clip((around - 1) / _MANY, 0, 0.8))
    return cues.claim(ID, LABEL, page, strength, "stands among comment links")
