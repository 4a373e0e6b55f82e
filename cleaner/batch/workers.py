"""Cleaning one document, whatever it holds: the outcome is always a value, never an exception."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.batch.task import STDIN, Item, Outcome, Settled, Status, Task, failed
from cleaner.errors import CleanerError, DocumentError
from cleaner.options import Options
from cleaner.readers import READERS
from cleaner.readers.record import shown
from cleaner.writers import WRITERS, removed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record


@dataclass(frozen=True, slots=True)
class Setup:
    """All a worker needs to know to work like every other."""

    rules: Sequence[str | Path] = ()
    options: Options = field(default_factory=Options)
    removed: bool = False
    """Whether anybody wants to know what was removed."""

    def cleaner(self) -> Cleaner:
        """A cleaner; raises RuleError. Loading it is put off to here, so that `--help` is quick."""
        from cleaner.pipeline import Cleaner  # noqa: PLC0415 - see above

        return Cleaner(rules=self.rules, options=self.options)


def settle(cleaner: Cleaner, setup: Setup, item: Item) -> Settled:
    """The outcome of a task; what is settled already stays as it is."""
    if not isinstance(item, Task):
        return item
    try:
        record = READERS[item.reader].parse(item.raw)
    except (DocumentError, OSError) as error:
        return failed(item.source, error)
    except Exception as error:  # noqa: BLE001 - one document must not end the run
        return _internal(item, error)
    try:
        return _clean(cleaner, setup, item, record)
    except CleanerError as error:
        return failed(item.source, error)
    except Exception as error:  # noqa: BLE001 - likewise
        return _internal(item, error)


def _internal(task: Task, error: Exception) -> Outcome:
    reason = f"internal error: {type(error).__name__}: {error}; please report it"
    return Outcome(Status.FAILED, task.source, reason=shown(reason))


def _clean(cleaner: Cleaner, setup: Setup, task: Task, record: Record) -> Outcome:
    result = cleaner.clean(record.text, html=record.html, url=record.url, language=record.language)
    return Outcome(
        Status.CLEANED if result.text.strip() else Status.EMPTY,
        task.source,
        data=WRITERS[task.writer].render(record, result),
        target=task.target,
        shared=task.shared,
        removed=removed.render(record, result, _origin(task)) if setup.removed else b"",
        warning=record.warning or "",
        timed_out=tuple(result.timed_out),
    )


def _origin(task: Task) -> str:
    """Where a document comes from, the same wherever INPUT lies."""
    name = shown(task.raw.name) if task.raw.name else STDIN
    return name if task.raw.line is None else f"{name}:{task.raw.line}"


class _Worker:
    """What a worker process keeps from one chunk to the next."""

    setup: Setup
    cleaner: Cleaner


def start(setup: Setup) -> None:
    """Make this process a worker. Ctrl-C is for the parent to handle; a lost parent ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Worker.setup = setup
    _Worker.cleaner = setup.cleaner()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(chunk: Sequence[Item]) -> list[Settled]:
    """The outcomes of `chunk`, in order; runs in a process that `start` made a worker."""
    return [settle(_Worker.cleaner, _Worker.setup, item) for item in chunk]
