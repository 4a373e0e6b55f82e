"""Teasers: headlines and lead paragraphs of other stories.

A teaser is written like a body, and stands before, inside or after it. It gives itself away by what
it does not share: its names and words occur nowhere else, while every paragraph of an article leans
on the ones around it. One such paragraph proves nothing, several in a row do. Where no block is like
any other (a digest, a list of short items) there is no body to differ from, and nothing is claimed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics import cues
from cleaner.heuristics.claim import Claim
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.view.page import Page

ID = "teaser"
LABEL = Label.TEASER

_SHORTEST: Final = 6
_LONGEST: Final = 70
"""Words: from a headline to two sentences of a lead."""
_WINDOW: Final = 2
"""Blocks on either side that are a teaser's company."""
_BY_ITSELF: Final = 0.2
"""What being unlike is worth in a block whose neighbours are like the body."""
_HALF_ALIKE: Final = 1.5
"""At the end of a list of teasers only half the company is teasers."""
_USUAL: Final = 0.3
"""How like each other the paragraphs of an article are; where they are less so, there may be no article."""
_LEAST_USUAL: Final = 0.05
"""Less likeness than this is none at all."""


def judge(page: Page) -> Claim:
    """Claim blocks that are unlike the document's body, the more the more of them stand together."""
    words = page.likeness["words"]
    like = (words + np.where(page.likeness["has names"] > 0, page.likeness["names"], words)) / 2
    weight = page.prose * page.size
    usual = float(like @ weight) / max(float(weight.sum()), 1e-6)
    unlike = np.maximum(1 - like / max(usual, _LEAST_USUAL), 0)
    fits = (page.size >= _SHORTEST) & (page.size <= _LONGEST)
    alone = unlike * fits * min(usual / _USUAL, 1)
    company = (cues.within(alone, _WINDOW, _WINDOW) - alone) / (2 * _WINDOW)
    strength = _BY_ITSELF * alone + (1 - _BY_ITSELF) * np.minimum(alone, _HALF_ALIKE * company)
    return Claim(ID, LABEL, strength, lambda block: f"shares {like[block]:.0%} of its words with the body")
