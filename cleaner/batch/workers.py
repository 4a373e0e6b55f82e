"""The worker process: cleans documents and returns an outcome for each, never an exception."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import parent_process
from typing import TYPE_CHECKING, Final

from cleaner.batch.limits import Limits
from cleaner.batch.task import STDIN, LeftAlone, Outcome, Stats, Status, Task, describe_error
from cleaner.errors import CleanerError, internal_error
from cleaner.options import Options
from cleaner.readers import READERS
from cleaner.readers.record import shown
from cleaner.report.offers import Offers
from cleaner.verdict import Label
from cleaner.writers import WRITERS, Form, removed
from cleaner.writers.suspect import suspect_because

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record
    from cleaner.report.document_facts import DocumentFacts
    from cleaner.result import Result

OUT_OF_MEMORY: Final = 86
"""Exit status of a worker that exceeded its memory limit; a value that nothing else uses."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings of a worker, the same for all workers of a run."""

    rules: Sequence[str | Path] = ()
    """Folders of the user's own site rules, the strongest first."""
    options: Options = field(default_factory=Options)
    limits: Limits = field(default_factory=Limits)
    removed: bool = False
    """Whether to render the lines of the `--removed` file."""
    report: bool = False
    """Whether to describe each document for the report."""
    max_removed: float | None = None
    """The share of its text (0 to 1) that a document may lose before it is suspect; None for no limit."""
    form: Form = Form.TEXT
    """What the field `text` of records holds."""
    offers: Offers = field(default_factory=Offers, compare=False, repr=False)
    """What this worker has offered the report as samples; each has a copy of its own."""

    def cleaner(self) -> Cleaner:
        """A cleaner with these settings. Raises RuleError.

        Call it only in workers: importing the pipeline takes long, and the main process does not need it.
        """
        from cleaner.pipeline import Cleaner  # noqa: PLC0415 - see the docstring

        return Cleaner(rules=self.rules, options=self.options)

    def outcome(self, cleaner: Cleaner, task: Task, record: Record) -> Outcome:
        """What becomes of a parsed record: cleaned and rendered. Other work on documents overrides this."""
        return _clean(cleaner, self, task, record)


def serve(setup: Setup, connection: Connection, temp_dir: str | None) -> None:
    """The main function of a worker process.

    Sends None once the cleaner is loaded, or the CleanerError that prevents it. After that it receives lists
    of tasks, and sends an outcome for each task.

    The worker ignores Ctrl-C and a closed terminal, since the parent handles these. SIGTERM kills it, even
    if the process that it was forked from had a handler. If the parent dies, the worker removes the folder
    `temp_dir`, which a killed parent cannot do, and exits.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, args=(temp_dir,), daemon=True).start()
    try:
        cleaner = setup.cleaner()
    except CleanerError as error:
        connection.send(error)
        return
    _limit_memory(setup.limits.memory)
    connection.send(None)
    with suppress(EOFError, BrokenPipeError):
        while True:
            for task in connection.recv():
                try:
                    outcome = run_task(cleaner, setup, task)
                except MemoryError:
                    os._exit(OUT_OF_MEMORY)
                connection.send(outcome)


def _exit_with_parent(temp_dir: str | None) -> None:
    """Wait until the parent process dies; then remove the folder `temp_dir`, and exit."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        if temp_dir is not None:
            shutil.rmtree(temp_dir, ignore_errors=True)
        os._exit(1)


def _limit_memory(max_bytes: int) -> None:
    """Let this process allocate at most `max_bytes` more. Linux only: elsewhere the limit is not enforced."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - procfs
        have = int(file.read().split()[5]) * resource.getpagesize()  # statm counts pages
    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = have + max_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if ceiling < 0 else min(wanted, ceiling), ceiling))


def run_task(cleaner: Cleaner, setup: Setup, task: Task) -> Outcome | LeftAlone:
    """The outcome of a task. Raises only MemoryError, after which the process is not reliable any more."""
    identity = None
    try:
        record = READERS[task.reader].parse(task.raw, setup.limits.size)
        if record is None:
            return LeftAlone(task.position)
        identity = record.id
        return setup.outcome(cleaner, task, record)
    except MemoryError:
        raise
    except (CleanerError, OSError) as error:
        reason = describe_error(error)
    except Exception as error:  # noqa: BLE001 - one document must not end the run
        reason = shown(internal_error(error))
    if identity is None:
        with suppress(Exception):
            identity = READERS[task.reader].find_id(task.raw)
    return failed_outcome(task, reason, identity)


def failed_outcome(task: Task, reason: str, identity: str | None = None) -> Outcome:
    """The outcome of a task that failed for `reason`."""
    return Outcome(
        Status.FAILED, task.source, task.position, reason=reason, id=identity, offset=task.raw.offset
    )


def _clean(cleaner: Cleaner, setup: Setup, task: Task, record: Record) -> Outcome:
    """Clean a parsed record, and render the result."""
    judged = cleaner.compare(record.text, html=record.html, url=record.url, language=record.language)
    result = cleaner.result_of(judged)
    facts = None
    if setup.report:
        from cleaner.report.document_facts import document_facts  # noqa: PLC0415 - for reports alone

        generic = judged.decided.generic if judged.decided else ()
        facts = document_facts(result, task.source, generic, setup.offers)
    stats = _stats(result, setup, facts)
    return Outcome(
        Status.CLEANED if result.text.strip() else Status.EMPTY,
        task.source,
        task.position,
        data=WRITERS[task.writer].render(record, result, stats.suspect, setup.form),
        target=task.target,
        removed=removed.render(record, result, origin(task)) if setup.removed else b"",
        warning=record.warning or "",
        stats=stats,
    )


def _stats(result: Result, setup: Setup, facts: DocumentFacts | None) -> Stats:
    """Statistics of a result; `facts` are those of a report, where there is one."""
    suspect = suspect_because(result, setup.max_removed)
    doubts = tuple((it.name, it.believed) for it in result.doubts)
    removed = _removed_by_label(result, facts)
    return Stats(
        result.source_chars, len(result.text), removed, suspect, tuple(result.timed_out), facts, doubts
    )


def _removed_by_label(result: Result, facts: DocumentFacts | None) -> dict[str, tuple[int, int]]:
    """Label -> blocks and characters that were removed, with what is hidden and in no block."""
    counts: dict[str, tuple[int, int]] = {}
    if facts is None:
        sizes = [(it.label.value, it.end - it.start) for it in result.removed]
    else:
        counts = {label: (blocks, size) for label, (_, _, blocks, size) in facts.labels.items() if blocks}
        sizes = [(Label.WIDGET.value, end - start) for start, end in result.document.skipped]
    for label, size in sizes:
        blocks, characters = counts.get(label, (0, 0))
        counts[label] = blocks + 1, characters + size
    return counts


def origin(task: Task) -> str:
    """The document's name relative to INPUT, for output: it does not depend on where INPUT lies."""
    name = shown(task.raw.name) if task.raw.name else STDIN
    return name if task.raw.number is None else f"{name}:{task.raw.number}"
