"""Resolving the INPUT arguments: files, folders, glob patterns, remote paths and `-` become input files."""

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
    """One INPUT argument, or one match of a pattern."""

    path: Path | None
    """None for standard input."""
    name: str
    """Of a file, its name in output. Of a folder, the prefix to the names of its files: "" or `folder/`."""
    is_folder: bool = False


def location(typed: str) -> Path:
    """The path for an argument; for `s3://` and other protocols a remote path of universal_pathlib.

    Raises MissingExtraError for a remote path without the extra `remote`.
    """
    if typed.startswith("file://"):
        return Path(typed.removeprefix("file://"))
    if "://" not in typed:
        return Path(typed)
    remote: Path = need("upath", "remote", f"{typed.partition('://')[0]}://").UPath(typed)
    return remote


STDIN_KEY: Final = b"-"
"""The key of standard input in the journal."""


def signature(path: Path | None) -> str:
    """Size, mtime and ctime of a local input file; of a remote one, fsspec's hash of its properties.

    An input file is unchanged while its signature is. Empty for standard input, where changes cannot be
    detected. The ctime is included since programs can set the mtime back, as unpacking an archive does, but
    not the ctime. Raises OSError.
    """
    if path is None:
        return ""
    if is_local(path):
        about = path.stat()
        return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
    remote: Any = path
    return str(remote.fs.ukey(remote.path))


def expand(typed: Sequence[str]) -> list[Source]:
    """The sources of all INPUT arguments.

    Raises FileNotFoundError, with a text for the user, where an argument matches no file or folder.
    """
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
    """The source of an existing path; `alone` if it is the only INPUT, so that a folder needs no prefix."""
    if not path.is_dir():
        return Source(path, path.name)
    return Source(path, "" if alone else f"{path.name or 'input'}/", is_folder=True)


def _matches(pattern: str) -> list[Source]:
    """The files that match a pattern, sorted by name: the path relative to the part without wildcards."""
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
    """Yield the entries of all sources except standard input, in order.

    A file that was given before has the kind `Kind.TWICE`. `written_paths` are the real paths that the run
    writes to; inside folders they have the kind `Kind.OUTPUT`.
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
    """The key of a file in the journal: its absolute path without resolving links, or its remote path."""
    if path is None:
        return STDIN_KEY
    return os.fsencode(os.path.abspath(path)) if is_local(path) else str(path).encode()  # noqa: PTH100 - links
