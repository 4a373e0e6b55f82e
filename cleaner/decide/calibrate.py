"""The fitted judge's log-odds -> the weights that decide: above 0 a block stays.

What the judge met too seldom counts for more than it knows. And where a page leaves doubt, more of it stays,
since to lose body is worse than to leave boilerplate in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

_RARE: Final = {Label.APPEAL: (0.3, 9.0), Label.RELATED_LINK: (0.5, 3.0), Label.TEASER: (0.95, 1.5)}
"""Label -> the strength from which its heuristic's claim counts, and the log-odds of a full one.

Appeals of several paragraphs and lists of teasers without headings are hardly found on the pages the judge
was fitted on, and links between the paragraphs of an article are in some gold texts and not in others. On
sites held out in five folds, links cost nothing on any set and gained .002 on news; twice as much for teasers
costs .002 on articles.
"""
_LEFT_ALONE: Final = 0.5
"""Where no block stands out as body, only claims stronger than this remove anything."""
_SURE: Final = -4.0
"""Log-odds from which a block is surely boilerplate."""
_SOME: Final = 0.05
"""The share of a page's words that is surely boilerplate on any page that has boilerplate at all."""
_IN_DOUBT: Final = 3.0
"""Log-odds that nothing is removed for where nothing is surely boilerplate.

On sites held out, so much left one word more in seventy of gold texts by themselves, and pages with
boilerplate as they were.
"""
_USUAL_DOUBT: Final = 0.3
"""Log-odds that any page may be in doubt by, which change nothing: an expected F1 of .85.

On sites held out, pages that are no articles gained .006 to .008 by what is beyond it, articles as good as
nothing; from .2 to .4 all the same. With 0 here news lost .001.
"""
_LEAST_EXPECTED: Final = 0.1
"""Of a page that seems to have no body at all no more is made than of one with so little."""


def calibrate(page: Page, claims: Sequence[Claim], log_odds: NDArray[np.float32]) -> NDArray[np.float64]:
    """The weight of each block of `page`, given its log-odds of body; all have shape (blocks,)."""
    rare = [rare_evidence(claim) for claim in claims if claim.label in _RARE]
    weights = log_odds - sum(rare, np.zeros(page.blocks))
    if not (weights > 0).any():
        weights = np.where(_strongest(page, claims) > _LEFT_ALONE, weights, 0.0)
    if leniency := _leniency(page, weights):
        says_so = [claim for claim in claims if claim.label is not Label.TEASER]
        weights += leniency * (1 - _strongest(page, says_so))
    result: NDArray[np.float64] = weights + _uncertainty_bonus(page, weights)
    return result


def rare_evidence(claim: Claim) -> NDArray[np.float64]:
    """The log-odds of boilerplate that a claim adds because the fitted judge met its like too seldom."""
    if claim.label not in _RARE:
        return np.zeros(len(claim.strength))
    least, weight = _RARE[claim.label]
    return np.where(claim.strength >= least, claim.strength * weight, 0.0)


def _strongest(page: Page, claims: Sequence[Claim]) -> NDArray[np.float64]:
    """How strong the strongest claim on each block is; 0 where there is none."""
    result: NDArray[np.float64] = np.max([np.zeros(page.blocks), *(it.strength for it in claims)], axis=0)
    return result


def _leniency(page: Page, weights: NDArray[np.float64]) -> float:
    """What is added to the weights on a page of which hardly anything is surely boilerplate.

    A list of references or a table looks like boilerplate only where there is boilerplate. What says
    so itself, as no teaser does, is in less doubt and gets less.
    """
    share = float(page.size @ (weights < _SURE)) / max(float(page.size.sum()), 1)
    return _IN_DOUBT * max(1 - share / _SOME, 0)


def _uncertainty_bonus(page: Page, weights: NDArray[np.float64]) -> float:
    """What is added to the weights on a page that is hard to judge, so that more of it stays.

    The F1 to be expected of keeping the likeliest blocks is highest if all are kept whose probability is at
    least half of that F1 (Lipton, Elkan and Naryanaswamy 2014): a half where nothing is in doubt, and less
    the more there is.
    """
    likely = 1 / (1 + np.exp(-weights))
    order = np.argsort(-likely)
    words = page.size[order]
    found = np.cumsum(likely[order] * words)
    expected = float((2 * found / np.maximum(np.cumsum(words) + found[-1], 1)).max())
    return max(math.log(2 / max(expected, _LEAST_EXPECTED) - 1) - _USUAL_DOUBT, 0.0)
