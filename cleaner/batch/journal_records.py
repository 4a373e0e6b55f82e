"""What the journal stores: progress of input files, failures, and files that runs have written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaner.writers.placing import signature_of

if TYPE_CHECKING:
    from pathlib import Path


class FileState(NamedTuple):
    """How far one input file was processed."""

    sequence: int
    """Position of the file among the input files of the run."""
    signature: str
    """Signature of the file at that time, see `sources.signature`; a changed file has another."""
    documents: int
    """Number of documents that are done, counted from the start of the file."""
    cleaned: int
    """How many of them were cleaned."""
    empty: int
    """How many of them were empty after cleaning."""
    complete: bool
    """Whether the file was read to its end."""


class Failure(NamedTuple):
    """One or more consecutive documents that could not be cleaned.

    A record that is no document (`LeftAlone`) is stored as a failure of 0 documents, so that a resumed run
    knows that the record has no output.
    """

    position: int
    """Number of documents of the file before this one."""
    documents: int
    """Number of documents that failed."""
    id: str | None
    """The document's own id, where it is known."""
    source: str
    """The document's name in messages: `file` or `file:number`."""
    offset: int
    """Start of the document in its unpacked file, in bytes; for Parquet the row, counted from 0."""
    reason: str
    """The error, as it is shown to people."""


class WrittenFile(NamedTuple):
    """A file that a run has written, or was about to write when it was killed."""

    target: Path
    """The file's path."""
    key: bytes
    """The input file that it was made from, see `sources.key_of`; empty where that is no single file."""
    position: int
    """Position in that input file of the document that it holds; 0 where it holds many."""
    input: str
    """The INPUT arguments of the run that wrote the file, see `run_fingerprint.INPUT`."""
    signature: str
    """Signature of the written file, see `placing.signature_of`; empty where the file was only begun."""
    before: str
    """Signature of the unchanged output that the file replaces; empty where there is none."""
    run: int
    """Number of the last run that wrote the file, or found that it is up to date."""

    def is_unchanged(self) -> bool:
        """Whether the file exists and has one of the two signatures.

        The run may have been killed before it moved the file into place, so `before` counts as well.
        """
        return signature_of(self.target) in {self.signature, self.before} - {""}
