"""A few blocks of each label and of each rule, by chance, but the same in every run.

Each document offers one block a group, with a number that its name gives by a hash; those with the lowest
numbers stay (bottom-k sampling). So the choice depends on no order of documents, and on no worker.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Any

from cleaner.report.groups import MOST_GROUPS
from cleaner.report.offers import SAMPLED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.report.document_facts import Sample


class Samples:
    """The samples of a run."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[str, str], list[Sample]] = {}

    def add(self, offered: Mapping[tuple[str, str], Sample]) -> None:
        """Consider the samples of a document. Rules beyond `MOST_GROUPS` have none."""
        for group, sample in offered.items():
            is_rule, is_new = group[0] == "rule", group not in self._chosen
            if is_rule and is_new and len(self._chosen) >= MOST_GROUPS:
                continue
            chosen = self._chosen.setdefault(group, [])
            if len(chosen) < SAMPLED or sample < chosen[-1]:
                insort(chosen, sample)
                del chosen[SAMPLED:]

    def told(self, kind: str) -> dict[str, list[dict[str, Any]]]:
        """Name -> samples of the groups of a kind, `label` or `rule`, by name."""
        return {
            name: [_told(sample) for sample in chosen]
            for (which, name), chosen in sorted(self._chosen.items())
            if which == kind
        }


def _told(sample: Sample) -> dict[str, Any]:
    told = sample._asdict()
    del told["priority"]
    return told
