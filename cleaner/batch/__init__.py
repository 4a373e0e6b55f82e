"""Many documents: what is read, who cleans it, where it goes, and what became of each.

plan -> tasks -> pool (workers) -> outputs -> tally
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cleaner.batch.interrupts import Interrupts
from cleaner.batch.outputs import OutputError, Outputs
from cleaner.batch.plan import Plan, PlanError, Request, make_plan
from cleaner.batch.pool import settle_all
from cleaner.batch.tally import Say, Tally
from cleaner.batch.tasks import Tasks
from cleaner.batch.workers import Setup
from cleaner.readers.record import shown
from cleaner.writers.removed import RemovedFile

Step = Callable[[int], object]


def run(plan: Plan, setup: Setup, jobs: int, say: Say, step: Step) -> Tally:
    """Clean everything in `plan` and account for it.

    `say` gets each line for the person who waits, the account last; `step` gets how many documents
    were settled, as they are. The output is the same for any number of `jobs`.

    Raises RuleError before anything is written, PlanError where the `--removed` file cannot be
    written. Where the output cannot be written, the documents that were to be in it count as failed.
    """
    cleaner = setup.cleaner()
    tasks = Tasks(plan)
    tally = Tally(say)
    outputs = Outputs(_removed_file(plan))
    with Interrupts() as interrupts:
        try:
            with closing(settle_all(tasks, setup, cleaner, jobs)) as settled:
                for item in settled:
                    with interrupts.held():
                        outcome = outputs.put(item)
                    if outcome is not None:
                        tally.count(outcome)
                        step(outcome.documents)
            with interrupts.held():
                outputs.finish()
        except OutputError as error:
            outputs.abandon()
            tally.lose(outputs.unpublished)
            tally.stop(str(error))
        except BaseException:
            with interrupts.held():
                outputs.abandon()
            raise
    _report(plan, tasks, tally, say)
    return tally


def _removed_file(plan: Plan) -> RemovedFile | None:
    if plan.removed is None:
        return None
    try:
        return RemovedFile(plan.removed, resume=plan.resume)
    except OSError as error:
        raise PlanError(f"--removed {shown(plan.removed)}: {error.strerror or error}") from error


def _report(plan: Plan, tasks: Tasks, tally: Tally, say: Say) -> None:
    if tasks.left_alone:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(tasks.left_alone.items()))
        say(f"left alone: {tasks.left_alone.total()} ({kinds})")
    if timeouts := tally.timeouts():
        say(timeouts)
    say(tally.wrote(_where(plan)))
    say(tally.account())


def _where(plan: Plan) -> str:
    if plan.target is None:
        return "standard output"
    return shown(Path(plan.target)) + ("/" if plan.to_folder else "")


__all__ = ["Plan", "PlanError", "Request", "Setup", "Tally", "make_plan", "run"]
