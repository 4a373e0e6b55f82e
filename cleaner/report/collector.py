"""Adds up the facts of all documents of a run, in memory that does not grow with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cleaner.report.distribution import Distribution
from cleaner.report.groups import Groups
from cleaner.report.ranking import Ranking
from cleaner.report.rule_effects import RuleEffects
from cleaner.report.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.report.document_facts import Counts, DocumentFacts

SCORE_REACH: Final = 12
"""Scores are counted in bins of one log-odds from minus this to this; those beyond in the outermost."""
_LEAST_CHARS: Final = 200
"""Characters of the shortest document that is listed as little certain, or as one that lost most."""
_MOST_REASONS: Final = 200
_MOST_EXAMPLES: Final = 5
"""Reasons of failures that are told apart, and documents that are named for each."""
_NUMBER: Final = re.compile(r"(?<![\w-])\d[\d,.]*(?<![,.])")
_AT_ONCE: Final = 100
"""Documents that are added up together, which costs less than one at a time between other work: code and
counters are in the processor's caches."""
_FORM: Final = 1
"""The version of the form: one more when a key goes, or means something else."""


class Collector:
    """The facts of a run so far."""

    def __init__(self) -> None:
        self._removed = Distribution()
        self._by = {name: Groups() for name in ("label", "site", "language", "judge", "rule")}
        self._kept_by_score = [0] * (2 * SCORE_REACH)
        self._removed_by_score = [0] * (2 * SCORE_REACH)
        self._rankings = {name: Ranking() for name in ("least_certain", "shortest", "most_removed")}
        self._samples = Samples()
        self._rule_effects = RuleEffects()
        self._failures: dict[str, tuple[int, list[str]]] = {}
        self._waiting: list[DocumentFacts] = []

    def add(self, facts: DocumentFacts) -> None:
        """Add a document that was cleaned."""
        self._waiting.append(facts)
        if len(self._waiting) >= _AT_ONCE:
            self._add_waiting()

    def _add_waiting(self) -> None:
        for facts in self._waiting:
            self._add(facts)
        self._waiting.clear()

    def _add(self, facts: DocumentFacts) -> None:
        had, removed = facts.source_chars, removed_share(facts)
        if had:
            self._removed.add(removed)
        whole = _total(facts.labels)
        self._by["site"].add(facts.site, whole, removed, had)
        self._by["language"].add(facts.language, whole, removed, had)
        for kind, found in (("label", facts.labels), ("judge", facts.judges), ("rule", facts.rules)):
            groups = self._by[kind]
            for name, counts in found.items():
                groups.add(name, counts, (counts[1] + counts[3]) / (had or 1), had)
        _add_scores(self._kept_by_score, facts.kept_scores)
        _add_scores(self._removed_by_score, facts.removed_scores)
        self._samples.add(facts.samples)
        self._rule_effects.add(facts)
        self._rank(facts, removed)

    def _rank(self, facts: DocumentFacts, removed: float) -> None:
        if facts.source_chars >= _LEAST_CHARS:
            self._rankings["least_certain"].add((-facts.doubt,), facts)
            if facts.kept_chars:
                self._rankings["most_removed"].add((-removed, -facts.source_chars), facts)
        if facts.blocks:
            self._rankings["shortest"].add((facts.kept_chars, -facts.source_chars), facts)

    def fail(self, source: str, reason: str, documents: int) -> None:
        """Add documents that failed; reasons that differ in numbers alone are one."""
        kind = _NUMBER.sub("#", reason)
        if kind not in self._failures and len(self._failures) >= _MOST_REASONS:
            kind = "other reasons"
        number, examples = self._failures.setdefault(kind, (0, []))
        self._failures[kind] = (number + documents, examples)
        if len(examples) < _MOST_EXAMPLES:
            examples.append(source)

    def told(self) -> dict[str, Any]:
        """All of it as JSON can hold it; docs/formats.md documents the keys."""
        self._add_waiting()
        failed = sorted(self._failures.items(), key=lambda it: (-it[1][0], it[0]))
        return {
            "version": _FORM,
            "removed_share": self._removed.told(),
            "scores": {
                "from": -SCORE_REACH,
                "to": SCORE_REACH,
                "kept": self._kept_by_score,
                "removed": self._removed_by_score,
            },
            **{f"by_{name}": groups.told() for name, groups in self._by.items()},
            "rules_against_generic": self._rule_effects.told(),
            **{
                name: [listed(facts) for facts in ranking.documents()]
                for name, ranking in self._rankings.items()
            },
            "failure_reasons": {
                kind: {"documents": number, "examples": examples} for kind, (number, examples) in failed
            },
            "samples": {"label": self._samples.told("label"), "rule": self._samples.told("rule")},
        }


def _total(counts: Mapping[str, Counts]) -> Counts:
    """All `counts` together."""
    a, b, c, d = map(sum, zip((0, 0, 0, 0), *counts.values(), strict=True))
    return a, b, c, d


def _add_scores(bins: list[int], scores: Mapping[int, int]) -> None:
    """Add counts of scores that are rounded down, those out of reach to the outermost bins."""
    for score, blocks in scores.items():
        if not -SCORE_REACH <= score < SCORE_REACH:
            score = -SCORE_REACH if score < 0 else SCORE_REACH - 1  # noqa: PLW2901 - the bin it counts in
        bins[score + SCORE_REACH] += blocks


def removed_share(facts: DocumentFacts) -> float:
    """The share of its characters that a document lost; below 0 where a rule has rewritten it to more."""
    return 1 - facts.kept_chars / facts.source_chars if facts.source_chars else 0.0


def listed(facts: DocumentFacts) -> dict[str, Any]:
    """A document in a list, as JSON can hold it."""
    return {
        "source": facts.source,
        "title": facts.title,
        "site": facts.site,
        "language": facts.language,
        "source_chars": facts.source_chars,
        "kept_chars": facts.kept_chars,
        "removed_share": round(removed_share(facts), 4),
        "doubt": round(facts.doubt, 4),
    }
