"""The items that pass through the worker pool: tasks become outcomes, everything else passes unchanged.

Items are picklable. A file is a `BeginFile`, its documents and an `EndFile`; a file that is skipped as a
whole is only outcomes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cleaner.readers.record import Raw, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaner.batch.journal_records import FileState
    from cleaner.report.document_facts import DocumentFacts

STDIN = "stdin"
"""The name of standard input in messages and file names."""


class Status(StrEnum):
    """The status of a document. Every document that is read has exactly one."""

    CLEANED = "cleaned"
    """Cleaned and written; some text is left."""
    EMPTY = "empty"
    """Cleaned and written; no text is left, or there was none."""
    SKIPPED = "skipped"
    """Not cleaned, as a resumed run has found its output up to date."""
    FAILED = "failed"
    """Not written; the outcome has the reason."""


class BeginFile(NamedTuple):
    """Marks the start of an input file; its documents follow."""

    key: bytes
    """The file's key in the journal, see `sources.key_of`."""
    source: str
    """The file's name in messages."""
    sequence: int
    """Position among the input files of the run."""
    signature: str
    """The file's signature, see `sources.signature`."""
    target: Path | None
    """The output of the file, see `files.File.target`."""
    shared: bool
    """Whether all documents of the file go into the same output."""
    writer: str
    """Name of the writer."""
    done: FileState | None = None
    """How far the previous run has processed the file, where this run continues from there."""
    length: int = 0
    """Bytes of `target` that are kept from the previous run."""
    retried: bool = False
    """Whether the previous run has completed the file, and only its failed documents are tried again."""


class EndFile(NamedTuple):
    """Marks the end of an input file."""

    documents: int
    """Number of documents that were read from the file."""
    complete: bool = True
    """Whether the file was read to its end; `--limit` may stop earlier."""


class Task(NamedTuple):
    """One document to clean."""

    raw: Raw
    position: int
    """Number of documents of the file before this one."""
    reader: str
    """Name of the reader that parses `raw`."""
    writer: str
    """Name of the writer that renders the result."""
    target: Path | None
    """The document's own output; None where documents share an output."""
    source: str
    """The document's name in messages: `file` or `file:number`."""


class Stats(NamedTuple):
    """Statistics of cleaning one document."""

    source_chars: int = 0
    """Characters of the source text."""
    kept_chars: int = 0
    """Characters of the cleaned text."""
    removed: Mapping[str, tuple[int, int]] = {}
    """Label -> number of removed blocks, number of removed characters."""
    suspect: str | None = None
    """Why the result is suspect, see `writers.suspect`; None where it is not."""
    timed_out: tuple[str, ...] = ()
    """Names of the site rules that ran out of time on the document."""
    facts: DocumentFacts | None = None
    """What `--report` wants to know; None where no report is wanted."""
    doubts: tuple[tuple[str, bool], ...] = ()
    """Names of the rule files that left next to nothing of the document, and whether each was believed."""


class Outcome(NamedTuple):
    """The outcome of one document, or of several consecutive documents of a file."""

    status: Status
    source: str
    """The document's name in messages: `file` or `file:number`."""
    position: int = 0
    """Number of documents of the file before this one."""
    documents: int = 1
    """Number of documents that the outcome stands for."""
    reason: str = ""
    """The error of a failed document."""
    id: str | None = None
    """The document's own id; set only for failures."""
    offset: int = 0
    """Start of the document in its unpacked file, in bytes; set only for failures."""
    data: bytes = b""
    """The bytes that the writer has rendered."""
    target: Path | None = None
    """The document's own output; None where documents share an output."""
    removed: bytes = b""
    """The document's line in the `--removed` file."""
    warning: str = ""
    """What the reader had to repair."""
    stats: Stats = Stats()
    counted_before: Mapping[Status, int] = {}
    """Of a failure: counts of outcomes that were reported for the same documents, and that it replaces."""

    def failed(self, reason: str) -> Outcome:
        """The failure of the same document."""
        return self._replace(status=Status.FAILED, reason=reason, data=b"", removed=b"")


class LeftAlone(NamedTuple):
    """A record that is no document, such as an image in a WARC file. It is counted, but has no status."""

    position: int


Item = Task | Outcome | LeftAlone | BeginFile | EndFile
"""What goes into the worker pool. Only tasks are sent to workers."""
Processed = Outcome | BeginFile | EndFile | LeftAlone
"""What comes out of the worker pool, in the same order: each task has become an Outcome or LeftAlone."""


def describe_error(error: Exception) -> str:
    """The text of an error on one line.

    >>> describe_error(FileNotFoundError(2, "No such file or directory", "a.txt")), describe_error(EOFError())
    ('No such file or directory', 'EOFError')
    """
    reason = str(error)
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    return shown(reason or type(error).__name__)
