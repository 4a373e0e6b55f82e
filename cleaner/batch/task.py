"""What goes into the workers and what comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cleaner.readers.record import Raw, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaner.batch.journal import FileState

STDIN = "stdin"
"""What standard input is called in messages and file names."""


class Status(StrEnum):
    """What became of a document. Every document that is read gets exactly one."""

    CLEANED = "cleaned"
    EMPTY = "empty"
    """Nothing is left of it, or nothing was there; written all the same."""
    SKIPPED = "skipped"
    """It was done before, and `--resume` was asked for."""
    FAILED = "failed"


class BeginFile(NamedTuple):
    """The documents of a file follow."""

    key: bytes
    """The file in the journal."""
    source: str
    """What it is called in messages."""
    sequence: int
    signature: str
    target: Path | None
    """The file its documents go to, one after the other; None for standard output."""
    shared: bool
    """Whether there is such a file, or each document has its own."""
    writer: str
    done: FileState | None = None
    """How far an earlier run came, where this one goes on from there."""
    length: int = 0
    """How many bytes of `target` hold from that run."""
    retried: bool = False
    """Whether it was read to its end before, and what failed is tried again."""


class EndFile(NamedTuple):
    """The documents of a file are all there."""

    documents: int
    """How many they are."""
    complete: bool = True
    """False where reading stopped before the file's end, as `--limit` has it."""


class Task(NamedTuple):
    """One document to clean."""

    raw: Raw
    position: int
    """How many documents of its file come before it."""
    reader: str
    writer: str
    target: Path | None
    """The file it has for itself, if it has one."""
    source: str
    """Where it comes from, for messages: `file` or `file:number`."""


class Stats(NamedTuple):
    """What cleaning a document came to, for the report."""

    source_chars: int = 0
    kept_chars: int = 0
    removed: Mapping[str, tuple[int, int]] = {}
    """Blocks and characters that were removed, by label."""
    suspect: str | None = None
    """What is suspect about the result: EMPTIED or STRIPPED."""
    timed_out: tuple[str, ...] = ()
    """Names of the rules that ran out of time on it."""


EMPTIED = "empty though it had text"
STRIPPED = "lost more than --max-removed allows"


class Outcome(NamedTuple):
    """What became of one document, or of several that follow each other in one file."""

    status: Status
    source: str
    position: int = 0
    """As in `Task`."""
    documents: int = 1
    reason: str = ""
    """Why it failed."""
    id: str | None = None
    """Known for failures only."""
    offset: int = 0
    data: bytes = b""
    target: Path | None = None
    removed: bytes = b""
    """Its line in the `--removed` file."""
    warning: str = ""
    stats: Stats = Stats()
    counted_before: Mapping[Status, int] = {}
    """What its documents have been counted as before they failed after all."""


class LeftAlone(NamedTuple):
    """A record that is no document."""

    position: int


Item = Task | Outcome | LeftAlone | BeginFile | EndFile
"""Anything on its way to the workers; they turn tasks into outcomes, the rest passes by."""
Processed = Outcome | BeginFile | EndFile | LeftAlone


def describe_error(error: Exception) -> str:
    """What is wrong, on one line."""
    reason = str(error)
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    return shown(reason or type(error).__name__)
