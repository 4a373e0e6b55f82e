"""Writing the outputs of a run in order, and recording progress in the journal at the same time.

An error that concerns a single output fails the documents of that output, and the run goes on. An error that
all later outputs would meet as well, such as a full disk, ends the run.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from cleaner.batch.journal_records import Failure
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
"""Least time between two commits. After a kill, at most about this much work is done again."""
_FATAL_ERRNOS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""Errors of the file system rather than of one file, which all later outputs would meet as well."""
_WHOLE_FILE: Final = -1
"""Position, in the journal, of a failure of all documents of an output."""


class OutputError(CleanerError):
    """An output, a sidecar file or the journal cannot be written. Ends the run."""


class Outputs:
    """Writes outcomes to their outputs. At most one output of many documents is open at a time."""

    def __init__(self, plan: Plan, journal: Journal, run_input: str, length: int, *, finished: bool) -> None:
        """Open the output that all documents share, if OUTPUT is not a folder.

        `length` is the number of its bytes that are kept from the previous run. `finished` says that the
        previous run has completed it, so that it is not opened. `run_input` stands for the INPUT arguments
        in the journal. Raises OutputError.
        """
        self._journal = journal
        self._run_input = run_input
        self._root = plan.root
        self._to_folder = plan.to_folder
        self._part: Part | None = None
        self._current: BeginFile | None = None
        self._documents = self._cleaned = self._empty = 0
        """Counts of the current input file: documents done, and how many of them were cleaned or empty."""
        self._file_error: str | None = None
        """Why the output of the current input file cannot be made; None while it can."""
        self._committed = time.monotonic()
        self.unpublished: Counter[Status] = Counter()
        """Counts of the documents in the open output. They fail if the output cannot be published."""
        if plan.to_folder or not (plan.writer.many or plan.target is None):
            return
        if finished and plan.place is not None:
            journal.keep(plan.place)
            return
        with _errors_stop_run(plan.target):
            self._part = Part(plan.target, plan.writer, length)

    def put(self, item: Processed) -> Outcome | None:
        """Write the data of an item, and return its outcome: a failure where the data cannot be written.

        None for an item without an outcome. An `EndFile` has one only where the output of its file cannot be
        published. Raises OutputError where the run has to end.
        """
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
        """Publish the output that all documents share; record that the run finished. Raises OutputError."""
        if self._part is not None:
            with _errors_stop_run(self._part.target):
                self._publish(self._part, b"")
        with _errors_stop_run("the journal"):
            self._journal.add_run_info(FINISHED, "1")
            self._journal.commit()

    def abandon(self) -> None:
        """Commit the progress of a run that ends early. Raises nothing.

        The unfinished output stays for a resumed run, or is discarded where there is no journal.
        """
        part, self._part = self._part, None
        if part is None:
            with suppress(OSError, sqlite3.Error):  # the error that ended the run is the one to report
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
            pass  # as above
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
        """Publish the output of the current input file; the outcome is a failure where that is impossible."""
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
        """A failure of all documents in the output of the current input file, where it cannot be made."""
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
        """Write the data of an outcome; where that is impossible, return the outcome as a failure."""
        if outcome.status is Status.FAILED:
            return outcome
        if self._file_error is not None and outcome.target is None:
            return outcome.failed(self._file_error)
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
        """Write a document that has an output of its own."""
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
            return outcome.failed(f"{shown(target)} cannot be written: {describe_error(error)}")
        return outcome

    def _journal_outcome(self, outcome: Outcome) -> None:
        """Record an outcome in the journal, unless an earlier run has recorded it."""
        if self._current is None:
            return  # the previous run has finished its input file
        if outcome.removed:
            self._journal.add_removed(self._current.key, outcome.position, outcome.removed)
        if outcome.position < self._documents:
            return
        if outcome.status is Status.FAILED:
            it = outcome
            self._journal_failure(Failure(it.position, it.documents, it.id, it.source, it.offset, it.reason))
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
        """Move an output of many documents into place; its signature is committed just before.

        So is, of one output for all, that the run finished: killed in between, it must not be resumed.
        """

        def announce(signature: str) -> None:
            if self._journal.path is not None and part.place is not None:
                self._journal.announce(part.place, signature, key, 0, self._run_input)
                if not self._to_folder:
                    self._journal.add_run_info(FINISHED, "1")
                self._journal.commit()

        part.publish(announce)
        self._part = None
        self.unpublished.clear()

    @contextmanager
    def _errors_fail_file(self, target: Path | None) -> Iterator[None]:
        """Fail only the current input file for an error of `target` alone; raise OutputError for others."""
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


@contextmanager
def _errors_stop_run(target: Path | str | None) -> Iterator[None]:
    """Turn errors, but for BrokenPipeError, into an OutputError that names `target` (None is stdout)."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.Error, ValueError, NotImplementedError) as error:  # Arrow raises the last two
        name = "standard output" if target is None else shown(target)
        raise OutputError(f"{name} cannot be written: {getattr(error, 'strerror', None) or error}") from error
