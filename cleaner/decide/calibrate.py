"""Calibration: the model's log-odds -> scores, of which those from 0 on are kept.

The threshold that was fitted with the model is taken off. On a page without boilerplate beyond doubt, and on
one that is hard to judge, scores are raised, since losing body is worse than leaving boilerplate in. Each of
these is a term of the record.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.decide.block_record import Record, Term
from cleaner.decide.thresholds import LEAST_EXPECTED_F1, SURE_BOILERPLATE_SCORE, SURE_BOILERPLATE_SHARE
from cleaner.model import BODY, HEADLINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.decide.thresholds import Thresholds


def calibrate(size: NDArray[np.float64], log_odds: NDArray[np.float32], thresholds: Thresholds) -> Record:
    """The record of a page, without vetoes; blocks have `size` words, `log_odds` the shape (blocks, 2)."""
    terms = []
    score = log_odds[:, BODY].astype(float)
    for name, why, correction in _CORRECTIONS:
        if added := correction(size, score, thresholds):
            terms.append(Term(name, np.full(len(size), added), why))
            score = score + added
    return Record(log_odds[:, BODY], log_odds[:, HEADLINE], tuple(terms), score)


def _threshold(_size: NDArray[np.float64], _score: NDArray[np.float64], thresholds: Thresholds) -> float:
    return -thresholds.body


def _leniency(size: NDArray[np.float64], score: NDArray[np.float64], thresholds: Thresholds) -> float:
    return thresholds.leniency * clearness(size, score)


def _uncertainty(size: NDArray[np.float64], score: NDArray[np.float64], thresholds: Thresholds) -> float:
    return max(uncertainty(size, score) - thresholds.uncertainty, 0.0)


_CORRECTIONS: Final = (
    ("threshold", "the log-odds from which blocks are kept", _threshold),
    ("leniency", "hardly anything here is boilerplate beyond doubt, so more of it stays", _leniency),
    ("uncertainty", "this page leaves doubt, so more of it stays", _uncertainty),
)


def clearness(size: NDArray[np.float64], score: NDArray[np.float64]) -> float:
    """How far a page is clear of boilerplate beyond doubt, 0 to 1.

    A list of references or a table looks like boilerplate only where there is boilerplate.
    """
    share = float(size @ (score < SURE_BOILERPLATE_SCORE)) / max(float(size.sum()), 1)
    return max(1 - share / SURE_BOILERPLATE_SHARE, 0.0)


def uncertainty(size: NDArray[np.float64], score: NDArray[np.float64]) -> float:
    """The log-odds by which the best threshold of a page is lower than 0, as its expected F1 is below 1.

    The expected F1 of keeping the likeliest blocks is highest if all are kept whose probability is at least
    half of that F1 (Lipton, Elkan and Naryanaswamy 2014): a half where nothing is in doubt, and less the more
    there is.
    """
    likely = 1 / (1 + np.exp(-score))
    order = np.argsort(-likely)
    words = size[order]
    found = np.cumsum(likely[order] * words)
    expected = float((2 * found / np.maximum(np.cumsum(words) + found[-1], 1)).max())
    return math.log(2 / max(expected, LEAST_EXPECTED_F1) - 1)
