"""Cleaning one document, whatever it holds: the outcome is always a value, never an exception."""

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
from cleaner.batch.task import (
    EMPTIED,
    STDIN,
    STRIPPED,
    LeftAlone,
    Outcome,
    Stats,
    Status,
    Task,
    describe_error,
)
from cleaner.errors import CleanerError
from cleaner.options import Options
from cleaner.readers import READERS
from cleaner.readers.record import shown
from cleaner.writers import WRITERS, removed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record
    from cleaner.result import Result

OUT_OF_MEMORY: Final = 86
"""Exit status of a worker that met its limit; no signal and no other program's habit."""
_PAGE: Final = 4096


@dataclass(frozen=True, slots=True)
class Setup:
    """All a worker needs to know to work like every other."""

    rules: Sequence[str | Path] = ()
    options: Options = field(default_factory=Options)
    limits: Limits = field(default_factory=Limits)
    removed: bool = False
    """Whether anybody wants to know what was removed."""
    max_removed: float | None = None
    """The share of its text (0 to 1) that a document may lose before it is suspect."""

    def cleaner(self) -> Cleaner:
        """A cleaner; raises RuleError. Only workers load it, so that everything else is quick."""
        from cleaner.pipeline import Cleaner  # noqa: PLC0415 - see above

        return Cleaner(rules=self.rules, options=self.options)


def serve(setup: Setup, connection: Connection, temp_dir: str | None) -> None:
    """Be a worker: say that it is ready, or what is wrong; then answer every task of every list.

    Ctrl-C and a closed terminal are for the parent to handle; a lost parent ends the worker, as `kill` does,
    whatever the process that it was forked from made of that. The worker then removes the folder `scratch`,
    as a parent that was killed could not.
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
    parent = parent_process()
    if parent is not None:
        parent.join()
        if temp_dir is not None:
            shutil.rmtree(temp_dir, ignore_errors=True)
        os._exit(1)


def _limit_memory(max_bytes: int) -> None:
    """Let this process have `most` bytes more than it has. Only Linux keeps such a limit and tells."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path, a question
        have = int(file.read().split()[5]) * _PAGE
    _, ceiling = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = have + max_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if ceiling < 0 else min(wanted, ceiling), ceiling))


def run_task(cleaner: Cleaner, setup: Setup, task: Task) -> Outcome | LeftAlone:
    """The outcome of a task; only MemoryError gets out, as nothing can be trusted after it."""
    identity = None
    try:
        record = READERS[task.reader].parse(task.raw, setup.limits.size)
        if record is None:
            return LeftAlone(task.position)
        identity = record.id
        return _clean(cleaner, setup, task, record)
    except MemoryError:
        raise
    except (CleanerError, OSError) as error:
        reason = describe_error(error)
    except Exception as error:  # noqa: BLE001 - one document must not end the run
        reason = shown(f"internal error: {type(error).__name__}: {error}; please report it")
    if identity is None:
        with suppress(Exception):
            identity = READERS[task.reader].find_id(task.raw)
    return failed_outcome(task, reason, identity)


def failed_outcome(task: Task, reason: str, identity: str | None = None) -> Outcome:
    """The outcome of a task that came to nothing."""
    return Outcome(
        Status.FAILED, task.source, task.position, reason=reason, id=identity, offset=task.raw.offset
    )


def _clean(cleaner: Cleaner, setup: Setup, task: Task, record: Record) -> Outcome:
    result = cleaner.clean(record.text, html=record.html, url=record.url, language=record.language)
    stats = _stats(result, setup)
    return Outcome(
        Status.CLEANED if result.text.strip() else Status.EMPTY,
        task.source,
        task.position,
        data=WRITERS[task.writer].render(record, result, stats.suspect),
        target=task.target,
        removed=removed.render(record, result, _origin(task)) if setup.removed else b"",
        warning=record.warning or "",
        stats=stats,
    )


def _stats(result: Result, setup: Setup) -> Stats:
    counts: dict[str, tuple[int, int]] = {}
    for it in result.removed:
        blocks, characters = counts.get(it.label.value, (0, 0))
        counts[it.label.value] = (blocks + 1, characters + it.end - it.start)
    kept, had = len(result.text), result.source_chars
    suspect = None
    if not result.text.strip():
        suspect = EMPTIED if result.document.blocks else None
    elif setup.max_removed is not None and sum(it for _, it in counts.values()) > setup.max_removed * had:
        suspect = STRIPPED
    return Stats(had, kept, counts, suspect, tuple(result.timed_out))


def _origin(task: Task) -> str:
    """Where a document comes from, the same wherever INPUT lies."""
    name = shown(task.raw.name) if task.raw.name else STDIN
    return name if task.raw.number is None else f"{name}:{task.raw.number}"
