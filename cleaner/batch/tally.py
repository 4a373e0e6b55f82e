"""The account of a run: every document that was read is in exactly one of four counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from cleaner.batch.task import Outcome, Status

Say = Callable[[str], None]
"""Prints one line for the person who waits."""


class Tally:
    """Counts outcomes and names failures as they come."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._counts: Counter[Status] = Counter()
        self._timed_out: Counter[str] = Counter()
        self.stopped = False
        """Whether the run ended before everything was read."""

    def count(self, outcome: Outcome) -> None:
        """Add one outcome; a failure or a repair is told at once."""
        self._counts[outcome.status] += outcome.documents
        self._timed_out.update(outcome.timed_out)
        if outcome.status is Status.FAILED:
            self._say(f"failed: {outcome.source}: {outcome.reason}")
        elif outcome.warning:
            self._say(f"warning: {outcome.source}: {outcome.warning}")

    def lose(self, statuses: Iterable[Status]) -> None:
        """Documents that were cleaned but whose output never came to be."""
        for status in statuses:
            self._counts[status] -= 1
            self._counts[Status.FAILED] += 1

    def stop(self, reason: str) -> None:
        """The run cannot go on."""
        self.stopped = True
        self._say(f"error: {reason}")

    @property
    def failed(self) -> int:
        """How many documents failed."""
        return self._counts[Status.FAILED]

    @property
    def written(self) -> int:
        """How many documents were written."""
        return self._counts[Status.CLEANED] + self._counts[Status.EMPTY]

    def timeouts(self) -> str | None:
        """One line on the rules that ran out of time, if any did."""
        if not self._timed_out:
            return None
        rules = (f"{name} on {_documents(number)}" for name, number in sorted(self._timed_out.items()))
        return f"out of time, and so without effect: {', '.join(rules)}"

    def wrote(self, where: str) -> str:
        """One line on where the result went."""
        return f"wrote {_documents(self.written)} to {where}"

    def account(self) -> str:
        """The last line of a run."""
        parts = " + ".join(f"{status.value} {self._counts[status]}" for status in Status)
        return f"read {self._counts.total()} = {parts}"


def _documents(number: int) -> str:
    return f"{number} document" if number == 1 else f"{number} documents"
