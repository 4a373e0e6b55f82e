"""Which documents of a run are wanted: all, the first N, or N by chance."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED: Final = 0
"""The same input always gives the same sample."""


class Sampling:
    """Counts documents as they come, and says which are wanted."""

    def __init__(self, limit: int | None = None, sample: Iterable[int] | None = None) -> None:
        """At most the first `limit` documents, or those whose numbers, counted from 0, are in `sample`."""
        self._left = limit
        self._sample = None if sample is None else set(sample)
        self._seen = 0

    def wants(self) -> bool:
        """Whether the next document is wanted."""
        self._seen += 1
        if self._sample is not None:
            return self._seen - 1 in self._sample
        if self._left is not None:
            self._left -= 1
            return self._left >= 0
        return True

    def skip(self, documents: int) -> None:
        """So many documents were done in an earlier run."""
        self._seen += documents
        if self._left is not None:
            self._left -= documents

    @property
    def is_exhausted(self) -> bool:
        """Whether no more documents are wanted."""
        return self._left is not None and self._left <= 0


def draw_sample(total: int, wanted: int) -> list[int]:
    """The numbers of `wanted` documents out of `total`, each as likely as any other."""
    return random.Random(SEED).sample(range(total), min(wanted, total))  # noqa: S311 - guards nothing
