"""What a run has done so far, kept beside its output, so that the next one can go on from there.

An SQLite database. It is committed only when the file under way is settled, and holds that file's
length; everything later is undone by a kill, in the database by SQLite, in the file by cutting it to
that length. So there is one point to go on from, whenever the run ended. Failures and removed spans
are kept in it too, and written to their files at the end.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

VERSION: Final = "1"
"""Journals of another version are not read."""
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS files (key BLOB PRIMARY KEY, sequence INTEGER, signature TEXT,
        documents INTEGER, cleaned INTEGER, empty INTEGER, complete INTEGER) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS part (target BLOB, length INTEGER);
    CREATE TABLE IF NOT EXISTS failures (key BLOB, position INTEGER, documents INTEGER, id TEXT,
        source TEXT, place INTEGER, reason TEXT);
    CREATE INDEX IF NOT EXISTS failures_of ON failures (key, position);
    CREATE TABLE IF NOT EXISTS removed (key BLOB, position INTEGER, line BLOB,
        PRIMARY KEY (key, position)) WITHOUT ROWID;
"""


class FileState(NamedTuple):
    """How far a file was read."""

    sequence: int
    """Its place among the files of the run."""
    signature: str
    """What it was like; another one means it was changed."""
    documents: int
    """How many of its documents are done, counted from its start."""
    cleaned: int
    empty: int
    complete: bool


class Failure(NamedTuple):
    """A document, or several that follow each other, that could not be cleaned.

    None at all stand for a record that is no document and is left alone.
    """

    position: int
    """How many documents of its file come before it."""
    documents: int
    id: str | None
    source: str
    offset: int
    reason: str


class JournalError(CleanerError):
    """The journal cannot be read or written."""


class Journal:
    """An open journal. Raises JournalError, or OSError where its folder cannot be made."""

    def __init__(self, path: Path | None) -> None:
        """None keeps everything in a temporary file: for outputs that cannot be continued."""
        self.path = path
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._base = self._connect()

    def _connect(self) -> sqlite3.Connection:
        try:
            base = sqlite3.connect("" if self.path is None else self.path, timeout=0, isolation_level=None)
            base.executescript("PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=NORMAL;" + _TABLES)
            base.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise JournalError("another run is writing to this OUTPUT; wait for it") from error
            raise JournalError(f"{self.path} cannot be used: {error}; delete it to start over") from error
        return base

    def commit(self, target: Path | None = None, length: int = 0) -> None:
        """Everything so far is done; `target`, if a file is under way, has `length` bytes."""
        self._base.execute("DELETE FROM part")
        if target is not None:
            self._base.execute("INSERT INTO part VALUES (?, ?)", (os.fsencode(target), length))
        self._base.execute("COMMIT")
        self._base.execute("BEGIN EXCLUSIVE")

    def close(self) -> None:
        """Forget what was not committed."""
        self._base.close()

    def clear(self) -> None:
        """Forget everything."""
        for table in ("about", "files", "part", "failures", "removed"):
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above

    def about(self) -> dict[str, str]:
        """What the run was asked to do, as `describe` was told."""
        return dict(self._base.execute("SELECT name, value FROM about"))

    def describe(self, facts: Mapping[str, str]) -> None:
        """Keep what the run is asked to do."""
        self._base.execute("DELETE FROM about")
        self._base.executemany("INSERT INTO about VALUES (?, ?)", facts.items())

    def note(self, name: str, value: str) -> None:
        """Change one fact about the run."""
        self._base.execute("UPDATE about SET value = ? WHERE name = ?", (value, name))

    def part(self) -> tuple[bytes, int] | None:
        """The output under way, and the length at which it was settled."""
        row: tuple[bytes, int] | None = self._base.execute("SELECT target, length FROM part").fetchone()
        return row

    def file(self, key: bytes) -> FileState | None:
        """How far the file `key` was read, if it was begun."""
        columns = "sequence, signature, documents, cleaned, empty, complete"
        row = self._base.execute(f"SELECT {columns} FROM files WHERE key = ?", (key,)).fetchone()  # noqa: S608
        return None if row is None else FileState._make(row)

    def files(self) -> Iterator[tuple[bytes, str]]:
        """Every file that was begun, with its signature, in the order of the run."""
        yield from self._base.execute("SELECT key, signature FROM files ORDER BY sequence")

    def begin(self, key: bytes, sequence: int, signature: str, *, keep_removed: bool) -> None:
        """The file is read from its start; what was known of it is forgotten, but maybe what was removed."""
        for table in ("failures",) if keep_removed else ("failures", "removed"):
            self._base.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - as above
        self._base.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, 0, 0, 0, 0)", (key, sequence, signature)
        )

    def move(self, key: bytes, sequence: int) -> None:
        """The file has another place among the files than in the run before."""
        self._base.execute("UPDATE files SET sequence = ? WHERE key = ?", (sequence, key))

    def advance(self, key: bytes, documents: int, cleaned: int, empty: int, *, complete: bool) -> None:
        """So many documents of the file are done, and so many of them were cleaned or empty."""
        self._base.execute(
            "UPDATE files SET documents = ?, cleaned = ?, empty = ?, complete = ? WHERE key = ?",
            (documents, cleaned, empty, complete, key),
        )

    def fail(self, key: bytes, failure: Failure) -> None:
        """Keep a failure."""
        self._base.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)", (key, *failure))

    def failures(self, key: bytes) -> list[Failure]:
        """The failures of one file, in order."""
        columns = "position, documents, id, source, place, reason"
        query = f"SELECT {columns} FROM failures WHERE key = ? ORDER BY position"  # noqa: S608 - as above
        return [Failure(*row) for row in self._base.execute(query, (key,))]

    def all_failures(self) -> Iterator[Failure]:
        """All failures, in the order of the run."""
        columns = "position, failures.documents, id, source, place, reason"
        yield from (
            Failure(*row)
            for row in self._base.execute(
                f"SELECT {columns} FROM failures JOIN files USING (key) WHERE failures.documents > 0 "  # noqa: S608
                "ORDER BY sequence, position"
            )
        )

    def remove(self, key: bytes, position: int, line: bytes) -> None:
        """Keep a line of the `--removed` file."""
        self._base.execute("INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", (key, position, line))

    def all_removed(self) -> Iterator[bytes]:
        """The lines of the `--removed` file, in the order of the run."""
        query = "SELECT line FROM removed JOIN files USING (key) ORDER BY sequence, position"
        with closing(self._base.cursor()) as cursor:
            yield from (line for (line,) in cursor.execute(query))
