"""Sampling: a run takes all documents, the first N (`--limit`), or N at random (`--sample`)."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED: Final = 0
"""Seed of the random generator. It is fixed, so that the same input always gives the same sample."""


class Sampling:
    """Tells for one document after the other whether it is part of the run.

    >>> sampling = Sampling(sample=[0, 2])
    >>> [sampling.wants() for _ in range(4)]
    [True, False, True, False]
    """

    def __init__(self, limit: int | None = None, sample: Iterable[int] | None = None) -> None:
        """Take the first `limit` documents, or those with the indices `sample` (from 0), or all."""
        self._left = limit
        self._sample = None if sample is None else set(sample)
        self._seen = 0

    def wants(self) -> bool:
        """Whether the next document is part of the run. Counts it."""
        self._seen += 1
        if self._sample is not None:
            return self._seen - 1 in self._sample
        if self._left is not None:
            self._left -= 1
            return self._left >= 0
        return True

    def skip(self, documents: int) -> None:
        """Count `documents` documents that were done in an earlier run, without asking for each."""
        self._seen += documents
        if self._left is not None:
            self._left -= documents

    @property
    def is_exhausted(self) -> bool:
        """Whether the limit is reached, so that reading can stop."""
        return self._left is not None and self._left <= 0


def draw_sample(total: int, wanted: int) -> list[int]:
    """Indices of `wanted` documents out of `total`, drawn uniformly without replacement, in random order.

    >>> sorted(draw_sample(3, 5))
    [0, 1, 2]
    """
    return random.Random(SEED).sample(range(total), min(wanted, total))  # noqa: S311 - not for security
