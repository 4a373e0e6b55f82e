"""Comment threads and the prompts around them.

A thread begins with a heading ("3 comments", "Leave a reply") and goes on to the end, or until the
page turns to something else with a phrase of its own. What readers write is prose and cannot be told
from the body by itself; its place after the heading, and the reply links between, tell it. The end
of the article stands as near to them as the first comment does, but before them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.heuristics.propagation import window_sum
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "comment"
LABEL = Label.COMMENT

_SURE: Final = 0.6
_HALF_THREAD: Final = 8
"""Blocks. How far the claim of one phrase reaches into the prose around it."""
_MANY: Final = 4
"""Phrases within that distance, besides the first, that make a thread of all between them."""
_ARTICLE: Final = 0.3
"""The share of a page's prose that comes before any thread: the article."""


def claim(page: Page) -> Claim:
    """Claim comment prompts, and blocks among several of them."""
    own = phrase_strength(page, LABEL)
    sure = own > _SURE
    strength = own
    if np.count_nonzero(sure) > 1:
        before = window_sum(sure, _HALF_THREAD, 0)
        around = before + window_sum(sure, -1, _HALF_THREAD)
        so_far = np.cumsum(page.prose)
        thread = (before > 0) & (so_far > _ARTICLE * so_far[-1])
        strength = np.maximum(own, thread * np.clip((around - 1) / _MANY, 0, 0.8))
    return phrase_claim(ID, LABEL, page, strength, "stands among comment links")
