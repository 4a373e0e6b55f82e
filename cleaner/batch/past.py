"""What an earlier run did, as far as it still holds: its inputs may be changed, its outputs gone."""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batch.facts import LIMIT
from cleaner.batch.files import Files
from cleaner.batch.journal import VERSION
from cleaner.batch.plan import PlanError
from cleaner.readers.record import shown
from cleaner.writers.part import beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.batch.files import File
    from cleaner.batch.journal import FileState, Journal
    from cleaner.batch.plan import Plan
    from cleaner.batch.tally import Say

FINISHED = "finished"
"""In the journal, whether the run came to its end."""


class Past:
    """The earlier run that a run goes on from, if it does."""

    def __init__(self, plan: Plan, journal: Journal, facts: Mapping[str, str], say: Say) -> None:
        """`facts` say what the run is to do; raises PlanError where the earlier one did something else."""
        self._plan = plan
        self._journal = journal
        self._say = say
        before = journal.about()
        self.finished = before.get(FINISHED) == "1"
        resumed = plan.request.resume or plan.request.retry
        if resumed and before:
            free = LIMIT if plan.request.retry else ""
            now = {"version of the journal": VERSION, **facts}
            _compare(before, {name: value for name, value in now.items() if name != free})
            if not plan.to_folder and (why := self._outdated()):
                say(f"{why}; everything is cleaned again")
                before = {}
        elif resumed:
            say("nothing is known of an earlier run to this OUTPUT; everything is cleaned")
        self.holds = resumed and bool(before)
        if not self.holds:
            self._forget()
        self._part = journal.part()
        journal.describe({"version of the journal": VERSION, **facts, FINISHED: "0"})

    @property
    def to_folder(self) -> bool:
        """Whether there is an output for each file, or one for all."""
        return self._plan.to_folder

    @property
    def retries(self) -> bool:
        """Whether the one output of a finished run is to be made again with what failed in it."""
        return self.holds and self.finished and self._plan.request.retry

    @property
    def length(self) -> int:
        """Of the one output of an unfinished run, the bytes that hold."""
        return self._part[1] if self.holds and not self.finished and self._part else 0

    def state(self, file: File) -> FileState | None:
        """How far `file` was read, if its output is still there."""
        state = self._journal.file(file.key) if self.holds else None
        if state is None or file.error is not None:
            return None
        if state.signature != file.signature:
            self._say(f"changed since the last run, cleaned again: {file.source()}")
            return None
        if not self._plan.to_folder:
            return state
        if state.complete:
            done = state.cleaned + state.empty
            return state if not done or file.target is None or file.target.is_file() else None
        return state if not file.shared or self._part_of(file.target) else None

    def length_of(self, file: File) -> int:
        """The bytes that hold of the output under way, of which `state` was given."""
        return self._part[1] if file.shared and self._part_of(file.target) and self._part else 0

    def is_retried(self, file: File) -> bool:
        """Whether documents of a file that was read to its end are to be tried again."""
        if not self._plan.request.retry:
            return False
        if not self._plan.to_folder:
            return self.retries
        return any(it.documents for it in self._journal.failures(file.key))

    def _part_of(self, target: Path | None) -> bool:
        """Whether the output under way is that of `target`, and as long as it was."""
        if self._part is None or target is None or self._part[0] != os.fsencode(target):
            return False
        path = beside(target)
        return path.is_file() and path.stat().st_size >= self._part[1]

    def _outdated(self) -> str | None:
        """Why the one output of the earlier run cannot be gone on with."""
        target = self._plan.target
        self._part = self._journal.part()
        if self.finished and target is not None and not target.is_file():
            return "OUTPUT is gone"
        if not self.finished and self._part and not self._part_of(target):
            return "the unfinished output is gone"
        now = ((it.key, it.signature, it.source()) for it in Files(self._plan))
        for before, found in zip_longest(self._journal.files(), now):
            if before is None:
                return f"INPUT has more files now ({found[2]})" if self.finished else None
            if found is None or before != found[:2]:
                name = os.fsdecode(before[0]) if found is None or before[0] != found[0] else found[2]
                return f"INPUT is not what it was ({shown(name)})"
        return None

    def _forget(self) -> None:
        part = self._journal.part()
        if part is not None:
            beside(Path(os.fsdecode(part[0]))).unlink(missing_ok=True)
        self._journal.clear()


def _compare(before: Mapping[str, str], now: Mapping[str, str]) -> None:
    changed = [name for name, value in now.items() if before.get(name) != value]
    if changed:
        raise PlanError(
            f"the earlier run to this OUTPUT had another {', another '.join(changed)}; "
            "ask for the same as then, or clean everything again with --overwrite"
        )
