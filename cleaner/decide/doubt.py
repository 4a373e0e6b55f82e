"""Doubt: how far the scores of a page leave open what its main content is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cleaner.decide.thresholds import IN_DOUBT_SCORE, MOST_DOUBT, MOST_IN_DOUBT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page


def is_clear(page: Page, score: NDArray[np.float64]) -> bool:
    """Whether a page leaves so little doubt that a second, dearer judgement would hardly change it.

    By words, and by blocks as well, since a heading counts for next to nothing among words. `score` are
    log-odds of body, shape (blocks,).
    """
    return mean_doubt(score) <= MOST_DOUBT and words_in_doubt(page, score) <= MOST_IN_DOUBT


def mean_doubt(score: NDArray[np.float64]) -> float:
    """The mean probability that a block is not what its `score`, the log-odds of body, says."""
    likely = _probability(score)
    return float(np.minimum(likely, 1 - likely).mean())


def words_in_doubt(page: Page, score: NDArray[np.float64]) -> float:
    """The words of the blocks whose `score` leaves it open what they are, as a share of the words to keep.

    `score` are log-odds of body, shape (blocks,). The share is above 1 where little is to be kept and much is
    open, and infinite where nothing is to be kept: a page without a body is doubtful by itself.
    """
    kept = float(page.size @ (score > 0))
    open_words = float(page.size @ (np.abs(score) < IN_DOUBT_SCORE))
    return open_words / kept if kept else math.inf


def expected_f1(page: Page, score: NDArray[np.float64]) -> float:
    """The highest F1, by words, that keeping the likeliest blocks may expect if `score` is right, 0 to 1.

    Source: Lipton, Elkan and Naryanaswamy 2014.
    """
    likely = _probability(score)
    order = np.argsort(-likely)
    words = page.size[order]
    found = np.cumsum(likely[order] * words)
    return float((2 * found / np.maximum(np.cumsum(words) + found[-1], 1)).max())


def _probability(score: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-score))
    return result
