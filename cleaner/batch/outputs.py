"""The output files of a run, filled in order, and the journal kept in step with them.

An output that cannot be made costs its own documents, and the run goes on. What stops all that follow (a full
disk, OUTPUT itself gone) ends the run.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from cleaner.batch.journal import Failure
from cleaner.batch.previous_run import FINISHED
from cleaner.batch.task import BeginFile, EndFile, LeftAlone, Outcome, Processed, Status, describe_error
from cleaner.errors import CleanerError
from cleaner.readers.record import shown
from cleaner.writers import WRITERS
from cleaner.writers.part import Part
from cleaner.writers.placing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleaner.batch.journal import Journal
    from cleaner.batch.plan import Plan

COMMIT_SECONDS: Final = 1.0
"""How much work may have to be done again after a kill, at the price of a commit."""
_FATAL_ERRNOS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""What is wrong with one output and will be with all that follow."""
_WHOLE_FILE: Final = -1
"""In the journal, the position of the one failure of all documents of a file that were cleaned in vain."""


class OutputError(CleanerError):
    """Nothing can be written any more."""


class Outputs:
    """Where outcomes go. At most one file of many documents is open at a time."""

    def __init__(self, plan: Plan, journal: Journal, run_input: str, length: int, *, finished: bool) -> None:
        """`length` bytes of the one output, where there is but one, hold from an earlier run.

        `finished` says that it is complete already. `given` is INPUT, as the journal keeps it. Raises
        OutputError.
        """
        self._journal = journal
        self._run_input = run_input
        self._root = plan.root
        self._to_folder = plan.to_folder
        self._part: Part | None = None
        self._current: BeginFile | None = None
        self._documents = self._cleaned = self._empty = 0
        """Of the file that is read: how many are done, and became what."""
        self._file_error: str | None = None
        """Why the output of the file that is read cannot be made."""
        self._committed = time.monotonic()
        self.unpublished: Counter[Status] = Counter()
        """The documents in the open file, which are lost if it is."""
        if plan.to_folder or not (plan.writer.many or plan.target is None):
            return
        if finished and plan.place is not None:
            journal.keep(plan.place)
            return
        with _errors_stop_run(plan.target):
            self._part = Part(plan.target, plan.writer, length)

    def put(self, item: Processed) -> Outcome | None:
        """Write what there is to write; the outcome may come back as a failure. Raises OutputError."""
        with _errors_stop_run("the journal"):
            if isinstance(item, BeginFile):
                self._begin_file(item)
                return None
            if isinstance(item, EndFile):
                return self._end_file(item)
            if isinstance(item, LeftAlone):
                self._journal_failure(Failure(item.position, 0, None, "", 0, ""))
            else:
                item = self._write(item)
                self._journal_outcome(item)
            self._commit_when_due()
        return item if isinstance(item, Outcome) else None

    def finish(self) -> None:
        """Everything is written: put the one output in its place. Raises OutputError."""
        if self._part is not None:
            with _errors_stop_run(self._part.target):
                self._publish(self._part, b"")
        with _errors_stop_run("the journal"):
            self._journal.add_run_info(FINISHED, "1")
            self._journal.commit()

    def abandon(self) -> None:
        """The run ends early: what is settled stays, to be gone on with. Raises nothing."""
        part, self._part = self._part, None
        if part is None:
            with suppress(OSError, sqlite3.Error):  # why the run ended is told already
                self._advance(complete=False)
                self._journal.commit()
            return
        try:
            if self._journal.path is None:
                part.discard()
            elif part.settled and part.path is not None:
                self._advance(complete=False)
                self._journal.commit(part.place, part.length())
        except (OSError, sqlite3.Error):
            pass  # likewise
        finally:
            part.close()

    def _begin_file(self, begin: BeginFile) -> None:
        self._current = begin
        self._documents = self._cleaned = self._empty = 0
        self._file_error = None
        if begin.done is not None:
            _, _, self._documents, self._cleaned, self._empty, _ = begin.done
            self._journal.carry_over(begin.key, begin.sequence)
        else:
            self._journal.begin(begin.key, begin.sequence, begin.signature, keep_removed=begin.retried)
        if self._to_folder and begin.shared:
            if begin.target is not None and not begin.length:
                self._journal.record_intent(begin.target, begin.key, 0, self._run_input)
            with self._errors_fail_file(begin.target):
                self._part = Part(begin.target, WRITERS[begin.writer], begin.length, root=self._root)

    def _end_file(self, end: EndFile) -> Outcome | None:
        """The file is read to its end, or as far as was wanted; a failure where its output cannot be made."""
        failure = None
        self._documents = end.documents
        if self._to_folder and self._part is not None and self._current is not None:
            part = self._part
            with self._errors_fail_file(part.target):
                self._publish(part, self._current.key)
            failure = self._fail_unpublished()
        self._advance(complete=end.complete and self._file_error is None)
        self._current = None
        self._commit_when_due()
        return failure

    def _fail_unpublished(self) -> Outcome | None:
        """The documents of the file that is read, which were cleaned, and whose output cannot be made."""
        number, self.unpublished = self.unpublished, Counter()
        if self._file_error is None or self._current is None or not number:
            return None
        self._cleaned = self._empty = 0
        outcome = Outcome(
            Status.FAILED, self._current.source, documents=number.total(), reason=self._file_error
        )
        self._journal.add_failure(
            self._current.key,
            Failure(_WHOLE_FILE, outcome.documents, None, outcome.source, 0, outcome.reason),
        )
        return outcome._replace(counted_before=number)

    def _write(self, outcome: Outcome) -> Outcome:
        """Put an outcome's data where it belongs."""
        if outcome.status is Status.FAILED:
            return outcome
        if self._file_error is not None and outcome.target is None:
            return _as_failure(outcome, self._file_error)
        if outcome.target is not None:
            if outcome.status is Status.SKIPPED:
                self._journal.keep(outcome.target)
                return outcome
            return self._write_own(outcome, outcome.target)
        if self._part is not None and (outcome.data or outcome.status is not Status.SKIPPED):
            with (
                self._errors_fail_file(self._part.target)
                if self._to_folder
                else _errors_stop_run(self._part.target)
            ):
                self._part.write(outcome.data)
            self.unpublished[outcome.status] += outcome.documents
        return outcome

    def _write_own(self, outcome: Outcome, target: Path) -> Outcome:
        """Write a document that has a file for itself."""
        key = self._current.key if self._current is not None else b""

        def announce(signature: str) -> None:
            if self._journal.path is not None:
                self._journal.announce(target, signature, key, outcome.position, self._run_input)
                self._journal.commit()

        self._journal.record_intent(target, key, outcome.position, self._run_input)
        try:
            write_whole(target, outcome.data, self._root, announce)
        except OSError as error:
            if error.errno in _FATAL_ERRNOS:
                raise OutputError(f"{shown(target)} cannot be written: {describe_error(error)}") from error
            self._journal.keep(target)
            return _as_failure(outcome, f"{shown(target)} cannot be written: {describe_error(error)}")
        return outcome

    def _journal_outcome(self, outcome: Outcome) -> None:
        """Keep in the journal what is new in an outcome."""
        if self._current is None:
            return  # of a file that was read to its end in an earlier run
        if outcome.removed:
            self._journal.add_removed(self._current.key, outcome.position, outcome.removed)
        if outcome.position < self._documents:
            return
        if outcome.status is Status.FAILED:
            self._journal_failure(
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

    def _journal_failure(self, failure: Failure) -> None:
        if self._current is not None and failure.position >= self._documents:
            self._journal.add_failure(self._current.key, failure)

    def _advance(self, *, complete: bool) -> None:
        if self._current is not None:
            self._journal.advance(
                self._current.key, self._documents, self._cleaned, self._empty, complete=complete
            )

    def _commit_when_due(self) -> None:
        if time.monotonic() - self._committed < COMMIT_SECONDS:
            return
        if self._part is None:
            self._advance(complete=False)
            self._journal.commit()
        elif self._part.settled and self._part.path is not None:
            with _errors_stop_run(self._part.target):
                length = self._part.length()
            self._advance(complete=False)
            self._journal.commit(self._part.place, length)
        else:
            return
        self._committed = time.monotonic()

    def _publish(self, part: Part, key: bytes) -> None:
        """Put a file of many documents in its place."""

        def announce(signature: str) -> None:
            if self._journal.path is not None and part.place is not None:
                self._journal.announce(part.place, signature, key, 0, self._run_input)
                self._journal.commit()

        part.publish(announce)
        self._part = None
        self.unpublished.clear()

    @contextmanager
    def _errors_fail_file(self, target: Path | None) -> Iterator[None]:
        """Trouble with the output of the file that is read costs its documents alone."""
        try:
            with _errors_stop_run(target):
                yield
        except OutputError as error:
            cause = error.__cause__
            if isinstance(cause, sqlite3.Error) or getattr(cause, "errno", None) in _FATAL_ERRNOS:
                raise
            self._file_error = str(error)
            if self._part is not None:
                with suppress(OSError):
                    self._part.discard()
                self._part = None


def _as_failure(outcome: Outcome, reason: str) -> Outcome:
    return outcome._replace(status=Status.FAILED, reason=reason, data=b"", removed=b"")


@contextmanager
def _errors_stop_run(target: Path | str | None) -> Iterator[None]:
    """Any trouble with `target` ends the run; None is standard output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.Error, ValueError, NotImplementedError) as error:  # the last two are Arrow's
        name = "standard output" if target is None else shown(target)
        raise OutputError(f"{name} cannot be written: {getattr(error, 'strerror', None) or error}") from error
