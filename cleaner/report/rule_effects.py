"""Rules against the generic part, on the documents where rules spoke, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.report.groups import MOST_GROUPS, OTHERS

if TYPE_CHECKING:
    from cleaner.report.document_facts import DocumentFacts


class RuleEffects:
    """What rules took from the generic part and gave back to it; rules beyond `MOST_GROUPS` are one."""

    def __init__(self) -> None:
        self._documents = self._generic = self._kept = 0
        self._rules: dict[str, list[int]] = {}
        """`site/id` -> documents that it decided on, those that it changed, characters taken and given."""

    def add(self, facts: DocumentFacts) -> None:
        """Add a document."""
        against = facts.against_generic
        if against is None:
            return
        self._documents += 1
        self._generic += against.generic_chars
        self._kept += against.kept_chars
        for name in facts.rules:
            took, gave = against.rules.get(name, (0, 0))
            known = self._of(name)
            known[0] += 1
            known[1] += bool(took or gave)
            known[2] += took
            known[3] += gave

    def _of(self, name: str) -> list[int]:
        known = name in self._rules or len(self._rules) < MOST_GROUPS
        return self._rules.setdefault(name if known else OTHERS, [0, 0, 0, 0])

    def told(self) -> dict[str, Any]:
        """All of it as JSON can hold it: the rules that changed most first, then by name."""
        ordered = sorted(self._rules.items(), key=lambda it: (-it[1][2] - it[1][3], it[0]))
        keys = ("documents", "changed_documents", "took_chars", "gave_chars")
        return {
            "documents": self._documents,
            "generic_chars": self._generic,
            "kept_chars": self._kept,
            "took_chars": sum(it[2] for it in self._rules.values()),
            "gave_chars": sum(it[3] for it in self._rules.values()),
            "rules": {name: dict(zip(keys, counts, strict=True)) for name, counts in ordered},
        }
