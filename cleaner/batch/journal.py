"""The journal: the progress and the outputs of a run, in an SQLite database beside OUTPUT.

The next run to the same OUTPUT needs the journal to resume, and to find stale outputs.

Progress is committed together with the length of the unfinished output, at moments when all documents
counted so far are in that file. After a kill, SQLite rolls the database back to the last commit, and the
next run cuts the file to the committed length. The signature of a finished output is committed just before
the output is moved into place (`announce`). So the journal knows every file that a run has written, even if
the run was killed.

Paths of outputs are stored relative to the folder that holds them, so that OUTPUT can be moved.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cleaner.batch.journal_file import TABLES, JournalError, Value, open_journal, row_checksum
from cleaner.batch.journal_records import Failure, FileState, WrittenFile
from cleaner.readers.record import shown
from cleaner.writers.placing import signature_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Journal:
    """An open journal. Changes are permanent from the next `commit`.

    Methods raise sqlite3.Error where the database cannot be read or written.
    """

    def __init__(
        self, path: Path | None, base: Path | None = None, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Open the journal at `path`; None stands for a temporary one, for an OUTPUT that cannot be resumed.

        `base` is the folder that outputs are relative to. A journal that cannot be used is renamed, and `say`
        receives a line about it. Raises JournalError where the journal can be neither used nor renamed, or is
        held by another run. Raises OSError where its folder cannot be made.
        """
        self.path = path
        self._base = base or Path()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = open_journal(path, say)
        self._inode = 0 if path is None else path.stat().st_ino
        self.run = 1 + max(self._last_run("files"), self._last_run("outputs"))
        """The number of this run. Rows of earlier runs have smaller numbers."""

    def commit(self, target: Path | None = None, length: int = 0) -> None:
        """Make all changes permanent, with the path and the length in bytes of the unfinished output, if any.

        Raises OSError where the journal was removed during the run.
        """
        self._database.execute("DELETE FROM part")
        if target is not None:
            self._put("part", self._encoded(target), length)
        self._database.execute("COMMIT")
        self._database.execute("BEGIN EXCLUSIVE")
        self._check_in_place()

    def _check_in_place(self) -> None:
        """Raise OSError where the journal was removed or replaced, as happens when OUTPUT is removed."""
        if self.path is not None and self.path.stat().st_ino != self._inode:
            raise FileNotFoundError(errno.ENOENT, "it was removed during the run, maybe with OUTPUT")

    def close(self) -> None:
        """Close the database. Changes since the last commit are lost."""
        self._database.close()

    def clear(self) -> None:
        """Delete all rows except those of outputs, which every run needs to find stale outputs."""
        for table in TABLES:
            if table != "outputs":
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are constants

    def run_info(self) -> dict[str, str]:
        """The fingerprint of the previous run, and whether that run finished."""
        return dict(self._database.execute("SELECT name, value FROM about"))

    def set_run_info(self, fingerprint: Mapping[str, str]) -> None:
        """Replace the fingerprint of the previous run by that of this one."""
        self._database.execute("DELETE FROM about")
        for name, value in fingerprint.items():
            self.add_run_info(name, value)

    def add_run_info(self, name: str, value: str) -> None:
        """Add or replace one entry of `run_info`."""
        self._put("about", name, value)

    def part(self) -> tuple[Path, int] | None:
        """Path and committed length in bytes of the unfinished output, or None without one."""
        row = self._database.execute("SELECT target, length FROM part").fetchone()
        return None if row is None else (self._decoded(row[0]), row[1])

    def file(self, key: bytes) -> FileState | None:
        """How far the input file `key` was processed; None for an unknown file."""
        query = f"SELECT {_columns('files')} FROM files WHERE key = ?"  # noqa: S608 - as above
        row = self._database.execute(query, (key,)).fetchone()
        return None if row is None else FileState._make((*row[1:6], bool(row[6])))

    def files(self) -> Iterator[tuple[bytes, str]]:
        """Key and signature of every input file that was begun, in the order of the run."""
        yield from self._database.execute("SELECT key, signature FROM files ORDER BY sequence")

    def begin(self, key: bytes, sequence: int, signature: str, *, keep_removed: bool) -> None:
        """Record that an input file is read from its start, and delete its earlier rows.

        `keep_removed` keeps its lines of the `--removed` file, for documents that are not cleaned again.
        """
        for table in ("failures",) if keep_removed else ("failures", "removed"):
            self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - as above
        self._put("files", key, sequence, signature, 0, 0, 0, 0, self.run)

    def carry_over(self, key: bytes, sequence: int) -> None:
        """Record that this run has met an unchanged input file at position `sequence`."""
        state = self.file(key)
        if state is not None:
            _, signature, documents, cleaned, empty, complete = state
            done = (documents, cleaned, empty, int(complete))
            self._put("files", key, sequence, signature, *done, self.run)

    def advance(self, key: bytes, documents: int, cleaned: int, empty: int, *, complete: bool) -> None:
        """Record that the first `documents` documents of a file are done, and the counts of outcomes."""
        state = self.file(key)
        if state is not None:
            known = (key, state.sequence, state.signature)
            self._put("files", *known, documents, cleaned, empty, int(complete), self.run)

    def add_failure(self, key: bytes, failure: Failure) -> None:
        """Record a failure in the input file `key`."""
        self._put("failures", key, *failure)

    def failures(self, key: bytes) -> list[Failure]:
        """The failures in one input file by position, records that are no documents included."""
        columns = "position, documents, id, source, place, reason"
        query = f"SELECT {columns} FROM failures WHERE key = ? ORDER BY position"  # noqa: S608 - as above
        return [Failure(*row) for row in self._database.execute(query, (key,))]

    def has_failures(self) -> bool:
        """Whether any document failed. Records that are no documents do not count."""
        return (
            self._database.execute("SELECT 1 FROM failures WHERE documents > 0 LIMIT 1").fetchone()
            is not None
        )

    def all_failures(self) -> Iterator[Failure]:
        """All failures of documents, in the order of the run."""
        columns = "position, failures.documents, id, source, place, reason"
        yield from (
            Failure(*row)
            for row in self._database.execute(
                f"SELECT {columns} FROM failures JOIN files USING (key) WHERE failures.documents > 0 "  # noqa: S608
                "ORDER BY sequence, position"
            )
        )

    def add_removed(self, key: bytes, position: int, line: bytes) -> None:
        """Record the line of a document in the `--removed` file."""
        self._put("removed", key, position, line)

    def all_removed(self) -> Iterator[bytes]:
        """The lines of the `--removed` file, in the order of the run."""
        query = "SELECT line FROM removed JOIN files USING (key) ORDER BY sequence, position"
        yield from (line for (line,) in self._database.execute(query))

    def record_intent(self, target: Path, key: bytes, position: int, run_input: str) -> None:
        """Record and commit that `target` is about to be written under a temporary hidden name.

        A run that is killed leaves the hidden file behind. The next run removes it, and finds it by this row.
        """
        if self.path is not None and self.written_file(target) is None:
            self._put("outputs", self._encoded(target), key, position, run_input, "", "", self.run)
            self.commit()

    def announce(self, target: Path, signature: str, key: bytes, position: int, run_input: str) -> None:
        """Record the signature of a finished output that is about to be moved to `target`.

        `key` and `position` name its document; `run_input` stands for the INPUT arguments. Does not commit.
        """
        earlier = self.written_file(target)
        before = signature_of(target) if earlier is not None and earlier.is_unchanged() else None
        self._put(
            "outputs", self._encoded(target), key, position, run_input, signature, before or "", self.run
        )

    def keep(self, target: Path) -> None:
        """Record that the existing output `target` is up to date, and so not stale."""
        earlier = self.written_file(target)
        if earlier is not None:
            self._put("outputs", self._encoded(target), *earlier[1:6], self.run)

    def written_file(self, target: Path) -> WrittenFile | None:
        """The row of the output `target`; None where no run has written such a file."""
        query = f"SELECT {_columns('outputs')} FROM outputs WHERE target = ?"  # noqa: S608 - as above
        row = self._database.execute(query, (self._encoded(target),)).fetchone()
        return None if row is None else WrittenFile(target, *row[1:])

    def outputs_of_earlier_runs(self) -> Iterator[WrittenFile]:
        """The outputs that this run has neither written nor found up to date."""
        query = f"SELECT {_columns('outputs')} FROM outputs WHERE run < ? ORDER BY target"  # noqa: S608
        for target, *row in self._database.execute(query, (self.run,)).fetchall():
            yield WrittenFile(self._decoded(target), *row)

    def forget_output(self, target: Path) -> None:
        """Delete the row of the output `target`. Later runs treat the file as somebody else's."""
        self._database.execute("DELETE FROM outputs WHERE target = ?", (self._encoded(target),))

    def forget_files_of_earlier_runs(self) -> None:
        """Delete the rows of input files that this run has not met, with their failures and removed spans."""
        for table in ("failures", "removed"):
            self._database.execute(
                f"DELETE FROM {table} WHERE key IN (SELECT key FROM files WHERE run < ?)",  # noqa: S608
                (self.run,),
            )
        self._database.execute("DELETE FROM files WHERE run < ?", (self.run,))

    def _put(self, table: str, *row: Value) -> None:
        """Insert or replace a row, with its checksum."""
        places = ", ".join("?" * (len(row) + 1))
        statement = f"INSERT OR REPLACE INTO {table} VALUES ({places})"  # noqa: S608 - as above
        self._database.execute(statement, (*row, row_checksum(row)))

    def _last_run(self, table: str) -> int:
        """The greatest number of a run in a table, or 0."""
        query = f"SELECT max(run) FROM {table}"  # noqa: S608 - as above
        number: int | None = self._database.execute(query).fetchone()[0]
        return number or 0

    def _encoded(self, target: Path) -> bytes:
        """A path as it is stored: relative to the base folder."""
        return os.fsencode(os.path.relpath(target, self._base))

    def _decoded(self, name: bytes) -> Path:
        """The path of a stored name. Raises JournalError where it leads out of the base folder.

        Outputs are removed by these paths, so a manipulated journal must not lead elsewhere.
        """
        relative = PurePath(os.fsdecode(name))
        if relative.is_absolute() or ".." in relative.parts:
            raise JournalError(f"{shown(self.path or '')} names a file outside OUTPUT; delete it")
        return self._base / relative


def _columns(table: str) -> str:
    """The columns of a table without its checksum, for SELECT."""
    return ", ".join(column.split()[0] for column in TABLES[table].split(", "))
