"""The first few of all documents by some order, without holding the others."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.report.document_facts import DocumentFacts

LISTED: Final = 20
"""Documents of a list."""


class Ranking:
    """The `LISTED` documents with the lowest keys; among equals those that came first."""

    def __init__(self) -> None:
        self._ranked: list[tuple[tuple[float, ...], int, DocumentFacts]] = []
        self._seen = 0

    def add(self, key: tuple[float, ...], facts: DocumentFacts) -> None:
        """Consider a document."""
        self._seen += 1
        if len(self._ranked) < LISTED or key < self._ranked[-1][0]:
            insort(self._ranked, (key, self._seen, facts), key=lambda it: it[:2])
            del self._ranked[LISTED:]

    def documents(self) -> Sequence[DocumentFacts]:
        """The documents, the first one first."""
        return [facts for *_, facts in self._ranked]
