"""The journal of a run: what it has done, kept beside its output, so that the next run can go on or clear up.

What was read and cleaned is committed only when the file under way is settled, together with that file's
length; everything later is undone by a kill, in the database by SQLite, in the file by cutting it to that
length. What is moved into its place is entered just before (`announce`), so every file that a run has written
is known by its signature, whenever the run ended. Paths of outputs are kept relative to OUTPUT.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from cleaner.batch.journal_file import TABLES, JournalError, Value, open_journal, row_checksum
from cleaner.readers.record import shown
from cleaner.writers.placing import signature_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


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


class WrittenFile(NamedTuple):
    """A file that a run has written."""

    target: Path
    key: bytes
    """The file that its document came from, as `sources.key_of` names it."""
    position: int
    """How many documents of that file come before its own."""
    input: str
    """What INPUT was in the run that wrote it."""
    signature: str
    """What it is like, if it is in its place and was not changed since."""
    before: str
    """What the file it was to replace was like, if that was written by a run as well."""
    run: int

    def is_unchanged(self) -> bool:
        """Whether the file is there, and as a run has left it."""
        return signature_of(self.target) in {self.signature, self.before} - {""}


class Journal:
    """An open journal. Raises JournalError, or OSError where its folder cannot be made."""

    def __init__(
        self, path: Path | None, base: Path | None = None, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """None keeps everything in a temporary file: for outputs that cannot be continued.

        Outputs lie below `base`. A journal that cannot be read is set aside, which `say` is told.
        """
        self.path = path
        self._base = base or Path()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = open_journal(path, say)
        self._inode = 0 if path is None else path.stat().st_ino
        self.run = 1 + max(self._last_run("files"), self._last_run("outputs"))
        """The number of this run; rows of earlier runs have smaller ones."""

    def commit(self, target: Path | None = None, length: int = 0) -> None:
        """Everything so far is done; `target`, if a file is under way, has `length` bytes."""
        self._database.execute("DELETE FROM part")
        if target is not None:
            self._put("part", self._encoded(target), length)
        self._database.execute("COMMIT")
        self._database.execute("BEGIN EXCLUSIVE")
        self._check_in_place()

    def _check_in_place(self) -> None:
        """Raise OSError where the journal is not where it was: somebody has removed or replaced OUTPUT."""
        if self.path is not None and self.path.stat().st_ino != self._inode:
            raise FileNotFoundError(errno.ENOENT, "it was removed during the run, maybe with OUTPUT")

    def close(self) -> None:
        """Forget what was not committed."""
        self._database.close()

    def clear(self) -> None:
        """Forget everything but the files that were written."""
        for table in TABLES:
            if table != "outputs":
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above

    def run_info(self) -> dict[str, str]:
        """What the run was asked to do, as `describe` was told."""
        return dict(self._database.execute("SELECT name, value FROM about"))

    def set_run_info(self, fingerprint: Mapping[str, str]) -> None:
        """Keep what the run is asked to do."""
        self._database.execute("DELETE FROM about")
        for name, value in fingerprint.items():
            self.add_run_info(name, value)

    def add_run_info(self, name: str, value: str) -> None:
        """Keep one fact about the run."""
        self._put("about", name, value)

    def part(self) -> tuple[Path, int] | None:
        """The output under way, and the length at which it was settled."""
        row = self._database.execute("SELECT target, length FROM part").fetchone()
        return None if row is None else (self._decoded(row[0]), row[1])

    def file(self, key: bytes) -> FileState | None:
        """How far the file `key` was read, if it was begun."""
        query = f"SELECT {_columns('files')} FROM files WHERE key = ?"  # noqa: S608 - as above
        row = self._database.execute(query, (key,)).fetchone()
        return None if row is None else FileState._make((*row[1:6], bool(row[6])))

    def files(self) -> Iterator[tuple[bytes, str]]:
        """Every file that was begun, with its signature, in the order of the run."""
        yield from self._database.execute("SELECT key, signature FROM files ORDER BY sequence")

    def begin(self, key: bytes, sequence: int, signature: str, *, keep_removed: bool) -> None:
        """The file is read from its start; what was known of it is forgotten, but maybe what was removed."""
        for table in ("failures",) if keep_removed else ("failures", "removed"):
            self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - as above
        self._put("files", key, sequence, signature, 0, 0, 0, 0, self.run)

    def carry_over(self, key: bytes, sequence: int) -> None:
        """The file is met in this run, at this place among the files, and is as it was."""
        state = self.file(key)
        if state is not None:
            _, signature, documents, cleaned, empty, complete = state
            done = (documents, cleaned, empty, int(complete))
            self._put("files", key, sequence, signature, *done, self.run)

    def advance(self, key: bytes, documents: int, cleaned: int, empty: int, *, complete: bool) -> None:
        """So many documents of the file are done, and so many of them were cleaned or empty."""
        state = self.file(key)
        if state is not None:
            known = (key, state.sequence, state.signature)
            self._put("files", *known, documents, cleaned, empty, int(complete), self.run)

    def add_failure(self, key: bytes, failure: Failure) -> None:
        """Keep a failure."""
        self._put("failures", key, *failure)

    def failures(self, key: bytes) -> list[Failure]:
        """The failures of one file, in order."""
        columns = "position, documents, id, source, place, reason"
        query = f"SELECT {columns} FROM failures WHERE key = ? ORDER BY position"  # noqa: S608 - as above
        return [Failure(*row) for row in self._database.execute(query, (key,))]

    def has_failures(self) -> bool:
        """Whether any document failed."""
        return (
            self._database.execute("SELECT 1 FROM failures WHERE documents > 0 LIMIT 1").fetchone()
            is not None
        )

    def all_failures(self) -> Iterator[Failure]:
        """All failures, in the order of the run."""
        columns = "position, failures.documents, id, source, place, reason"
        yield from (
            Failure(*row)
            for row in self._database.execute(
                f"SELECT {columns} FROM failures JOIN files USING (key) WHERE failures.documents > 0 "  # noqa: S608
                "ORDER BY sequence, position"
            )
        )

    def add_removed(self, key: bytes, position: int, line: bytes) -> None:
        """Keep a line of the `--removed` file."""
        self._put("removed", key, position, line)

    def all_removed(self) -> Iterator[bytes]:
        """The lines of the `--removed` file, in the order of the run."""
        query = "SELECT line FROM removed JOIN files USING (key) ORDER BY sequence, position"
        yield from (line for (line,) in self._database.execute(query))

    def record_intent(self, target: Path, key: bytes, position: int, run_input: str) -> None:
        """`target` is about to be begun under its hidden name, where a kill would leave it."""
        if self.path is not None and self.written_file(target) is None:
            self._put("outputs", self._encoded(target), key, position, run_input, "", "", self.run)
            self.commit()

    def announce(self, target: Path, signature: str, key: bytes, position: int, run_input: str) -> None:
        """`target` is about to be moved into its place; `given` is INPUT."""
        earlier = self.written_file(target)
        before = signature_of(target) if earlier is not None and earlier.is_unchanged() else None
        self._put(
            "outputs", self._encoded(target), key, position, run_input, signature, before or "", self.run
        )

    def keep(self, target: Path) -> None:
        """`target` is what this run would write, too."""
        earlier = self.written_file(target)
        if earlier is not None:
            self._put("outputs", self._encoded(target), *earlier[1:6], self.run)

    def written_file(self, target: Path) -> WrittenFile | None:
        """What is known of the file `target`, if a run has written it."""
        query = f"SELECT {_columns('outputs')} FROM outputs WHERE target = ?"  # noqa: S608 - as above
        row = self._database.execute(query, (self._encoded(target),)).fetchone()
        return None if row is None else WrittenFile(target, *row[1:])

    def outputs_of_earlier_runs(self) -> Iterator[WrittenFile]:
        """The files that earlier runs have written, and this one neither wrote nor kept."""
        query = f"SELECT {_columns('outputs')} FROM outputs WHERE run < ? ORDER BY target"  # noqa: S608 - as above
        for target, *row in self._database.execute(query, (self.run,)).fetchall():
            yield WrittenFile(self._decoded(target), *row)

    def forget_output(self, target: Path) -> None:
        """`target` is no file of ours any more."""
        self._database.execute("DELETE FROM outputs WHERE target = ?", (self._encoded(target),))

    def forget_files_of_earlier_runs(self) -> None:
        """Only the files that this run has met are part of its input."""
        for table in ("failures", "removed"):
            self._database.execute(
                f"DELETE FROM {table} WHERE key IN (SELECT key FROM files WHERE run < ?)",  # noqa: S608
                (self.run,),
            )
        self._database.execute("DELETE FROM files WHERE run < ?", (self.run,))

    def _put(self, table: str, *row: Value) -> None:
        places = ", ".join("?" * (len(row) + 1))
        self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", (*row, row_checksum(row)))  # noqa: S608

    def _last_run(self, table: str) -> int:
        number: int | None = self._database.execute(f"SELECT max(run) FROM {table}").fetchone()[0]  # noqa: S608
        return number or 0

    def _encoded(self, target: Path) -> bytes:
        return os.fsencode(os.path.relpath(target, self._base))

    def _decoded(self, name: bytes) -> Path:
        relative = PurePath(os.fsdecode(name))
        if relative.is_absolute() or ".." in relative.parts:
            raise JournalError(f"{shown(self.path or '')} names a file outside OUTPUT; delete it")
        return self._base / relative


def _columns(table: str) -> str:
    return ", ".join(column.split()[0] for column in TABLES[table].split(", "))
