"""The documents of a run by their names in its report, read again from its inputs."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Final

from cleaner.batch import Limits, read_tasks
from cleaner.errors import CleanerError
from cleaner.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cleaner.batch import Plan
    from cleaner.batch.task import Task
    from cleaner.readers.record import Record

_HELD_BYTES: Final = 200_000_000
"""Bytes of documents that are held once they were cut out of a file; beyond, it is read again."""


class Documents:
    """The documents of a plan. Safe to use from several threads."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._held: dict[str, Task] = {}
        self._bytes = 0
        self._lock = Lock()

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        """Name and record of each document, in order; what cannot be read is left out."""
        for task in read_tasks(self._plan, Limits().size):
            self._hold(task)
            if (record := _parsed(task)) is not None:
                yield task.source, record

    def find(self, names: Collection[str]) -> Mapping[str, Record]:
        """The records with these names, in their order; those that are gone are left out."""
        with self._lock:
            tasks = {name: self._held[name] for name in names if name in self._held}
        missing = set(names) - tasks.keys()
        if missing:
            for task in read_tasks(self._plan, Limits().size):
                self._hold(task)
                if task.source in missing:
                    tasks[task.source] = task
                    missing.remove(task.source)
                    if not missing:
                        break
        parsed = ((name, _parsed(tasks[name])) for name in names if name in tasks)
        return {name: record for name, record in parsed if record is not None}

    def _hold(self, task: Task) -> None:
        size = len(task.raw.data) if isinstance(task.raw.data, bytes) else 0
        with self._lock:
            if task.source not in self._held and self._bytes + size <= _HELD_BYTES:
                self._held[task.source] = task
                self._bytes += size


def _parsed(task: Task) -> Record | None:
    """The record of a document; None where there is none, which the run has told already."""
    with suppress(CleanerError, OSError, EOFError, ValueError):
        return READERS[task.reader].parse(task.raw, Limits().size)
    return None
