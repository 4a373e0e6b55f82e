"""Turning input files into tasks, one for each document; documents that are done already are skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.batch.task import BeginFile, EndFile, Item, LeftAlone, Outcome, Status, Task, describe_error
from cleaner.errors import CleanerError
from cleaner.readers import READERS
from cleaner.readers.compressed import broken
from cleaner.readers.record import Fault, Place, Raw, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.batch.input_files import File, Files
    from cleaner.batch.journal import Journal
    from cleaner.batch.journal_records import Failure, FileState
    from cleaner.batch.previous_run import PreviousRun
    from cleaner.batch.sampling import Sampling

_ANY_SIZE: Final = 1 << 62
"""No size limit, for reading outputs of an earlier run."""


class Tasks:
    """The items of a run for the worker pool, in the order of the input. Iterate only once."""

    def __init__(
        self, files: Files, journal: Journal, previous: PreviousRun, sampling: Sampling, max_bytes: int
    ) -> None:
        self._files = files
        self._journal = journal
        self._previous = previous
        self._sampling = sampling
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[Item]:
        """Yield the items lazily: files are read as the pool takes their documents."""
        old_outputs: Iterator[bytes] | None = None
        for sequence, file in enumerate(self._files):
            if self._sampling.is_exhausted:
                return
            state = self._previous.state(file)
            retried = state is not None and state.complete and self._previous.is_retried(file)
            one_output_each = not file.shared and file.reader.many
            if state is not None and state.complete and not retried and not one_output_each:
                self._journal.carry_over(file.key, sequence)
                if file.target is not None and self._previous.to_folder:
                    self._journal.keep(file.target)
                yield from self._skip_file(file, state)
                continue
            done = None if retried else state
            length = self._previous.valid_length_of(file) if done else 0
            yield BeginFile(
                file.key, file.source(), sequence, file.signature, file.target, file.shared, file.writer.name,
                done, length, retried=retried,
            )  # fmt: skip
            if retried and file.shared and (old_outputs is None or self._previous.to_folder):
                old_outputs = _output_documents(file)
            yield from self._file_items(
                _FileHistory(self._journal, file, state, old_outputs if retried else None)
            )

    def _skip_file(self, file: File, state: FileState) -> Iterator[Outcome]:
        """The outcomes of a file that the previous run has completed: skipped documents, and old failures."""
        self._sampling.skip(state.documents)
        if done := state.cleaned + state.empty:
            yield Outcome(Status.SKIPPED, file.source(), documents=done)
        for it in self._journal.failures(file.key):
            if it.documents:
                yield _failure_outcome(it)

    def _file_items(self, history: _FileHistory) -> Iterator[Item]:
        """The items of one file. An error while reading is a failure at the position of the next document."""
        file, position, reason = history.file, 0, history.file.error
        try:
            for item in file.reader.split(file.place, self._max_bytes) if reason is None else ():
                if self._sampling.is_exhausted:
                    yield EndFile(position, complete=False)
                    return
                if not self._files.shard.has(file.place.name, position):
                    if isinstance(item, Raw) and not file.shared:
                        self._files.document_target(file, item)  # its name is taken, in all shards
                elif self._sampling.wants():
                    yield self._document_item(history, item, position)
                position += item.documents if isinstance(item, Fault) else 1
        except (CleanerError, OSError, EOFError) as error:
            reason = _read_error_reason(error, position)
        except Exception as error:  # noqa: BLE001 - one file must not end the run
            reason = shown(f"cannot be read on: {type(error).__name__}: {error}")
        if reason is not None:
            if self._files.shard.has(file.place.name, position):
                yield Outcome(Status.FAILED, file.source(), position, reason=reason)
            position += 1
        yield EndFile(position, complete=bool(file.signature))

    def _document_item(self, history: _FileHistory, item: Raw | Fault, position: int) -> Item:
        """A task for a document, or its outcome where it cannot be read or was done in the previous run."""
        file = history.file
        if isinstance(item, Fault):
            source = f"{file.source()}:{item.number}"
            return Outcome(
                Status.FAILED, source, position, item.documents, reason=item.reason, offset=item.offset
            )
        target = None if file.shared else self._files.document_target(file, item)
        task = Task(item, position, file.reader.name, file.writer.name, target, file.source(item))
        if position >= history.documents:
            return task
        if failure := history.failures.get(position):
            if not failure.documents:
                return LeftAlone(position)
            return task if history.retried else _failure_outcome(failure)
        data = b"" if history.old_outputs is None else next(history.old_outputs, None)
        is_missing = data is None or (
            target is not None and not self._previous.check_output(target, file.key, position)
        )
        return (
            task
            if is_missing
            else Outcome(Status.SKIPPED, task.source, position, data=data or b"", target=target)
        )


class _FileHistory:
    """An input file, and the outcomes of its documents in the previous run."""

    def __init__(
        self, journal: Journal, file: File, state: FileState | None, old_outputs: Iterator[bytes] | None
    ) -> None:
        self.file = file
        self.documents = state.documents if state else 0
        self.old_outputs = old_outputs
        """The documents in the existing output, where it is written again to add documents that failed."""
        self.retried = old_outputs is not None or (state is not None and state.complete)
        self.failures: Mapping[int, Failure] = (
            {it.position: it for it in journal.failures(file.key)} if state else {}
        )


def _failure_outcome(failure: Failure) -> Outcome:
    """A failure of the previous run as an outcome of this run."""
    return Outcome(
        Status.FAILED,
        failure.source,
        failure.position,
        failure.documents,
        failure.reason,
        failure.id,
        failure.offset,
    )


def _read_error_reason(error: Exception, position: int) -> str:
    """Why a file cannot be read at all, or cannot be read beyond `position` documents."""
    if isinstance(error, EOFError) or (isinstance(error, OSError) and position):
        error = broken(error, position)
    return describe_error(error)


def _output_documents(file: File) -> Iterator[bytes]:
    """The documents in the output of a file, each as the bytes that its writer has rendered."""
    reader = READERS[file.writer.name.partition(".")[0]]
    line_end = b"\n" if reader.name == "jsonl" else b""
    for raw in reader.split(Place(file.target, ""), _ANY_SIZE):
        if isinstance(raw, Raw) and isinstance(raw.data, bytes):
            yield raw.data + line_end
