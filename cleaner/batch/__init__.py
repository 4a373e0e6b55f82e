"""Many documents: what is read, who cleans it, where it goes, and what became of each.

plan -> files -> tasks -> pool (workers) -> outputs -> tally; the journal says where to go on.
"""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final, Protocol

from cleaner.batch.choice import Choice, sample_of
from cleaner.batch.facts import facts
from cleaner.batch.files import Files
from cleaner.batch.interrupts import Interrupts
from cleaner.batch.journal import Journal
from cleaner.batch.limits import Limits
from cleaner.batch.outputs import OutputError, Outputs
from cleaner.batch.past import Past
from cleaner.batch.plan import Plan, PlanError, Request, make_plan
from cleaner.batch.pool import Pool
from cleaner.batch.tally import Tally
from cleaner.batch.task import LeftAlone
from cleaner.batch.tasks import Tasks
from cleaner.batch.workers import Setup
from cleaner.batch.written import write_lists, write_report
from cleaner.readers.record import Fault, shown

if TYPE_CHECKING:
    from cleaner.batch.files import File
    from cleaner.batch.task import Outcome

NO_PAGE: Final = "of no page, in WARC files"
"""What people are told about records that are left alone, such as images and redirects."""


class Watcher(Protocol):
    """Who waits for a run."""

    def say(self, line: str) -> None:
        """Hear a line; the account is the last."""

    def step(self, outcome: Outcome) -> None:
        """See what became of a document."""

    def summarize(self, tally: Tally) -> None:
        """See all counts, just before the account."""


def run(plan: Plan, setup: Setup, jobs: int, watcher: Watcher) -> Tally:
    """Clean everything in `plan` and account for it. The output is the same for any number of `jobs`.

    Raises RuleError before anything is written; PlanError where an earlier run was another one;
    JournalError and OSError where the journal cannot be kept. Where the output cannot be written, the
    documents that were to be in it count as failed.
    """
    tally = Tally(watcher.say)
    with Interrupts() as interrupts, Pool(setup, jobs) as pool, closing(Journal(plan.journal)) as journal:
        past = Past(plan, journal, facts(plan, setup), watcher.say)
        files = Files(plan)
        tasks = Tasks(files, journal, past, _choice(plan, setup.limits.size), setup.limits.size)
        outputs = None
        try:
            outputs = Outputs(plan, journal, past.length, finished=past.finished and not past.retries)
            for item in pool.settle(tasks):
                with interrupts.held():
                    outcome = outputs.put(item)
                if outcome is not None:
                    tally.count(outcome)
                    watcher.step(outcome)
                elif isinstance(item, LeftAlone):
                    files.left_alone[NO_PAGE] += 1
            with interrupts.held():
                outputs.finish()
                write_lists(plan, journal)
        except OutputError as error:
            if outputs is not None:
                outputs.abandon()
                tally.lose(outputs.unpublished)
            tally.stop(str(error))
        except BaseException:
            with interrupts.held():
                if outputs is not None:
                    outputs.abandon()
            raise
    _close(plan, files, tally, watcher)
    return tally


def _choice(plan: Plan, max_bytes: int) -> Choice:
    """Which documents are wanted; for a sample all of them are counted first."""
    request = plan.request
    if request.sample is None:
        return Choice(request.limit)
    total = 0
    for file in Files(plan):
        with suppress(Exception):  # the run itself will name what is wrong
            total += count(file, max_bytes)
    return Choice(sample=sample_of(total, request.sample))


def count(file: File, max_bytes: int) -> int:
    """How many documents are in a file, found without looking into them; raises what reading raises."""
    items = file.reader.split(file.place, max_bytes) if file.error is None else ()
    return sum(it.documents if isinstance(it, Fault) else 1 for it in items)


def _close(plan: Plan, files: Files, tally: Tally, watcher: Watcher) -> None:
    if files.left_alone:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(files.left_alone.items()))
        watcher.say(f"left alone: {files.left_alone.total():,} ({kinds})")
    for line in (tally.timeouts(), tally.suspects()):
        if line:
            watcher.say(line)
    if plan.request.report is not None:
        write_report(plan.request.report, {**tally.report(), "left_alone": dict(files.left_alone)})
    watcher.summarize(tally)
    watcher.say(tally.wrote(_where(plan)))
    watcher.say(tally.account())


def _where(plan: Plan) -> str:
    if plan.target is None:
        return "standard output"
    return shown(plan.target) + ("/" if plan.to_folder else "")


__all__ = ["Limits", "Plan", "PlanError", "Request", "Setup", "Tally", "Watcher", "count", "make_plan", "run"]
