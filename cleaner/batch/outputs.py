"""The output files of a run, filled in order.

A file of one document that cannot be written is that document's failure. A file of many that cannot
be written ends the run, since nothing that follows could be kept either.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from cleaner.batch.task import Outcome, Present, Settled, Status, failed
from cleaner.errors import CleanerError
from cleaner.readers.record import shown
from cleaner.writers.atomic import AtomicFile, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.writers.removed import RemovedFile


class OutputError(CleanerError):
    """An output of many documents cannot be written."""


class Outputs:
    """Where outcomes go. At most one file is open, besides that of `--removed`."""

    def __init__(self, removed: RemovedFile | None) -> None:
        self._removed = removed
        self._open: AtomicFile | None = None
        self._target: Path | None = None
        self.unpublished: list[Status] = []
        """The documents in the open file, which are lost if it is."""

    def put(self, item: Settled) -> Outcome | None:
        """Write what there is to write; the outcome may come back as a failure. Raises OutputError."""
        if isinstance(item, Present):
            self._stream(item.target)
            return None
        if item.status in (Status.FAILED, Status.SKIPPED):
            return item
        if item.shared:
            self._append(item)
        elif item.target is not None:
            try:
                write_whole(item.target, item.data)
            except OSError as error:
                return _not_written(item, error)
        self._note(item.removed)
        return item

    def finish(self) -> None:
        """Everything is written: put the files in place. Raises OutputError."""
        self._publish()
        removed, self._removed = self._removed, None
        if removed is not None:
            try:
                removed.publish()
            except OSError as error:
                raise _stopped(removed.path, error) from error

    def abandon(self) -> None:
        """The run ends early: the open file goes, what was finished before it stays."""
        if self._open is not None:
            self._open.discard()
            self._open = None
        if self._removed is not None:
            with suppress(OSError):  # why the run ended is told already
                self._removed.publish()

    def _append(self, outcome: Outcome) -> None:
        stream = self._stream(outcome.target)
        try:
            stream.write(outcome.data)
            if outcome.target is None:
                stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _stopped(outcome.target, error) from error
        if self._open is not None:
            self.unpublished.append(outcome.status)

    def _note(self, lines: bytes) -> None:
        """Add to the `--removed` file what belongs to the output just written."""
        if self._removed is None:
            return
        try:
            self._removed.write(lines)
        except OSError as error:
            raise _stopped(self._removed.path, error) from error
        if self._open is None:
            self._removed.settle()

    def _stream(self, target: Path | None) -> BinaryIO:
        """The stream of a file of many documents; opening it puts the one before in place."""
        if target is None:
            return sys.stdout.buffer
        if self._open is None or self._target != target:
            self._publish()
            try:
                self._open, self._target = AtomicFile(target), target
            except OSError as error:
                raise _stopped(target, error) from error
        return self._open.stream

    def _publish(self) -> None:
        if self._open is None:
            return
        try:
            self._open.publish()
        except OSError as error:
            raise _stopped(self._target, error) from error
        self._open = None
        self.unpublished.clear()
        if self._removed is not None:
            self._removed.settle()


def _not_written(outcome: Outcome, error: OSError) -> Outcome:
    told = failed(outcome.source, error)
    return told._replace(reason=f"{shown(outcome.target or '')} cannot be written: {told.reason}")


def _stopped(target: Path | None, error: OSError) -> OutputError:
    name = "standard output" if target is None else shown(target)
    return OutputError(f"{name} cannot be written: {error.strerror or error}")
