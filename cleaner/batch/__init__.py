"""Many documents: what is read, who cleans it, where it goes, and what became of each.

plan -> files -> tasks -> pool (workers) -> outputs -> tally; the journal says where to go on.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final, Protocol

from cleaner.batch.files import Files
from cleaner.batch.fingerprint import INPUT, run_fingerprint
from cleaner.batch.interrupts import Interrupts
from cleaner.batch.journal import Journal
from cleaner.batch.limits import Limits
from cleaner.batch.outputs import OutputError, Outputs
from cleaner.batch.plan import Plan, PlanError, Request, make_plan
from cleaner.batch.pool import Pool
from cleaner.batch.previous_run import PreviousRun
from cleaner.batch.sampling import Sampling, draw_sample
from cleaner.batch.sidecar_files import write_lists, write_report
from cleaner.batch.stale_outputs import clear_stale_outputs
from cleaner.batch.tally import Say, Tally
from cleaner.batch.task import LeftAlone, describe_error
from cleaner.batch.tasks import Tasks
from cleaner.batch.workers import Setup
from cleaner.errors import CleanerError, RuleError
from cleaner.readers.record import Fault, shown

if TYPE_CHECKING:
    from cleaner.batch.files import File
    from cleaner.batch.task import Outcome

NOT_A_PAGE: Final = "of no page, in WARC files"
"""What people are told about records that are left alone, such as images and redirects."""


class Watcher(Protocol):
    """Who waits for a run."""

    def say(self, line: str) -> None:
        """Hear a line; the account is the last."""

    def step(self, outcome: Outcome) -> None:
        """See what became of a document."""

    def summarize(self, tally: Tally) -> None:
        """See all counts, just before the account."""


def run(plan: Plan, setup: Setup, jobs: int, watcher: Watcher, *, hint: str = "") -> Tally:
    """Clean everything in `plan` and account for it. The output is the same for any number of `jobs`.

    Raises RuleError before anything is written, and PlanError where an earlier run was another one. Where
    nothing can be written or cleaned any more the run ends early: the documents of the output under way count
    as failed, the account says so, and `hint` tells people how to go on.
    """
    tally = Tally(watcher.say)
    files = Files(plan)
    with (
        Interrupts() as interrupts,
        Pool(setup, jobs) as pool,
        closing(_RunState(plan, setup, files, tally)) as state,
    ):
        try:
            state.begin(watcher.say)
            for item in pool.imap(state.tasks()):
                with interrupts.deferred():
                    outcome = state.outputs.put(item)
                if outcome is not None:
                    tally.count(outcome)
                    watcher.step(outcome)
                elif isinstance(item, LeftAlone):
                    files.left_alone[NOT_A_PAGE] += 1
            with interrupts.deferred():
                state.finish()
        except (PlanError, RuleError, BrokenPipeError):
            raise
        except (CleanerError, sqlite3.Error, OSError) as error:
            state.abandon()
            tally.stop(describe_error(error))
        except BaseException:
            with interrupts.deferred():
                state.abandon()
            raise
    _report(plan, files, tally, watcher, hint)
    return tally


class _RunState:
    """What a run needs from its beginning to its end."""

    def __init__(self, plan: Plan, setup: Setup, files: Files, tally: Tally) -> None:
        self._plan = plan
        self._setup = setup
        self._files = files
        self._tally = tally
        self._fingerprint = run_fingerprint(plan, setup)
        self._journal: Journal | None = None
        self._outputs: Outputs | None = None

    def begin(self, say: Say) -> None:
        """Find out what an earlier run has done, and open the one output.

        Raises PlanError, JournalError, OutputError, OSError and sqlite3.Error.
        """
        self._journal = Journal(self._plan.journal, self._plan.base, say)
        self._previous = PreviousRun(self._plan, self._journal, self._fingerprint, say)
        valid_length, finished = self._previous.valid_length, self._previous.finished
        self._outputs = Outputs(
            self._plan, self._journal, self._fingerprint[INPUT], valid_length, finished=finished
        )

    @property
    def journal(self) -> Journal:
        """What the run has done; there once the work has begun."""
        if self._journal is None:
            raise AssertionError("the work has not begun")
        return self._journal

    @property
    def outputs(self) -> Outputs:
        """Where outcomes go; likewise."""
        if self._outputs is None:
            raise AssertionError("the work has not begun")
        return self._outputs

    def tasks(self) -> Tasks:
        """What there is to do."""
        size = self._setup.limits.size
        return Tasks(self._files, self.journal, self._previous, _sampling(self._plan, size), size)

    def finish(self) -> None:
        """Put everything in its place; raises OutputError, OSError and sqlite3.Error."""
        self.outputs.finish()
        request = self._plan.request
        is_whole_input = request.limit is None and request.sample is None
        if is_whole_input:
            self.journal.forget_files_of_earlier_runs()
        write_lists(self._plan, self.journal)
        if is_whole_input:
            run_input = self._fingerprint[INPUT]
            self._tally.set_cleared(*clear_stale_outputs(self._plan, self.journal, self._files, run_input))

    def abandon(self) -> None:
        """Leave what is done to be gone on with."""
        if self._outputs is not None:
            self._outputs.abandon()
            self._tally.fail_unpublished(self._outputs.unpublished)

    def close(self) -> None:
        """Let go of the journal."""
        if self._journal is not None:
            self._journal.close()


def _sampling(plan: Plan, max_bytes: int) -> Sampling:
    """Which documents are wanted; for a sample all of them are counted first."""
    request = plan.request
    if request.sample is None:
        return Sampling(request.limit)
    total = 0
    for file in Files(plan):
        with suppress(Exception):  # the run itself will name what is wrong
            total += count_documents(file, max_bytes)
    return Sampling(sample=draw_sample(total, request.sample))


def count_documents(file: File, max_bytes: int) -> int:
    """How many documents are in a file, found without looking into them; raises what reading raises."""
    items = file.reader.split(file.place, max_bytes) if file.error is None else ()
    return sum(it.documents if isinstance(it, Fault) else 1 for it in items)


def _report(plan: Plan, files: Files, tally: Tally, watcher: Watcher, hint: str) -> None:
    if files.left_alone:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(files.left_alone.items()))
        watcher.say(f"left alone: {files.left_alone.total():,} ({kinds})")
    for line in (tally.timeouts(), tally.suspects(), tally.cleared()):
        if line:
            watcher.say(line)
    if plan.request.report is not None:
        counts = {**tally.report(), "left_alone": dict(files.left_alone)}
        try:
            write_report(plan.request.report, counts, plan.root)
        except OutputError as error:
            tally.stop(str(error))
    if tally.stopped and hint and plan.journal is not None:
        watcher.say(hint)
    watcher.summarize(tally)
    watcher.say(tally.wrote(_target_name(plan)))
    watcher.say(tally.account())


def _target_name(plan: Plan) -> str:
    if plan.target is None:
        return "standard output"
    return shown(plan.target) + ("/" if plan.to_folder else "")


__all__ = ["Limits", "Plan", "PlanError", "Request", "Setup", "Tally", "Watcher", "count", "make_plan", "run"]
