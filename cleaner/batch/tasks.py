"""The files of a plan, turned into one task a document; what is done already is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.batch.task import BeginFile, EndFile, Item, LeftAlone, Outcome, Status, Task, describe_error
from cleaner.errors import CleanerError
from cleaner.readers import READERS
from cleaner.readers.compressed import broken
from cleaner.readers.record import Fault, Place, Raw, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.batch.files import File, Files
    from cleaner.batch.journal import Failure, FileState, Journal
    from cleaner.batch.previous_run import PreviousRun
    from cleaner.batch.sampling import Sampling

_ANY_SIZE: Final = 1 << 62


class Tasks:
    """What there is to do. Iterate once."""

    def __init__(
        self, files: Files, journal: Journal, previous: PreviousRun, sampling: Sampling, max_bytes: int
    ) -> None:
        self._files = files
        self._journal = journal
        self._previous = previous
        self._sampling = sampling
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[Item]:
        """The items, found as they are asked for."""
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
        """What became of a file that was read to its end in an earlier run."""
        self._sampling.skip(state.documents)
        if done := state.cleaned + state.empty:
            yield Outcome(Status.SKIPPED, file.source(), documents=done)
        for it in self._journal.failures(file.key):
            if it.documents:
                yield _failure_outcome(it)

    def _file_items(self, history: _FileHistory) -> Iterator[Item]:
        """The documents of one file, however it ends."""
        file, position, reason = history.file, 0, history.file.error
        try:
            for item in file.reader.split(file.place, self._max_bytes) if reason is None else ():
                if self._sampling.is_exhausted:
                    yield EndFile(position, complete=False)
                    return
                if self._sampling.wants():
                    yield self._document_item(history, item, position)
                position += item.documents if isinstance(item, Fault) else 1
        except (CleanerError, OSError, EOFError) as error:
            reason = _read_error_reason(error, position)
        except Exception as error:  # noqa: BLE001 - one file must not end the run
            reason = shown(f"cannot be read on: {type(error).__name__}: {error}")
        if reason is not None:
            yield Outcome(Status.FAILED, file.source(), position, reason=reason)
            position += 1
        yield EndFile(position, complete=bool(file.signature))

    def _document_item(self, history: _FileHistory, item: Raw | Fault, position: int) -> Item:
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
    """A file, and what became of its documents in an earlier run."""

    def __init__(
        self, journal: Journal, file: File, state: FileState | None, old_outputs: Iterator[bytes] | None
    ) -> None:
        self.file = file
        self.documents = state.documents if state else 0
        self.old_outputs = old_outputs
        """What the output has of those that did not fail, where it is made again."""
        self.retried = old_outputs is not None or (state is not None and state.complete)
        self.failures: Mapping[int, Failure] = (
            {it.position: it for it in journal.failures(file.key)} if state else {}
        )


def _failure_outcome(failure: Failure) -> Outcome:
    """A failure of an earlier run."""
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
    """Why a file cannot be read, or not to its end."""
    if isinstance(error, EOFError) or (isinstance(error, OSError) and position):
        error = broken(error, position)
    return describe_error(error)


def _output_documents(file: File) -> Iterator[bytes]:
    """The documents in an output, each as its writer rendered it."""
    reader = READERS[file.writer.name.partition(".")[0]]
    line_end = b"\n" if reader.name == "jsonl" else b""
    for raw in reader.split(Place(file.target, ""), _ANY_SIZE):
        if isinstance(raw, Raw) and isinstance(raw.data, bytes):
            yield raw.data + line_end
