"""Calibration: the model's log-odds -> scores, of which those from 0 on are kept.

The threshold that was fitted with the model is taken off, and on a page that is hard to judge scores are
raised, since losing body is worse than leaving boilerplate in. Each is a term of the record.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cleaner.decide.block_record import Record, Term
from cleaner.decide.thresholds import LEAST_EXPECTED_F1
from cleaner.model import BODY, HEADLINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.decide.thresholds import Thresholds


def calibrate(size: NDArray[np.float64], log_odds: NDArray[np.float32], thresholds: Thresholds) -> Record:
    """The record of a page, without vetoes; blocks have `size` words, `log_odds` the shape (blocks, 2)."""
    terms = []
    score = log_odds[:, BODY].astype(float)
    for name, why, added in (
        ("threshold", "the log-odds from which blocks are kept", -thresholds.body),
        (
            "uncertainty",
            "this page leaves doubt, so more of it stays",
            uncertainty_bonus(size, score - thresholds.body, thresholds.uncertainty),
        ),
    ):
        if added:
            terms.append(Term(name, np.full(len(size), added), why))
            score = score + added
    return Record(log_odds[:, BODY], log_odds[:, HEADLINE], tuple(terms), score)


def uncertainty_bonus(size: NDArray[np.float64], score: NDArray[np.float64], free: float) -> float:
    """What the scores of a page gain whose expected F1 is low; uncertainty up to `free` changes nothing.

    The expected F1 of keeping the likeliest blocks is highest if all are kept whose probability is at least
    half of that F1 (Lipton, Elkan and Naryanaswamy 2014): a half where nothing is in doubt, and less the more
    there is.
    """
    likely = 1 / (1 + np.exp(-score))
    order = np.argsort(-likely)
    words = size[order]
    found = np.cumsum(likely[order] * words)
    expected = float((2 * found / np.maximum(np.cumsum(words) + found[-1], 1)).max())
    return max(math.log(2 / max(expected, LEAST_EXPECTED_F1) - 1) - free, 0.0)
