"""What the INPUTs of a command line stand for: files, folders, patterns, remote places, `-`."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.batch.walk import Entry, Kind, walk
from cleaner.extras import need
from cleaner.readers.record import is_local, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Source(NamedTuple):
    """One INPUT."""

    path: Path | None
    """None for standard input."""
    name: str
    """What it is called in output: a file by its name, a folder by what goes before its files' names."""
    is_folder: bool = False


def location(typed: str) -> Path:
    """The path that was typed; with `s3://` and the like a remote one. Raises MissingExtraError."""
    if typed.startswith("file://"):
        return Path(typed.removeprefix("file://"))
    if "://" not in typed:
        return Path(typed)
    remote: Path = need("upath", "remote", f"{typed.partition('://')[0]}://").UPath(typed)
    return remote


STDIN_KEY: Final = b"-"
"""What standard input is called in the journal."""


def signature(path: Path | None) -> str:
    """What tells whether a file was changed; raises OSError. Empty for standard input, which cannot be told.

    The time of the last change of its attributes is part of it where there is one: unlike the time of its
    contents, nobody can set it back, as unpacking an archive does.
    """
    if path is None:
        return ""
    if is_local(path):
        about = path.stat()
        return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
    remote: Any = path
    return str(remote.fs.ukey(remote.path))


def expand(typed: Sequence[str]) -> list[Source]:
    """The sources of all INPUTs; one that is not there is a FileNotFoundError that names it."""
    sources: list[Source] = []
    for it in typed:
        if it == "-":
            sources.append(Source(None, ""))
            continue
        path = location(it)
        if path.exists():
            sources.append(_source(path, alone=len(typed) == 1))
        elif glob.has_magic(it):
            sources += _matches(it)
        else:
            raise FileNotFoundError(f"INPUT {shown(it)}: there is no such file or folder")
    return sources


def _source(path: Path, *, alone: bool) -> Source:
    if not path.is_dir():
        return Source(path, path.name)
    return Source(path, "" if alone else f"{path.name or 'input'}/", is_folder=True)


def _matches(pattern: str) -> list[Source]:
    """The files that fit a pattern, in order, called by what follows its fixed part."""
    parts = pattern.split("/")
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    root, rest = "/".join(parts[:fixed]), "/".join(parts[fixed:])
    base = location(root or ("/" if pattern.startswith("/") else "."))
    found = [it for it in base.glob(rest) if not it.is_dir()]
    if not found:
        raise FileNotFoundError(f"INPUT {shown(pattern)}: no file fits this pattern")
    return sorted((Source(it, _below(base, it)) for it in found), key=lambda it: it.name)


def _below(base: Path, path: Path) -> str:
    return path.relative_to(base).as_posix()


def entries(sources: Sequence[Source], written_paths: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Every file of every source but standard input, in order; what comes twice is told so.

    Of a folder, what lies in `written`, the real paths that the run writes to, is not read.
    """
    seen: set[bytes] | None = set() if len(sources) > 1 else None
    for source in sources:
        if source.path is None:
            continue
        found_here = (
            (it._replace(name=source.name + it.name) for it in walk(source.path, written_paths))
            if source.is_folder
            else [Entry(Kind.FILE, source.path, source.name)]
        )
        for entry in found_here:
            if seen is not None and entry.kind is Kind.FILE:
                key = key_of(entry.path)
                if key in seen:
                    yield entry._replace(kind=Kind.TWICE)
                    continue
                seen.add(key)
            yield entry


def key_of(path: Path | None) -> bytes:
    """What a file is called in the journal."""
    if path is None:
        return STDIN_KEY
    return os.fsencode(os.path.abspath(path)) if is_local(path) else str(path).encode()  # noqa: PTH100 - links stay
