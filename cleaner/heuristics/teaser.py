"""Teasers: headlines and lead paragraphs of other stories.

A teaser is written like a body, and stands before, inside or after it. What tells it is that its names and
words occur nowhere else, while every paragraph of an article shares some with those around it. One such
paragraph proves nothing, several in a row do. Where no block is similar to any other (a digest, a list of
short items) there is no body to differ from, and nothing is claimed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.features.claim import Claim
from cleaner.heuristics.propagation import window_sum
from cleaner.verdict import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page

ID = "teaser"
LABEL = Label.TEASER

_SHORTEST: Final = 6
_LONGEST: Final = 70
"""Words: from a headline to two sentences of a lead."""
_SHORT_TEXT: Final = 5
"""Blocks of prose. In so short a text all is near; in one twice as long, similarity from afar counts half."""
_WINDOW: Final = 2
"""Blocks on either side that are a teaser's company."""
_BY_ITSELF: Final = 0.2
"""How much dissimilarity counts in a block whose neighbours are similar to the body."""
_HALF_TEASERS: Final = 1.5
"""At the end of a list of teasers only half the company is teasers."""
_MEAN: Final = 0.3
"""The mean similarity of paragraphs of an article; where it is less, there may be no article."""
_LEAST_MEAN: Final = 0.05
"""A mean similarity below this counts as this."""

_PROSE: Final = 0.3
_TINY: Final = 1e-6
_LEAST_PARAGRAPHS: Final = 4
"""Of an article, and of the list of teasers that follows it, for the one to be told from the other."""
_LONGEST_LEAD: Final = 60
_NEARLY_ALL: Final = 0.9
_DISSIMILAR: Final = 0.2
"""The mean strength of the teasers of a list by the measures above."""
_NUMBERED: Final = 0.5
"""Of a list that is counted through, references for example, so many blocks begin with a digit."""
_MUCH_LESS: Final = 0.35
"""How central a list of teasers may be beside the article; at 0.45 held-out pages began to lose body."""
_SOME_TOPIC: Final = 0.2
"""A text whose own beginning is less central than this has no topic to leave."""


def claim(page: Page) -> Claim:
    """Claim blocks that are dissimilar to the document's body, the more the more of them stand together."""
    similarity, weight = page.topical_similarity, page.prose * page.size
    words = similarity["words"]
    shared = (words + np.where(similarity["has names"] > 0, similarity["names"], words)) / 2
    mean = _mean(shared, weight)
    central = similarity["central from afar"]
    afar = min(max(float(page.prose.sum()) - _SHORT_TEXT, 0) / _SHORT_TEXT, 1) / 2
    of_mean = (1 - afar) * shared / max(mean, _LEAST_MEAN)
    of_mean += afar * central / max(_mean(central, weight), _LEAST_MEAN)
    dissimilar = np.maximum(1 - of_mean, 0)
    fits = (page.size >= _SHORTEST) & (page.size <= _LONGEST)
    alone = dissimilar * fits * min(mean / _MEAN, 1)
    company = (window_sum(alone, _WINDOW, _WINDOW) - alone) / (2 * _WINDOW)
    strength = _BY_ITSELF * alone + (1 - _BY_ITSELF) * np.minimum(alone, _HALF_TEASERS * company)
    strength[_tail(page, strength) :] = 1
    strength *= page.size <= _LONGEST
    return Claim(ID, LABEL, strength, lambda block: f"shares {shared[block]:.0%} of its words with the body")


def _mean(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    return float(values @ weight) / max(float(weight.sum()), 1e-6)


def _tail(page: Page, strength: NDArray[np.float64]) -> int:
    """Where a list of teasers begins that goes on to the end of the document; its length where none does.

    Found by where the text parts best into what is central from afar and what is not. A list of teasers
    is of short paragraphs, most of them dissimilar to the rest.
    """
    weight, central = page.prose, page.topical_similarity["central from afar"]
    is_prose = weight > _PROSE
    if np.count_nonzero(is_prose) < 2 * _LEAST_PARAGRAPHS:
        return page.blocks
    short, digit = page.size <= _LONGEST_LEAD, page.first_kind == Kind.DIGIT
    signs = np.array((strength, short, digit, np.ones(page.blocks))) * is_prose
    (head, mass, *_, many), (tail, mass_after, dissimilar, few_words, numbered, left) = _halves(
        np.concatenate(((weight * central, weight), signs))
    )
    before, after = head / np.maximum(mass, _TINY), tail / np.maximum(mass_after, _TINY)
    possible = is_prose & (many >= _LEAST_PARAGRAPHS) & (left >= _LEAST_PARAGRAPHS)
    possible &= (
        (dissimilar >= _DISSIMILAR * left) & (few_words >= _NEARLY_ALL * left) & (numbered < _NUMBERED * left)
    )
    possible &= (after < _MUCH_LESS * before) & (before > _SOME_TOPIC)
    if not possible.any():
        return page.blocks
    parting = np.where(possible, (before - after) * np.sqrt(mass * mass_after), -1)
    return int(parting.argmax())


def _halves(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every block, the sums of each row of `values` over all before it, and over it and all after."""
    so_far = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=so_far[:, 1:])
    return so_far[:, :-1], so_far[:, -1:] - so_far[:, :-1]
