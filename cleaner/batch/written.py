"""The files that a run writes beside its output: what failed, what was removed, how much of each."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from cleaner.batch.outputs import OutputError
from cleaner.readers.record import shown
from cleaner.writers.atomic import write_whole
from cleaner.writers.jsonl import dump
from cleaner.writers.part import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.batch.journal import Journal
    from cleaner.batch.plan import Plan


def write_lists(plan: Plan, journal: Journal) -> None:
    """The failures, where there are any, and the removed spans, where they are wanted; raises OutputError."""
    if plan.failures is not None:
        with _whole(plan.failures, keep_empty=plan.request.failures is not None) as file:
            for it in journal.all_failures():
                told = {"id": it.id, "source": it.source, "offset": it.offset, "reason": it.reason}
                file.write(dump({**told, "documents": it.documents} if it.documents > 1 else told))
    if plan.request.removed is not None:
        with _whole(plan.request.removed, keep_empty=True) as file:
            file.writelines(journal.all_removed())


def write_report(path: Path, counts: Mapping[str, Any]) -> None:
    """The counts as JSON; raises OutputError."""
    try:
        write_whole(path, orjson.dumps(counts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    except OSError as error:
        raise OutputError(f"{shown(path)} cannot be written: {error.strerror or error}") from error


@contextmanager
def _whole(path: Path, *, keep_empty: bool) -> Iterator[BinaryIO]:
    """A file that appears whole; an empty one takes the place of an old one only if it is kept."""
    real = Path(os.path.realpath(path))
    part = beside(real)
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        with (real if real.exists() and not real.is_file() else part).open("wb") as file:
            yield file
            empty = not file.tell() if file.seekable() else False
        if part.exists():
            if empty and not keep_empty:
                part.unlink()
                real.unlink(missing_ok=True)
            else:
                part.replace(real)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(f"{shown(path)} cannot be written: {error.strerror or error}") from error
