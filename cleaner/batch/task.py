"""What goes into the workers and what comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cleaner.readers.record import Raw, shown

if TYPE_CHECKING:
    from pathlib import Path

STDIN = "stdin"
"""What standard input is called in messages and file names."""


class Status(StrEnum):
    """What became of a document. Every document that is read gets exactly one."""

    CLEANED = "cleaned"
    EMPTY = "empty"
    """Nothing is left of it, or nothing was there; written all the same."""
    SKIPPED = "skipped"
    """Its output is there already, and `--resume` was asked for."""
    FAILED = "failed"


class Task(NamedTuple):
    """One document to clean."""

    raw: Raw
    reader: str
    writer: str
    target: Path | None
    """The file its output goes to, alone or with others; None for standard output."""
    shared: bool
    """Whether the target takes one document after the other."""
    source: str
    """Where it comes from, for messages: `file` or `file:line`."""


class Outcome(NamedTuple):
    """What became of one document, or of several `documents` of one file."""

    status: Status
    source: str
    reason: str = ""
    """Why it failed."""
    data: bytes = b""
    target: Path | None = None
    shared: bool = False
    removed: bytes = b""
    """Its lines in the `--removed` file."""
    warning: str = ""
    timed_out: tuple[str, ...] = ()
    """Names of the rules that ran out of time on it."""
    documents: int = 1


class Present(NamedTuple):
    """A file for many documents that is to be there even when it got none."""

    target: Path | None


Item = Task | Outcome | Present
"""Anything on its way to the workers; they turn tasks into outcomes and pass the rest on."""
Settled = Outcome | Present


def failed(source: str, error: Exception) -> Outcome:
    """The outcome for a document that cannot be cleaned, with the reason on one line."""
    reason = str(error)
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    return Outcome(Status.FAILED, source, reason=shown(reason))
