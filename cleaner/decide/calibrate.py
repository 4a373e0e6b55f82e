"""Calibration: the model's log-odds -> scores that are compared with one threshold.

Corrections, each a term of the record. The paragraphs of an appeal are judged as one. On a page without
boilerplate beyond doubt, and on a page that is hard to judge, scores are raised, since losing body is worse
than leaving boilerplate in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.decide.block_record import Record, Term
from cleaner.decide.doubt import expected_f1
from cleaner.decide.thresholds import (
    APPEAL_STRENGTH,
    HTML_CALIBRATION,
    LEAST_EXPECTED_F1,
    TEXT_CALIBRATION,
    Calibration,
)
from cleaner.model import BODY, HEADLINE
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

_FEWEST: Final = 2
"""Blocks of a run."""


def calibrate(
    page: Page,
    claims: Sequence[Claim],
    log_odds: NDArray[np.float32],
    numbers: Calibration | None = None,
) -> Record:
    """The record of `page`, without vetoes; `log_odds` of body and headline have shape (blocks, 2).

    `numbers` stand in for those of the page's track, for who fits them.
    """
    numbers = numbers or (HTML_CALIBRATION if page.document.dom else TEXT_CALIBRATION)
    terms: list[Term] = []
    score = log_odds[:, BODY].astype(float)
    for name, why, correction in (
        ("appeal", "the paragraphs of an appeal are judged as one", _appeals),
        ("leniency", "hardly anything here is boilerplate beyond doubt, so more of it stays", _leniency),
        ("uncertainty", "this page leaves doubt, so more of it stays", _uncertainty_bonus),
    ):
        added = correction(page, claims, score, numbers)
        if added is not None:
            terms.append(Term(name, added, why))
            score = score + added
    return Record(log_odds[:, BODY], log_odds[:, HEADLINE], tuple(terms), score)


def _appeals(
    page: Page, claims: Sequence[Claim], score: NDArray[np.float64], _numbers: Calibration
) -> NDArray[np.float64] | None:
    """Brings every block of an appeal to the appeal's mean score, by the roots of their words.

    The first paragraphs of a long appeal read like an article, and one sentence of an article about
    donations like an appeal; what stands around them tells.
    """
    runs = [run for claim in claims if claim.label is Label.APPEAL for run in _runs(claim.strength)]
    if not runs:
        return None
    weight, added = np.sqrt(np.maximum(page.size, 1)), np.zeros(page.blocks)
    for run in runs:
        added[run] = np.average(score[run], weights=weight[run]) - score[run]
    return added


def _runs(strength: NDArray[np.float64]) -> Iterator[slice]:
    """The runs of blocks that are claimed strongly."""
    if strength.max() < APPEAL_STRENGTH:
        return
    bounds = np.flatnonzero(np.diff(strength >= APPEAL_STRENGTH, prepend=False, append=False))
    for first, after in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        if after - first >= _FEWEST:
            yield slice(first, after)


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
    telling = [claim.strength for claim in claims if claim.label is not Label.TEASER]
    strongest = np.max([np.zeros(page.blocks), *telling], axis=0)
    return np.asarray(leniency * (1 - strongest))


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
