"""State of the previous run to the same OUTPUT, checked against the files on disk.

An input file counts as done only if it is unchanged, and its output is unchanged as well and has the name
that it would get in this run.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING

from cleaner.batch.input_files import Files
from cleaner.batch.journal_file import VERSION
from cleaner.batch.request import PlanError
from cleaner.batch.run_fingerprint import LIMIT
from cleaner.batch.sources import STDIN_KEY
from cleaner.readers.record import shown
from cleaner.writers.placing import beside, signature_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaner.batch.input_files import File
    from cleaner.batch.journal import Journal
    from cleaner.batch.journal_records import FileState
    from cleaner.batch.plan import Plan
    from cleaner.batch.tally import Say

FINISHED = "finished"
"""Key in `Journal.run_info`: "1" for a run that came to its end, else "0"."""


class PreviousRun:
    """The run that this one resumes. Without `--resume` or `--retry-failures` it is empty."""

    def __init__(self, plan: Plan, journal: Journal, fingerprint: Mapping[str, str], say: Say) -> None:
        """Load the previous run from the journal, and store the `fingerprint` of this run in its place.

        `say` receives a line where everything has to be cleaned again. Raises PlanError where the previous
        run has another fingerprint.
        """
        self._plan = plan
        self._journal = journal
        self._say = say
        self._part = journal.part()
        before = journal.run_info()
        resumed = plan.request.resume or plan.request.retry
        self._was_finished = before.get(FINISHED) == "1"
        if resumed and before:
            ignored = LIMIT if plan.request.retry else ""
            now = {"version of the journal": str(VERSION), **fingerprint}
            _check_same_run(before, {name: value for name, value in now.items() if name != ignored})
            if not plan.to_folder and (reason := self._why_outdated()):
                say(f"{reason}; everything is cleaned again")
                before = {}
        elif resumed:
            say("nothing is known of an earlier run to this OUTPUT; everything is cleaned")
        self.is_continued = resumed and bool(before)
        """Whether this run continues the previous one; if not, everything is cleaned from the start."""
        if not self.is_continued:
            self._forget()
        journal.set_run_info({"version of the journal": str(VERSION), **fingerprint, FINISHED: "0"})

    @property
    def to_folder(self) -> bool:
        """Whether OUTPUT is a folder, rather than a single file."""
        return self._plan.to_folder

    @property
    def finished(self) -> bool:
        """Whether a single OUTPUT is complete, so that this run does not change it."""
        return self.is_continued and self._was_finished and not self.retries

    @property
    def retries(self) -> bool:
        """Whether a single complete OUTPUT is written again, since failed documents are tried again."""
        return (
            self.is_continued
            and self._was_finished
            and self._plan.request.retry
            and self._journal.has_failures()
        )

    @property
    def valid_length(self) -> int:
        """Bytes of a single unfinished OUTPUT that are valid, or 0."""
        return self._part[1] if self.is_continued and not self._was_finished and self._part else 0

    def state(self, file: File) -> FileState | None:
        """How far the previous run has processed `file`, or None where it has to be processed from the start.

        That is the case where the file is unknown or has changed, or its output is missing or has changed.
        """
        state = self._journal.file(file.key) if self.is_continued else None
        if state is None or file.error is not None:
            return None
        if not file.signature or state.signature != file.signature:
            self._say(f"changed since the last run, cleaned again: {file.source()}")
            return None
        if not self._plan.to_folder:
            return state
        if state.complete:
            if file.target is None or not (file.shared or state.cleaned + state.empty > 0):
                return state
            return state if self.check_output(file.target, file.key) else None
        return state if not file.shared or self._is_partial_output(file.target) else None

    def has_written(self, target: Path, key: bytes, position: int = 0) -> bool:
        """Whether `target` is as a run wrote it, and from the document at `position` of the file `key`."""
        written_file = self._journal.written_file(target)
        found = written_file is not None and (written_file.key, written_file.position) == (key, position)
        return found and written_file is not None and signature_of(target) == written_file.signature

    def check_output(self, target: Path, key: bytes, position: int = 0) -> bool:
        """As `has_written`. A line is printed for an output that exists but has changed.

        Beside an output that stays, the hidden file of a run that was killed while it replaced it is removed.
        """
        sound = self.has_written(target, key, position)
        if sound:
            _remove_part(target)
        elif target.is_file() and self._journal.written_file(target) is not None:
            self._say(f"not as the last run wrote it, made again: {shown(target)}")
        return sound

    def valid_length_of(self, file: File) -> int:
        """Bytes of the unfinished output of `file` that are valid, or 0. Call it only after `state`."""
        return self._part[1] if file.shared and self._is_partial_output(file.target) and self._part else 0

    def is_retried(self, file: File) -> bool:
        """Whether failed documents of a completed `file` are tried again."""
        if not self._plan.request.retry:
            return False
        if not self._plan.to_folder:
            return self.retries
        return any(it.documents for it in self._journal.failures(file.key))

    def _is_partial_output(self, target: Path | None) -> bool:
        """Whether the unfinished output is that of `target`, and has at least its committed length."""
        if self._part is None or target is None or self._part[0] != target:
            return False
        path = beside(target)
        return path.is_file() and path.stat().st_size >= self._part[1]

    def _why_outdated(self) -> str | None:
        """Why a single OUTPUT of the previous run cannot be continued; None if it can.

        All documents share the output, so it is useless once any input file that was read has changed.
        """
        target = self._plan.place
        if self._was_finished:
            if target is None or not self.has_written(target, b""):
                return (
                    f"OUTPUT {'was changed since the last run' if target and target.is_file() else 'is gone'}"
                )
            _remove_part(target)
        elif (self._part is None and any(True for _ in self._journal.files())) or (
            self._part and not self._is_partial_output(target)
        ):
            return "the unfinished output is gone"
        now = ((it.key, it.signature, it.source()) for it in Files(self._plan))
        for before, found in zip_longest(self._journal.files(), now):
            if before is None:
                return f"INPUT has more files now ({found[2]})" if self._was_finished else None
            if found is None or before != found[:2] or found[0] == STDIN_KEY:
                return f"INPUT is not what it was ({_changed_file(before, found)})"
        return None

    def _forget(self) -> None:
        """Remove the unfinished output, and clear the journal."""
        if self._part is not None:
            beside(self._part[0]).unlink(missing_ok=True)
        self._part = None
        self._journal.clear()


def _remove_part(target: Path) -> None:
    """Remove the hidden file in which `target` was being made, if there is one."""
    with suppress(OSError):
        beside(target).unlink()


def _changed_file(before: tuple[bytes, str], found: tuple[bytes, str, str] | None) -> str:
    """Name, for messages, of the first input file that differs between the two runs."""
    if found is None or before[0] != found[0]:
        return shown(before[0].decode("utf-8", errors="surrogateescape"))
    return found[2]


def _check_same_run(before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Raise PlanError, with the names of the parts that differ, where the fingerprints do."""
    changed = [name for name, value in now.items() if before.get(name) != value]
    if changed:
        raise PlanError(
            f"the earlier run to this OUTPUT had another {', another '.join(changed)}; "
            "ask for the same as then, or clean everything again with --overwrite"
        )
