"""Counts of a run. Every document that was read has exactly one status: cleaned, empty, skipped or failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cleaner.batch.task import Outcome, Status
from cleaner.writers.suspect import EMPTIED, STRIPPED

if TYPE_CHECKING:
    from fractions import Fraction

Say = Callable[[str], None]
"""Prints one line for the user."""


class Tally:
    """Counts outcomes, and prints failures and warnings as they come."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._counts: Counter[Status] = Counter()
        self._timed_out: Counter[str] = Counter()
        self._doubted: Counter[str] = Counter()
        self._believed: Counter[str] = Counter()
        self._blocks: Counter[str] = Counter()
        self._characters: Counter[str] = Counter()
        self._suspect: Counter[str] = Counter()
        self.source_chars = 0
        """Characters of all source texts."""
        self.kept_chars = 0
        """Characters of all cleaned texts."""
        self.stopped = False
        """Whether the run ended before everything was read and written."""
        self._cleared = self._left = 0

    def count(self, outcome: Outcome) -> None:
        """Add one outcome, and print its failure or its warning."""
        self._counts[outcome.status] += outcome.documents
        self._counts.subtract(outcome.counted_before)
        stats = outcome.stats
        self._timed_out.update(stats.timed_out)
        for name, believed in stats.doubts:
            (self._believed if believed else self._doubted)[name] += 1
        self.source_chars += stats.source_chars
        self.kept_chars += stats.kept_chars
        for label, (blocks, characters) in stats.removed.items():
            self._blocks[label] += blocks
            self._characters[label] += characters
        if outcome.status is Status.FAILED:
            several = f" ({outcome.documents:,} documents)" if outcome.documents > 1 else ""
            self.say(f"failed: {outcome.source}{several}: {outcome.reason}")
            return
        if outcome.warning:
            self.say(f"warning: {outcome.source}: {outcome.warning}")
        if stats.suspect:
            self._suspect[stats.suspect] += 1

    def fail_unpublished(self, statuses: Mapping[Status, int]) -> None:
        """Count documents as failed that were cleaned before, as their output could not be published."""
        for status, number in statuses.items():
            self._counts[status] -= number
            self._counts[Status.FAILED] += number

    def stop(self, reason: str) -> None:
        """Record and print why the run ends early."""
        self.stopped = True
        self.say(f"error: {reason}")

    def set_cleared(self, removed: int, left: int) -> None:
        """Set the numbers of stale outputs that were removed and that were left."""
        self._cleared, self._left = removed, left

    @property
    def failed(self) -> int:
        """Number of documents that failed."""
        return self._counts[Status.FAILED]

    def has_failed_beyond(self, allowed: int | Fraction) -> bool:
        """Whether more documents failed than are allowed: a number, or as a Fraction a share of all."""
        most = allowed if isinstance(allowed, int) else allowed * self._counts.total()
        return self.failed > most

    @property
    def written(self) -> int:
        """Number of documents that this run has written."""
        return self._counts[Status.CLEANED] + self._counts[Status.EMPTY]

    def timeouts(self) -> str | None:
        """One line about site rules that ran out of time; None without any."""
        if not self._timed_out:
            return None
        return f"out of time, and so without effect: {_by_name(self._timed_out)}"

    def doubts(self) -> Iterator[str]:
        """Lines about rules that left next to nothing of documents: not believed, and believed."""
        if self._doubted:
            yield f"not believed, as next to nothing of the body was left: {_by_name(self._doubted)}"
        if self._believed:
            yield f"believed although next to nothing of the body was left: {_by_name(self._believed)}"

    def suspects(self) -> str | None:
        """One line about documents with a suspect result; None without any."""
        if not self._suspect:
            return None
        return "suspect: " + ", ".join(
            f"{documents(self._suspect[what])} {what}" for what in (EMPTIED, STRIPPED) if self._suspect[what]
        )

    def labels(self) -> list[tuple[str, int, int]]:
        """(label, blocks, characters) of the removed blocks, by descending number of characters."""
        most = sorted(self._characters, key=lambda it: (-self._characters[it], it))
        return [(label, self._blocks[label], self._characters[label]) for label in most]

    def cleared(self) -> str | None:
        """One line about stale outputs; None without any."""
        told = []
        if self._cleared:
            told.append(f"removed {_outputs(self._cleared)} of documents that are no longer in INPUT")
        if self._left:
            told.append(f"left {_outputs(self._left)} of such documents, changed since they were written")
        return "; ".join(told) or None

    def wrote(self, where: str) -> str:
        """One line about where the documents were written."""
        return f"wrote {documents(self.written)} to {where}"

    def account(self) -> str:
        """The last line of a run.

        >>> Tally(print).account()
        'read 0 = cleaned 0 + empty 0 + skipped 0 + failed 0'
        """
        parts = " + ".join(f"{status.value} {self._counts[status]}" for status in Status)
        return f"read {self._counts.total()} = {parts}"

    def report(self) -> dict[str, Any]:
        """All counts of this run, as `--report` writes them; docs/formats.md documents the keys."""
        return {
            "read": self._counts.total(),
            **{status.value: self._counts[status] for status in Status},
            "source_chars": self.source_chars,
            "kept_chars": self.kept_chars,
            "removed": {
                label: {"blocks": blocks, "chars": characters} for label, blocks, characters in self.labels()
            },
            "suspect": {"empty": self._suspect[EMPTIED], "stripped": self._suspect[STRIPPED]},
            "outputs_of_gone_documents": {"removed": self._cleared, "left": self._left},
            "rules_out_of_time": dict(sorted(self._timed_out.items())),
            "rules_not_believed": dict(sorted(self._doubted.items())),
            "rules_believed_always": dict(sorted(self._believed.items())),
            "finished": not self.stopped,
        }


def _by_name(counts: Mapping[str, int]) -> str:
    """Names of rules, each with its number of documents."""
    return ", ".join(f"{name} on {documents(number)}" for name, number in sorted(counts.items()))


def _outputs(number: int) -> str:
    return f"{number:,} output" if number == 1 else f"{number:,} outputs"


def documents(number: int) -> str:
    """`number` with its noun.

    >>> documents(1), documents(2000)
    ('1 document', '2,000 documents')
    """
    return f"{number:,} document" if number == 1 else f"{number:,} documents"
