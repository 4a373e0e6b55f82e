"""Batch runs: read many documents, clean them in worker processes, write them, and account for each.

plan -> files -> tasks -> pool (workers) -> outputs -> tally

The journal records progress, so that a later run can resume or remove stale outputs. How a single document is
cleaned is not decided here, but in `cleaner.pipeline`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Protocol

from cleaner.batch.input_files import Files
from cleaner.batch.interrupts import Interrupts
from cleaner.batch.journal import Journal
from cleaner.batch.limits import Limits
from cleaner.batch.outputs import OutputError, Outputs
from cleaner.batch.plan import Plan, make_plan
from cleaner.batch.pool import Pool
from cleaner.batch.previous_run import PreviousRun
from cleaner.batch.request import PlanError, Request
from cleaner.batch.run_fingerprint import INPUT, run_fingerprint
from cleaner.batch.run_report import RunReport
from cleaner.batch.sampling import Sampling, draw_sample
from cleaner.batch.shard import Shard
from cleaner.batch.sidecar_files import write_lists
from cleaner.batch.stale_outputs import clear_stale_outputs
from cleaner.batch.tally import Say, Tally
from cleaner.batch.task import LeftAlone, Outcome, Task, describe_error
from cleaner.batch.tasks import Tasks
from cleaner.batch.workers import Setup
from cleaner.errors import CleanerError, RuleError
from cleaner.readers.record import Fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.batch.input_files import File
    from cleaner.batch.task import Item

NOT_A_PAGE: Final = "of no page, in WARC files"
"""Describes WARC records without text or HTML, such as images and redirects, in the line that counts them."""


class Watcher(Protocol):
    """Receives the progress of a run; the command line prints it."""

    def say(self, line: str) -> None:
        """Receive a line of text. The last line of a run is its account."""

    def step(self, outcome: Outcome) -> None:
        """Receive the outcome of one or more documents, in the order of the input."""

    def summarize(self, tally: Tally) -> None:
        """Receive all counts, once, just before the last two lines."""


def run(plan: Plan, setup: Setup, jobs: int, watcher: Watcher, *, hint: str = "") -> Tally:
    """Clean all documents of `plan` and return their counts. The output is the same for any number of `jobs`.

    `jobs` is the number of worker processes. `hint` is the line that tells people how to resume a run that
    ended early.

    Raises RuleError where a rule file is wrong and ReportError where `--against` is no report, before
    anything is written. Raises PlanError where a resumed
    run differs from the previous run, for example in its options. Where OUTPUT cannot be written or no worker
    can be started, the run ends early instead of raising: `Tally.stopped` is set, and the documents of the
    unfinished output count as failed.
    """
    tally = Tally(watcher.say)
    report = RunReport(plan, setup) if setup.report else None
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
                    if report is not None:
                        report.add(outcome)
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
    _end(plan, files, tally, report, watcher, hint)
    return tally


def outcomes(plan: Plan, setup: Setup, jobs: int, *, tally: Tally) -> Iterator[Outcome]:
    """The outcome of every document of `plan`, in order; nothing is written. Each is counted in `tally`.

    For work on documents that ends in an account of them rather than in files. Raises RuleError where a rule
    file is wrong, and CleanerError where no worker can be started.
    """
    with Pool(setup, jobs) as pool, _all_items(plan, setup.limits.size) as items:
        for item in pool.imap(items):
            if isinstance(item, Outcome):
                tally.count(item)
                yield item


def read_tasks(plan: Plan, max_bytes: int) -> Iterator[Task]:
    """The documents of `plan` that can be read, in order and not parsed yet; nothing is written."""
    with _all_items(plan, max_bytes) as items:
        for item in items:
            if isinstance(item, Task):
                yield item


@contextmanager
def _all_items(plan: Plan, max_bytes: int) -> Iterator[Iterable[Item]]:
    """All items of a plan of which no earlier run has done anything."""
    with closing(Journal(None)) as journal:
        previous = PreviousRun(plan, journal, {}, lambda _: None)
        yield Tasks(Files(plan), journal, previous, _sampling(plan, max_bytes), max_bytes)


class _RunState:
    """The journal, the previous run and the outputs of one run. They are opened by `begin`."""

    def __init__(self, plan: Plan, setup: Setup, files: Files, tally: Tally) -> None:
        self._plan = plan
        self._setup = setup
        self._files = files
        self._tally = tally
        self._fingerprint = run_fingerprint(plan, setup)
        self._journal: Journal | None = None
        self._outputs: Outputs | None = None

    def begin(self, say: Say) -> None:
        """Load the state of the previous run, and open the output where all documents share one.

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
        """The open journal. Raises AssertionError before `begin`."""
        if self._journal is None:
            raise AssertionError("the work has not begun")
        return self._journal

    @property
    def outputs(self) -> Outputs:
        """The open outputs. Raises AssertionError before `begin`."""
        if self._outputs is None:
            raise AssertionError("the work has not begun")
        return self._outputs

    def tasks(self) -> Tasks:
        """The work of this run, in the order of the input."""
        size = self._setup.limits.size
        return Tasks(self._files, self.journal, self._previous, _sampling(self._plan, size), size)

    def finish(self) -> None:
        """Publish the output, write the sidecar files, and remove stale outputs.

        `--limit` and `--sample` read only part of INPUT. Nothing is removed then, since an output whose
        document was not read need not be stale. Raises OutputError, OSError and sqlite3.Error.
        """
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
        """Save the progress of a run that ends early, for a later run to resume. Raises nothing."""
        if self._outputs is not None:
            self._outputs.abandon()
            self._tally.fail_unpublished(self._outputs.unpublished)

    def close(self) -> None:
        """Close the journal."""
        if self._journal is not None:
            self._journal.close()


def _sampling(plan: Plan, max_bytes: int) -> Sampling:
    """The documents to process. `--sample` has to count all documents first, which reads INPUT twice."""
    request = plan.request
    if request.sample is None:
        return Sampling(request.limit)
    total = 0
    for file in Files(plan):
        with suppress(Exception):  # the run itself reports a file that cannot be read
            total += count_documents(file, request.shard, max_bytes)
    return Sampling(sample=draw_sample(total, request.sample))


def count_documents(file: File, shard: Shard, max_bytes: int) -> int:
    """The number of documents of a shard in a file, without parsing them.

    Raises OSError, EOFError, DocumentError and whatever else the file's reader raises.
    """
    position = found = 0
    for it in file.reader.split(file.place, max_bytes) if file.error is None else ():
        documents = it.documents if isinstance(it, Fault) else 1
        found += documents * shard.has(file.place.name, position)
        position += documents
    return found


def _end(
    plan: Plan, files: Files, tally: Tally, report: RunReport | None, watcher: Watcher, hint: str
) -> None:
    """Write the files of `--report`, and send `watcher` the closing lines of a run, with the account last."""
    if files.left_alone:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(files.left_alone.items()))
        watcher.say(f"left alone: {files.left_alone.total():,} ({kinds})")
    for line in (tally.timeouts(), *tally.doubts(), tally.suspects(), tally.cleared()):
        if line:
            watcher.say(line)
    if report is not None:
        try:
            report.write(tally, dict(files.left_alone))
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


__all__ = [
    "Limits",
    "Plan",
    "PlanError",
    "Request",
    "Setup",
    "Shard",
    "Tally",
    "Watcher",
    "count_documents",
    "make_plan",
    "outcomes",
    "read_tasks",
    "run",
]
