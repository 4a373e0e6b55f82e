"""Opening the journal's database: validated first, and locked by one run at a time.

Anything else under the journal's name is renamed to `NAME.set-aside`, with a line that says so: a link, a
file of another kind, a journal of another version, a damaged journal. Every row has a checksum on top of
SQLite's own checks, since a damaged journal must not decide which documents are skipped or which outputs are
removed.
"""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING, Final

from cleaner.errors import CleanerError
from cleaner.readers.record import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION: Final = 2
"""Version of the tables, in SQLite's `user_version`. A journal of another version is set aside."""
_APPLICATION_ID: Final = 0x434C4A4E
"""SQLite's `application_id` of a journal ("CLJN")."""
_HEADER: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
TABLES: Final = {
    "about": "name TEXT PRIMARY KEY, value TEXT",
    "files": "key BLOB PRIMARY KEY, sequence INTEGER, signature TEXT, documents INTEGER, cleaned INTEGER, "
    "empty INTEGER, complete INTEGER, run INTEGER",
    "part": "target BLOB PRIMARY KEY, length INTEGER",
    "failures": "key BLOB, position INTEGER, documents INTEGER, id TEXT, source TEXT, place INTEGER, "
    "reason TEXT",
    "removed": "key BLOB, position INTEGER, line BLOB",
    "outputs": "target BLOB PRIMARY KEY, key BLOB, position INTEGER, input TEXT, signature TEXT, "
    "before TEXT, run INTEGER",
}
"""The columns of each table, without the last one of each, `seal`: the checksum of the row."""
_PRIMARY_KEYS: Final = {
    "failures": ", PRIMARY KEY (key, position)",
    "removed": ", PRIMARY KEY (key, position)",
}

Value = bytes | str | int | None
"""The value of one column."""


class JournalError(CleanerError):
    """The journal cannot be opened, or is not to be trusted."""


def open_journal(path: Path | None, say: Callable[[str], None]) -> sqlite3.Connection:
    """Open the database at `path` and begin a transaction; None stands for a temporary database.

    A file that is no valid journal is set aside, and `say` receives a line about it. Raises JournalError
    where another run holds the journal, or where the file can be neither used nor set aside.
    """
    if path is not None and (reason := _why_unusable(path)):
        _set_aside(path, reason, say)
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise JournalError("another run is writing to this OUTPUT; wait for it") from error
        if path is None or code.startswith(("SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")):
            raise _cannot_open(path, error) from error
        _set_aside(path, str(error), say)
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        raise _cannot_open(path, error) from error


def row_checksum(row: tuple[Value, ...]) -> int:
    """CRC-32 of the values of a row."""
    return zlib.crc32(repr(row).encode("utf-8", errors="surrogatepass"))


def _connect(path: Path | None) -> sqlite3.Connection:
    """Open, create missing tables and verify; raises sqlite3.DatabaseError."""
    database = sqlite3.connect("" if path is None else path, timeout=0, isolation_level=None)
    try:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("PRAGMA synchronous=OFF")
        if database.execute("PRAGMA application_id").fetchone() != (_APPLICATION_ID,):  # a new file
            database.execute("PRAGMA page_size=1024")  # each output costs a commit, which writes whole pages
            database.execute(f"PRAGMA application_id={_APPLICATION_ID}")
            database.execute(f"PRAGMA user_version={VERSION}")
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
        database.execute("BEGIN EXCLUSIVE")
        for name, columns in TABLES.items():
            all_columns = f"{columns}, seal INTEGER{_PRIMARY_KEYS.get(name, '')}"
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} ({all_columns}) STRICT, WITHOUT ROWID")
        _verify(database)
    except BaseException:
        database.close()
        raise
    return database


def _verify(database: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where the database or a row is damaged."""
    if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("it is damaged")
    for table in TABLES:
        for *row, found in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 - the names are constants
            if row_checksum(tuple(row)) != found:
                raise sqlite3.DatabaseError("it is damaged")


def _why_unusable(path: Path) -> str | None:
    """Why the file at `path` is no journal of this version, or None. Only its header is read.

    SQLite must not open anything but a journal: opening may already change the file.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return "it is a link" if path.is_symlink() else "it is no file"
    head = b""
    if path.exists():
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    if not head:
        return None
    if not head.startswith(_HEADER) or len(head) < _HEADER_BYTES:
        return "it is damaged"
    version, application = int.from_bytes(head[60:64], "big"), int.from_bytes(head[68:72], "big")
    ours = (application, version) == (_APPLICATION_ID, VERSION)
    return None if ours else "another version of cleaner wrote it"


def _set_aside(path: Path, reason: str, say: Callable[[str], None]) -> None:
    """Rename the file at `path`, and remove SQLite's files beside it. Raises JournalError."""
    aside = path.with_name(f"{path.name}.set-aside")
    try:
        path.replace(aside)
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise JournalError(
            f"{shown(path)} is no journal that can be used ({reason}), and cannot be set aside: "
            f"{error.strerror}; delete it"
        ) from error
    say(
        f"the journal of earlier runs cannot be used ({reason}); it is set aside as {shown(aside.name)}, "
        "and nothing is known of what they wrote"
    )


def _cannot_open(path: Path | None, error: Exception) -> JournalError:
    return JournalError(
        f"{shown(path or 'the journal')} cannot be used: {error}; "
        "is there room, and may files be made in its folder?"
    )
