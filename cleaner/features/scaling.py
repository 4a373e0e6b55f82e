"""Counts of blocks and words as features: logarithms of capped counts.

Hardly any page that the model was fitted on has counts above the caps, and the model extrapolates badly:
after 200,000 headings it took an article for boilerplate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_MANY_BLOCKS: Final = 3000
_MANY_WORDS: Final = 10 * _MANY_BLOCKS


def log_blocks(counts: ArrayLike) -> NDArray[np.float64]:
    """log(1 + count) of counts of blocks or elements, capped.

    >>> log_blocks([0, 3000]).round(2).tolist() == log_blocks([0, 200_000]).round(2).tolist() == [0.0, 8.01]
    True
    """
    return np.asarray(np.log1p(np.minimum(counts, _MANY_BLOCKS)))


def log_words(counts: ArrayLike) -> NDArray[np.float64]:
    """log(1 + count) of counts of words, capped.

    >>> log_words([0, 30_000, 200_000]).round(2).tolist()
    [0.0, 10.31, 10.31]
    """
    return np.asarray(np.log1p(np.minimum(counts, _MANY_WORDS)))
