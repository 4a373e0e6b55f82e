"""Calibration: the model's log-odds -> scores that are compared with one threshold.

Corrections, each a term of the record. Claims of kinds that the fitting pages lack lower the score. On
a page without boilerplate beyond doubt, and on a page that is hard to judge, scores are raised, since losing
body is worse than leaving boilerplate in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cleaner.decide.block_record import Record, Term
from cleaner.decide.doubt import expected_f1
from cleaner.decide.thresholds import CALIBRATION, LEAST_EXPECTED_F1, Calibration
from cleaner.model import BODY, HEADLINE
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page


def calibrate(
    page: Page,
    claims: Sequence[Claim],
    log_odds: NDArray[np.float32],
    numbers: Calibration = CALIBRATION,
) -> Record:
    """The record of `page`, without vetoes; `log_odds` of body and headline have shape (blocks, 2)."""
    terms = [_rare(claim, *numbers.rare[claim.label]) for claim in claims if claim.label in numbers.rare]
    score = log_odds[:, BODY] + sum((term.log_odds for term in terms), np.zeros(page.blocks))
    for name, why, correction in (
        ("no body", "no block stands out as body, so what nothing claims stays", _no_body),
        ("leniency", "hardly anything here is boilerplate beyond doubt, so more of it stays", _leniency),
        ("uncertainty", "this page leaves doubt, so more of it stays", _uncertainty_bonus),
    ):
        added = correction(page, claims, score, numbers)
        if added is not None:
            terms.append(Term(name, added, why))
            score = score + added
    return Record(log_odds[:, BODY], log_odds[:, HEADLINE], tuple(terms), score)


def _rare(claim: Claim, least: float, full: float) -> Term:
    """What a claim takes away because the model has met its kind too seldom."""
    taken = np.where(claim.strength >= least, claim.strength * -full, 0.0)
    return Term(f"rare {claim.label}", taken, f"pages to fit on have too few of the kind {claim.label}")


def _no_body(
    page: Page, claims: Sequence[Claim], score: NDArray[np.float64], numbers: Calibration
) -> NDArray[np.float64] | None:
    """Raises to 0 what no heuristic claims, where no block has a score above 0."""
    if (score > 0).any():
        return None
    return np.where(_strongest(page, claims) > numbers.sufficient_claim, 0.0, -score)


def _leniency(
    page: Page, claims: Sequence[Claim], score: NDArray[np.float64], numbers: Calibration
) -> NDArray[np.float64] | None:
    """Raises the scores of a page of which hardly anything is boilerplate beyond doubt.

    A list of references or a table looks like boilerplate only where there is boilerplate. Blocks that a
    heuristic claims gain less; claims of teasers do not count, as they rest on what is *not* in a block.
    """
    share = float(page.size @ (score < numbers.sure_score)) / max(float(page.size.sum()), 1)
    leniency = numbers.leniency * max(1 - share / numbers.sure_share, 0)
    if not leniency:
        return None
    telling = [claim for claim in claims if claim.label is not Label.TEASER]
    result: NDArray[np.float64] = leniency * (1 - _strongest(page, telling))
    return result


def _uncertainty_bonus(
    page: Page, _claims: Sequence[Claim], score: NDArray[np.float64], numbers: Calibration
) -> NDArray[np.float64] | None:
    """Raises the scores of a page whose expected F1 is low.

    The blocks to keep for it are those whose probability is at least half of it: a half where nothing is in
    doubt, and less the more there is.
    """
    expected = expected_f1(page, score)
    bonus = math.log(2 / max(expected, LEAST_EXPECTED_F1) - 1) - numbers.free_uncertainty
    return np.full(page.blocks, bonus) if bonus > 0 else None


def _strongest(page: Page, claims: Sequence[Claim]) -> NDArray[np.float64]:
    """How strong the strongest claim on each block is; 0 where there is none."""
    result: NDArray[np.float64] = np.max([np.zeros(page.blocks), *(it.strength for it in claims)], axis=0)
    return result
