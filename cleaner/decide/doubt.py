"""Doubt: how far the scores of a page leave open what its main content is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaner.decide.thresholds import ENOUGH_F1, MOST_DOUBT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page


def is_clear(page: Page, score: NDArray[np.float64]) -> bool:
    """Whether a page leaves so little doubt that a second, dearer judgement would hardly change it.

    By words, as its expected F1, and by blocks: on a page of many short blocks these count for little in the
    one and for all in the other. `score` are log-odds of body, shape (blocks,).
    """
    likely = _probability(score)
    doubt = float(np.minimum(likely, 1 - likely).mean())
    return doubt <= MOST_DOUBT and expected_f1(page, score) >= ENOUGH_F1


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
