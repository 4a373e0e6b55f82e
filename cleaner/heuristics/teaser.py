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
    from numpy.typing import NDArray

    from cleaner.view.page import Page

ID = "teaser"
LABEL = Label.TEASER

_SHORTEST: Final = 6
_LONGEST: Final = 70
"""Words: from a headline to two sentences of a lead."""
_SHORT_TEXT: Final = 5
"""Blocks of prose. In so short a text all is near; in one twice as long, likeness from afar counts half."""
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
    likeness, weight = page.likeness, page.prose * page.size
    words = likeness["words"]
    like = (words + np.where(likeness["has names"] > 0, likeness["names"], words)) / 2
    usual = _mean(like, weight)
    central = likeness["central from afar"]
    afar = min(max(float(page.prose.sum()) - _SHORT_TEXT, 0) / _SHORT_TEXT, 1) / 2
    beside_usual = (1 - afar) * like / max(usual, _LEAST_USUAL)
    beside_usual += afar * central / max(_mean(central, weight), _LEAST_USUAL)
    unlike = np.maximum(1 - beside_usual, 0)
    fits = (page.size >= _SHORTEST) & (page.size <= _LONGEST)
    alone = unlike * fits * min(usual / _USUAL, 1)
    company = (cues.within(alone, _WINDOW, _WINDOW) - alone) / (2 * _WINDOW)
    strength = _BY_ITSELF * alone + (1 - _BY_ITSELF) * np.minimum(alone, _HALF_ALIKE * company)
    return Claim(ID, LABEL, strength, lambda block: f"shares {like[block]:.0%} of its words with the body")


def _mean(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    return float(values @ weight) / max(float(weight.sum()), 1e-6)
