"""The work on one page in a worker of the batch's pool, and the pages of a whole input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from cleaner.batch import Setup, outcomes
from cleaner.batch.task import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.batch import Plan, Tally
    from cleaner.batch.task import Task
    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record


@dataclass(frozen=True, slots=True)
class TrialSetup(Setup):
    """The settings of workers that compare instead of writing."""

    def outcome(self, cleaner: Cleaner, task: Task, record: Record) -> Outcome:
        """The comparison of a page, as JSON in `Outcome.data`."""
        from cleaner.trial.compare import compared  # noqa: PLC0415 - the main process needs no pipeline

        judged = cleaner.compare(record.text, html=record.html, url=record.url, language=record.language)
        status = Status.CLEANED if judged.document.blocks else Status.EMPTY
        return Outcome(status, task.source, task.position, data=orjson.dumps(compared(judged)))


def pages(plan: Plan, setup: TrialSetup, jobs: int, tally: Tally) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and comparison of each page of `plan`, in order. Pages that fail are counted in `tally`."""
    for outcome in outcomes(plan, setup, jobs, tally=tally):
        if outcome.data:
            yield outcome.source, orjson.loads(outcome.data)
