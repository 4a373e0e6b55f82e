"""The files of a plan, turned into one task a document; what is done already is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.batch.task import Begin, End, Item, LeftAlone, Outcome, Status, Task, why
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
        old: Iterator[bytes] | None = None
        for sequence, file in enumerate(self._files):
            if self._sampling.over:
                return
            state = self._previous.state(file)
            retried = state is not None and state.complete and self._previous.is_retried(file)
            own_of_many = not file.shared and file.reader.many
            if state is not None and state.complete and not retried and not own_of_many:
                self._journal.move(file.key, sequence)
                if file.target is not None and self._previous.to_folder:
                    self._journal.keep(file.target)
                yield from self._carried(file, state)
                continue
            done = None if retried else state
            length = self._previous.length_of(file) if done else 0
            yield Begin(
                file.key, file.source(), sequence, file.signature, file.target, file.shared, file.writer.name,
                done, length, retried=retried,
            )  # fmt: skip
            if retried and file.shared and (old is None or self._previous.to_folder):
                old = _documents_in(file)
            yield from self._of_file(_Earlier(self._journal, file, state, old if retried else None))

    def _carried(self, file: File, state: FileState) -> Iterator[Outcome]:
        """What became of a file that was read to its end in an earlier run."""
        self._sampling.pass_by(state.documents)
        if done := state.cleaned + state.empty:
            yield Outcome(Status.SKIPPED, file.source(), documents=done)
        for it in self._journal.failures(file.key):
            if it.documents:
                yield _again(it)

    def _of_file(self, earlier: _Earlier) -> Iterator[Item]:
        """The documents of one file, however it ends."""
        file, position, reason = earlier.file, 0, earlier.file.error
        try:
            for item in file.reader.split(file.place, self._max_bytes) if reason is None else ():
                if self._sampling.over:
                    yield End(position, complete=False)
                    return
                if self._sampling.wants():
                    yield self._of_document(earlier, item, position)
                position += item.documents if isinstance(item, Fault) else 1
        except (CleanerError, OSError, EOFError) as error:
            reason = _told(error, position)
        except Exception as error:  # noqa: BLE001 - one file must not end the run
            reason = shown(f"cannot be read on: {type(error).__name__}: {error}")
        if reason is not None:
            yield Outcome(Status.FAILED, file.source(), position, reason=reason)
            position += 1
        yield End(position, complete=bool(file.signature))

    def _of_document(self, earlier: _Earlier, item: Raw | Fault, position: int) -> Item:
        file = earlier.file
        if isinstance(item, Fault):
            source = f"{file.source()}:{item.number}"
            return Outcome(
                Status.FAILED, source, position, item.documents, reason=item.reason, offset=item.offset
            )
        target = None if file.shared else self._files.own_target(file, item)
        task = Task(item, position, file.reader.name, file.writer.name, target, file.source(item))
        if position >= earlier.documents:
            return task
        if failure := earlier.failures.get(position):
            if not failure.documents:
                return LeftAlone(position)
            return task if earlier.retried else _again(failure)
        data = b"" if earlier.old is None else next(earlier.old, None)
        gone = data is None or (
            target is not None and not self._previous.is_sound(target, file.key, position)
        )
        return (
            task if gone else Outcome(Status.SKIPPED, task.source, position, data=data or b"", target=target)
        )


class _Earlier:
    """A file, and what became of its documents in an earlier run."""

    def __init__(
        self, journal: Journal, file: File, state: FileState | None, old: Iterator[bytes] | None
    ) -> None:
        self.file = file
        self.documents = state.documents if state else 0
        self.old = old
        """What the output has of those that did not fail, where it is made again."""
        self.retried = old is not None or (state is not None and state.complete)
        self.failures: Mapping[int, Failure] = (
            {it.position: it for it in journal.failures(file.key)} if state else {}
        )


def _again(failure: Failure) -> Outcome:
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


def _told(error: Exception, position: int) -> str:
    """Why a file cannot be read, or not to its end."""
    if isinstance(error, EOFError) or (isinstance(error, OSError) and position):
        error = broken(error, position)
    return why(error)


def _documents_in(file: File) -> Iterator[bytes]:
    """The documents in an output, each as its writer rendered it."""
    reader = READERS[file.writer.name.partition(".")[0]]
    line_end = b"\n" if reader.name == "jsonl" else b""
    for raw in reader.split(Place(file.target, ""), _ANY_SIZE):
        if isinstance(raw, Raw) and isinstance(raw.data, bytes):
            yield raw.data + line_end
