"""How many blocks or words, as a feature: a logarithm, which stops where more tells nothing.

No page the judge was fitted on had more, but for a few, so it has not learnt what more would mean; and
beyond what it has learnt its judgement runs off: after 200,000 headings it took an article for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_MANY_BLOCKS: Final = 3000
_MANY_WORDS: Final = 10 * _MANY_BLOCKS


def log_blocks(counts: ArrayLike) -> NDArray[np.float64]:
    """The logarithms of one more than these numbers of blocks, or of elements."""
    return np.asarray(np.log1p(np.minimum(counts, _MANY_BLOCKS)))


def log_words(counts: ArrayLike) -> NDArray[np.float64]:
    """The logarithms of one more than these numbers of words."""
    return np.asarray(np.log1p(np.minimum(counts, _MANY_WORDS)))
