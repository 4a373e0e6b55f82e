"""The output files of a run, filled in order, and the journal kept in step with them.

A file of one document that cannot be written is that document's failure. A file of many that cannot
be written ends the run, since nothing that follows could be kept either.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from cleaner.batch.journal import Failure
from cleaner.batch.past import FINISHED
from cleaner.batch.task import Begin, End, LeftAlone, Outcome, Settled, Status, why
from cleaner.errors import CleanerError
from cleaner.readers.record import shown
from cleaner.writers import WRITERS
from cleaner.writers.atomic import write_whole
from cleaner.writers.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleaner.batch.journal import Journal
    from cleaner.batch.plan import Plan

COMMIT_SECONDS: Final = 1.0
"""How much work may have to be done again after a kill, at the price of a commit."""


class OutputError(CleanerError):
    """An output of many documents cannot be written."""


class Outputs:
    """Where outcomes go. At most one file of many documents is open at a time."""

    def __init__(self, plan: Plan, journal: Journal, length: int, *, finished: bool) -> None:
        """`length` bytes of the one output, where there is but one, hold from an earlier run.

        `finished` says that it is complete already. Raises OutputError.
        """
        self._journal = journal
        self._to_folder = plan.to_folder
        self._part: Part | None = None
        self._begin: Begin | None = None
        self._documents = self._cleaned = self._empty = 0
        """Of the file that is read: how many are done, and became what."""
        self._committed = time.monotonic()
        self.unpublished: Counter[Status] = Counter()
        """The documents in the open file, which are lost if it is."""
        if not plan.to_folder and not finished and (plan.writer.many or plan.target is None):
            self._open(plan.target, plan.writer.name, length)

    def put(self, item: Settled) -> Outcome | None:
        """Write what there is to write; the outcome may come back as a failure. Raises OutputError."""
        with _stopping("the journal"):
            if isinstance(item, Begin):
                self._start(item)
                return None
            if isinstance(item, End):
                self._end(item)
            elif isinstance(item, LeftAlone):
                self._keep_failure(Failure(item.position, 0, None, "", 0, ""))
            else:
                item = self._write(item)
                self._count(item)
            self._commit_when_due()
        return item if isinstance(item, Outcome) else None

    def finish(self) -> None:
        """Everything is written: put the files in place. Raises OutputError."""
        self._publish()
        with _stopping("the journal"):
            self._journal.note(FINISHED, "1")
            self._journal.commit()

    def abandon(self) -> None:
        """The run ends early: what is settled stays, to be gone on with."""
        if self._part is None:
            with _stopping("the journal"):
                self._advance(complete=False)
                self._journal.commit()
            return
        try:
            if self._journal.path is None:
                self._part.discard()
            elif self._part.settled and self._part.path is not None:
                self._advance(complete=False)
                self._journal.commit(self._part.target, self._part.length())
        except (OSError, sqlite3.Error):
            pass  # why the run ended is told already
        finally:
            self._part.close()

    def _start(self, begin: Begin) -> None:
        self._begin = begin
        self._documents = self._cleaned = self._empty = 0
        if begin.done is not None:
            _, _, self._documents, self._cleaned, self._empty, _ = begin.done
            self._journal.move(begin.key, begin.sequence)
        else:
            self._journal.begin(begin.key, begin.sequence, begin.signature, keep_removed=begin.retried)
        if self._to_folder and begin.shared:
            self._open(begin.target, begin.writer, begin.length)

    def _end(self, end: End) -> None:
        self._documents = end.documents
        self._advance(complete=end.complete)
        self._begin = None
        if self._to_folder:
            self._publish()

    def _write(self, outcome: Outcome) -> Outcome:
        """Put an outcome's data where it belongs."""
        if outcome.status is Status.FAILED:
            return outcome
        if outcome.target is not None:
            try:
                write_whole(outcome.target, outcome.data)
            except OSError as error:
                reason = f"{shown(outcome.target)} cannot be written: {why(error)}"
                return outcome._replace(status=Status.FAILED, reason=reason, data=b"", removed=b"")
        elif self._part is not None and (outcome.data or outcome.status is not Status.SKIPPED):
            with _stopping(self._part.target):
                self._part.write(outcome.data)
            self.unpublished[outcome.status] += outcome.documents
        return outcome

    def _count(self, outcome: Outcome) -> None:
        """Keep in the journal what is new in an outcome."""
        if self._begin is None:
            return  # of a file that was read to its end in an earlier run
        if outcome.removed:
            self._journal.remove(self._begin.key, outcome.position, outcome.removed)
        if outcome.position < self._documents:
            return
        if outcome.status is Status.FAILED:
            self._keep_failure(
                Failure(
                    outcome.position,
                    outcome.documents,
                    outcome.id,
                    outcome.source,
                    outcome.offset,
                    outcome.reason,
                )
            )
        elif outcome.status is Status.EMPTY:
            self._empty += 1
        else:
            self._cleaned += 1
        self._documents = outcome.position + outcome.documents

    def _keep_failure(self, failure: Failure) -> None:
        if self._begin is not None and failure.position >= self._documents:
            self._journal.fail(self._begin.key, failure)

    def _advance(self, *, complete: bool) -> None:
        if self._begin is not None:
            self._journal.advance(
                self._begin.key, self._documents, self._cleaned, self._empty, complete=complete
            )

    def _commit_when_due(self) -> None:
        if time.monotonic() - self._committed < COMMIT_SECONDS:
            return
        if self._part is None:
            self._advance(complete=False)
            self._journal.commit()
        elif self._part.settled and self._part.path is not None:
            with _stopping(self._part.target):
                length = self._part.length()
            self._advance(complete=False)
            self._journal.commit(self._part.target, length)
        else:
            return
        self._committed = time.monotonic()

    def _open(self, target: Path | None, writer: str, length: int) -> None:
        with _stopping(target):
            self._part = Part(target, WRITERS[writer], length)

    def _publish(self) -> None:
        if self._part is None:
            return
        with _stopping(self._part.target):
            self._part.publish()
        self._part = None
        self.unpublished.clear()


@contextmanager
def _stopping(target: Path | str | None) -> Iterator[None]:
    """Any trouble with `target` ends the run; None is standard output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.Error, ValueError, NotImplementedError) as error:  # the last two are Arrow's
        name = "standard output" if target is None else shown(target)
        raise OutputError(f"{name} cannot be written: {getattr(error, 'strerror', None) or error}") from error
