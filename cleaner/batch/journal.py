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

from cleaner.batch.journal_file import TABLES, JournalError, Value, open_journal, seal
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


class Written(NamedTuple):
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
        self._base_folder = base or Path()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._base = open_journal(path, say)
        self._inode = 0 if path is None else path.stat().st_ino
        self.run = 1 + max(self._greatest("files"), self._greatest("outputs"))
        """The number of this run; rows of earlier runs have smaller ones."""

    def commit(self, target: Path | None = None, length: int = 0) -> None:
        """Everything so far is done; `target`, if a file is under way, has `length` bytes."""
        self._base.execute("DELETE FROM part")
        if target is not None:
            self._put("part", self._name(target), length)
        self._base.execute("COMMIT")
        self._base.execute("BEGIN EXCLUSIVE")
        self._check_place()

    def _check_place(self) -> None:
        """Raise OSError where the journal is not where it was: somebody has removed or replaced OUTPUT."""
        if self.path is not None and self.path.stat().st_ino != self._inode:
            raise FileNotFoundError(errno.ENOENT, "it was removed during the run, maybe with OUTPUT")

    def close(self) -> None:
        """Forget what was not committed."""
        self._base.close()

    def clear(self) -> None:
        """Forget everything but the files that were written."""
        for table in TABLES:
            if table != "outputs":
                self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above

    def about(self) -> dict[str, str]:
        """What the run was asked to do, as `describe` was told."""
        return dict(self._base.execute("SELECT name, value FROM about"))

    def describe(self, fingerprint: Mapping[str, str]) -> None:
        """Keep what the run is asked to do."""
        self._base.execute("DELETE FROM about")
        for name, value in fingerprint.items():
            self.note(name, value)

    def note(self, name: str, value: str) -> None:
        """Keep one fact about the run."""
        self._put("about", name, value)

    def part(self) -> tuple[Path, int] | None:
        """The output under way, and the length at which it was settled."""
        row = self._base.execute("SELECT target, length FROM part").fetchone()
        return None if row is None else (self._path(row[0]), row[1])

    def file(self, key: bytes) -> FileState | None:
        """How far the file `key` was read, if it was begun."""
        row = self._base.execute(f"SELECT {_names('files')} FROM files WHERE key = ?", (key,)).fetchone()  # noqa: S608
        return None if row is None else FileState._make((*row[1:6], bool(row[6])))

    def files(self) -> Iterator[tuple[bytes, str]]:
        """Every file that was begun, with its signature, in the order of the run."""
        yield from self._base.execute("SELECT key, signature FROM files ORDER BY sequence")

    def begin(self, key: bytes, sequence: int, signature: str, *, keep_removed: bool) -> None:
        """The file is read from its start; what was known of it is forgotten, but maybe what was removed."""
        for table in ("failures",) if keep_removed else ("failures", "removed"):
            self._base.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - as above
        self._put("files", key, sequence, signature, 0, 0, 0, 0, self.run)

    def move(self, key: bytes, sequence: int) -> None:
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

    def fail(self, key: bytes, failure: Failure) -> None:
        """Keep a failure."""
        self._put("failures", key, *failure)

    def failures(self, key: bytes) -> list[Failure]:
        """The failures of one file, in order."""
        columns = "position, documents, id, source, place, reason"
        query = f"SELECT {columns} FROM failures WHERE key = ? ORDER BY position"  # noqa: S608 - as above
        return [Failure(*row) for row in self._base.execute(query, (key,))]

    def has_failures(self) -> bool:
        """Whether any document failed."""
        return self._base.execute("SELECT 1 FROM failures WHERE documents > 0 LIMIT 1").fetchone() is not None

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
        self._put("removed", key, position, line)

    def all_removed(self) -> Iterator[bytes]:
        """The lines of the `--removed` file, in the order of the run."""
        query = "SELECT line FROM removed JOIN files USING (key) ORDER BY sequence, position"
        yield from (line for (line,) in self._base.execute(query))

    def intend(self, target: Path, key: bytes, position: int, given: str) -> None:
        """`target` is about to be begun under its hidden name, where a kill would leave it."""
        if self.path is not None and self.written(target) is None:
            self._put("outputs", self._name(target), key, position, given, "", "", self.run)
            self.commit()

    def announce(self, target: Path, signature: str, key: bytes, position: int, given: str) -> None:
        """`target` is about to be moved into its place; `given` is INPUT."""
        earlier = self.written(target)
        before = signature_of(target) if earlier is not None and earlier.is_unchanged() else None
        self._put("outputs", self._name(target), key, position, given, signature, before or "", self.run)

    def keep(self, target: Path) -> None:
        """`target` is what this run would write, too."""
        earlier = self.written(target)
        if earlier is not None:
            self._put("outputs", self._name(target), *earlier[1:6], self.run)

    def written(self, target: Path) -> Written | None:
        """What is known of the file `target`, if a run has written it."""
        query = f"SELECT {_names('outputs')} FROM outputs WHERE target = ?"  # noqa: S608 - as above
        row = self._base.execute(query, (self._name(target),)).fetchone()
        return None if row is None else Written(target, *row[1:])

    def not_of_this_run(self) -> Iterator[Written]:
        """The files that earlier runs have written, and this one neither wrote nor kept."""
        query = f"SELECT {_names('outputs')} FROM outputs WHERE run < ? ORDER BY target"  # noqa: S608 - as above
        for target, *row in self._base.execute(query, (self.run,)).fetchall():
            yield Written(self._path(target), *row)

    def forget_output(self, target: Path) -> None:
        """`target` is no file of ours any more."""
        self._base.execute("DELETE FROM outputs WHERE target = ?", (self._name(target),))

    def forget_files_of_earlier_runs(self) -> None:
        """Only the files that this run has met are part of its input."""
        for table in ("failures", "removed"):
            self._base.execute(
                f"DELETE FROM {table} WHERE key IN (SELECT key FROM files WHERE run < ?)",  # noqa: S608
                (self.run,),
            )
        self._base.execute("DELETE FROM files WHERE run < ?", (self.run,))

    def _put(self, table: str, *row: Value) -> None:
        places = ", ".join("?" * (len(row) + 1))
        self._base.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", (*row, seal(row)))  # noqa: S608

    def _greatest(self, table: str) -> int:
        number: int | None = self._base.execute(f"SELECT max(run) FROM {table}").fetchone()[0]  # noqa: S608
        return number or 0

    def _name(self, target: Path) -> bytes:
        return os.fsencode(os.path.relpath(target, self._base_folder))

    def _path(self, name: bytes) -> Path:
        relative = PurePath(os.fsdecode(name))
        if relative.is_absolute() or ".." in relative.parts:
            raise JournalError(f"{shown(self.path or '')} names a file outside OUTPUT; delete it")
        return self._base_folder / relative


def _names(table: str) -> str:
    return ", ".join(column.split()[0] for column in TABLES[table].split(", "))
