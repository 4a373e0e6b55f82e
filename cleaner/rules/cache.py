"""Cache of compiled books with the user's own rules, in the user's cache folder.

The key of an entry is a digest of everything that a book depends on: the paths of the folders as the user
wrote them (messages show them), the names and bytes of the rule files in them, the sources of the built-in
rules, and the versions of Python and of the libraries that validate rule files. An entry is JSON. It is used
only if the key and a digest of its bytes match, it is a regular file, and only the user of this process can
write to it and to its folder. Any other entry is ignored. Where the folder is not writable, the rule files
are read at every start.

The environment variable CLEANER_CACHE_DIR names another folder; empty, it turns the cache off.
"""

from __future__ import annotations

import os
import platform
import secrets
import stat
import time
import unicodedata
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.resources import fingerprint
from cleaner.rules.match import RuleBook
from cleaner.rules.rule_files import MAX_BYTES, rule_files

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER: Final = "CLEANER_CACHE_DIR"
"""Name of the environment variable."""
MOST_ENTRIES: Final = 8
"""Entries that are kept: those used last."""
MOST_ENTRY_BYTES: Final = 32 * 1024 * 1024
"""Size of the largest book that is cached, one of some ten thousand files."""
_SUFFIX: Final = ".rules"
_PART: Final = ".part"
_ABANDONED: Final = 3600
"""Seconds after which no process is still writing a partial file."""
_FORM: Final = b"cleaner rules 2"
_LIBRARIES: Final = ("lxml", "pydantic", "PyYAML", "regex", "selectolax")
_NOT_FOLLOWED: Final[int] = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NOT_WAITED_FOR: Final[int] = getattr(os, "O_NONBLOCK", 0)


def open_cached(folders: Sequence[Path], own_sources: Sequence[Path]) -> RuleBook:
    """The rules in `folders` and the built-in ones, whose sources are the files `own_sources`.

    Raises RuleError with every fault of every file.
    """
    place = cache_folder()
    key = _key(folders, own_sources) if place else None
    stored = read(place, key) if place and key else None
    if stored:
        return RuleBook(stored)
    from cleaner.rules.compile_rules import load_rules  # noqa: PLC0415 - with pydantic, which is slow to import

    book = load_rules(folders)
    if place and key and key == _key(folders, own_sources):  # no file was changed while it was read
        write(place, key, book.stored)
    return book


def cache_folder() -> Path | None:
    """The folder of the entries; None where the cache is off."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named).absolute() if named else None
    import platformdirs  # noqa: PLC0415 - only where no folder is named

    found = platformdirs.user_cache_path("cleaner", appauthor=False) / "rules"
    return found if found.is_absolute() else None


def _key(folders: Sequence[Path], own_sources: Sequence[Path]) -> str | None:
    """The key of a book: a digest of everything it depends on; None where a file cannot be read."""
    digest = blake2b(digest_size=20)

    def take(*parts: bytes) -> None:
        for part in parts:
            digest.update(b"%d " % len(part))
            digest.update(part)

    try:
        versions = [f"{name} {version(name)}" for name in _LIBRARIES]
        about = [fingerprint(own_sources), platform.python_version(), unicodedata.unidata_version, *versions]
        take(*(it.encode() for it in about))
        for layer, folder in enumerate(folders):
            take(b"%d" % layer, os.fsencode(folder))
            for path, is_platform in rule_files(folder):
                take(os.fsencode(path), b"%d" % is_platform, _content(path))
    except (OSError, ValueError):
        return None
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """The bytes of a rule file. Raises ValueError where it is larger than `MAX_BYTES`, and OSError."""
    if path.stat().st_size > MAX_BYTES:
        raise ValueError
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - in half the time, of thousands of files
        return file.read()


def read(place: Path, key: str) -> bytes | None:
    """The stored book of the entry `key`; None where there is none that can be trusted. Never raises."""
    entry = place / f"{key}{_SUFFIX}"
    try:
        if not _is_ours(place.stat()):
            return None
        with open(os.open(entry, os.O_RDONLY | _NOT_FOLLOWED | _NOT_WAITED_FOR), "rb") as file:  # noqa: PTH123 - opened safely
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or not _is_ours(about) or about.st_size > MOST_ENTRY_BYTES:
                return None
            head, _, stored = file.read(MOST_ENTRY_BYTES).partition(b"\n")
    except OSError:
        return None
    if head != _head(key, stored):
        return None
    with suppress(OSError):
        os.utime(entry)
    return stored


def write(place: Path, key: str, stored: bytes) -> None:
    """Write the entry `key`, unless it is too large or the folder cannot be used. Never raises."""
    part = place / f"{key}.{secrets.token_hex(8)}{_PART}"
    data = b"%s\n%s" % (_head(key, stored), stored)
    if len(data) > MOST_ENTRY_BYTES:
        return
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(place.stat()):
            return
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOT_FOLLOWED, 0o600)
    except OSError:
        return
    try:
        with open(opened, "wb") as file:  # noqa: PTH123 - opened safely
            file.write(data)
        part.replace(place / f"{key}{_SUFFIX}")
    except OSError:
        with suppress(OSError):
            part.unlink()
    _tidy(place)


def _head(key: str, stored: bytes) -> bytes:
    return b"%s %s %s" % (_FORM, key.encode(), blake2b(stored, digest_size=20).hexdigest().encode())


def _is_ours(about: os.stat_result) -> bool:
    """Whether only the user of this process can write to the file or folder. Always True on Windows."""
    if os.name != "posix":
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _tidy(place: Path) -> None:
    """Remove the least recently used entries, and abandoned partial files."""
    with suppress(OSError):
        entries: list[tuple[float, Path]] = []
        for path in place.iterdir():
            with suppress(OSError):
                changed = path.lstat().st_mtime
                if path.suffix == _SUFFIX:
                    entries.append((changed, path))
                elif path.suffix == _PART and changed < time.time() - _ABANDONED:
                    path.unlink()
        for _, path in sorted(entries, reverse=True)[MOST_ENTRIES:]:
            with suppress(OSError):
                path.unlink()
