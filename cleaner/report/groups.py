"""Documents by site, language, label, judge or rule, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.report.distribution import Distribution

if TYPE_CHECKING:
    from cleaner.report.document_facts import Counts

OTHERS: Final = "others"
"""The group of all names beyond the most that are told apart."""
MOST_GROUPS: Final = 2_000
"""Names that are told apart, the first that the run meets: a crawl may have a million sites."""

OWN: Final = frozenset({"site", "language"})
"""Kinds of groups that whole documents belong to."""


def share(kind: str, kept_chars: int, removed_chars: int, source_chars: int) -> float:
    """The share of a group that reports show and compare.

    Of `OWN` kinds it is the part of their characters that was removed, of labels, judges and rules their part
    of the run's `source_chars`.

    >>> share("site", 30, 10, 1000), share("label", 30, 10, 1000)
    (0.25, 0.04)
    """
    both = kept_chars + removed_chars
    part, whole = (removed_chars, both) if kind in OWN else (both, source_chars)
    return part / whole if whole else 0.0


class Group:
    """What became of the documents of one name."""

    __slots__ = (
        "_shares",
        "documents",
        "kept_blocks",
        "kept_chars",
        "removed_blocks",
        "removed_chars",
        "source_chars",
    )

    def __init__(self) -> None:
        self.documents = self.source_chars = 0
        self.kept_blocks = self.kept_chars = self.removed_blocks = self.removed_chars = 0
        self._shares = Distribution()

    def add(self, counts: Counts, share: float, source_chars: int) -> None:
        """Add a document: its blocks in the group, and the share of it that the group tells of."""
        kept_blocks, kept_chars, removed_blocks, removed_chars = counts
        self.documents += 1
        self.source_chars += source_chars
        self.kept_blocks += kept_blocks
        self.kept_chars += kept_chars
        self.removed_blocks += removed_blocks
        self.removed_chars += removed_chars
        self._shares.add(share)

    @property
    def size(self) -> int:
        """Characters of its blocks."""
        return self.kept_chars + self.removed_chars

    def told(self) -> dict[str, Any]:
        """The group as JSON can hold it."""
        return {
            "documents": self.documents,
            "source_chars": self.source_chars,
            "kept_blocks": self.kept_blocks,
            "kept_chars": self.kept_chars,
            "removed_blocks": self.removed_blocks,
            "removed_chars": self.removed_chars,
            "share": self._shares.told(),
        }


class Groups:
    """Groups by name; those beyond `MOST_GROUPS` are one."""

    def __init__(self) -> None:
        self._known: dict[str, Group] = {}

    def add(self, name: str | None, counts: Counts, share: float, source_chars: int) -> None:
        """Add a document to the group of a name; None is `unknown`."""
        name = name or "unknown"
        group = self._known.get(name)
        if group is None:
            name = name if len(self._known) < MOST_GROUPS else OTHERS
            group = self._known.setdefault(name, Group())
        group.add(counts, share, source_chars)

    def told(self) -> dict[str, Any]:
        """Name -> group: those with most characters first, then by name."""
        ordered = sorted(self._known.items(), key=lambda it: (-it[1].size, it[0]))
        return {name: group.told() for name, group in ordered}
