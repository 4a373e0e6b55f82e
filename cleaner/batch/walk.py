"""A folder, file by file, always in the same order, however large it is."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.readers.record import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Kind(StrEnum):
    """What a walk came upon. Every kind but FILE is left alone; the values are what people are told."""

    FILE = "file"
    HIDDEN = "hidden"
    LINK_INSIDE = "link to a folder in INPUT"
    """Its files are met where they are, and following it could go on for ever."""
    LINK_ABOVE = "link to a folder that INPUT lies in"
    """Following it would walk all that lies beside INPUT, and the whole machine where it leads to `/`."""
    OUTPUT = "output of this run"
    SPECIAL = "not a regular file"
    UNLISTED = "folder that cannot be read"
    TWICE = "given twice"


class Entry(NamedTuple):
    """One thing a walk came upon."""

    kind: Kind
    path: Path
    name: str
    """The path relative to where the walk began, with `/`."""
    error: OSError | None = None


class _Folder(NamedTuple):
    path: Path
    prefix: str
    real: str
    ancestors: frozenset[str]
    """The real paths of the folder and of those it lies in."""
    children: Iterator[str]


def walk(root: Path, written_paths: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Everything under `root`, depth first and sorted by name; links to folders elsewhere are followed.

    Real paths in `written` are not entered. What cannot be looked at is an entry with its error.
    """
    if not is_local(root):
        yield from _walk_remote(root)
        return
    real_root = os.path.realpath(root)
    try:
        open_folders = [_open_folder(root, "", frozenset())]
    except OSError as error:
        yield Entry(Kind.UNLISTED, root, "", error)
        return
    while open_folders:
        folder = open_folders[-1]
        child = next(folder.children, None)
        if child is None:
            open_folders.pop()
            continue
        path, name = folder.path / child, folder.prefix + child
        try:
            kind = _kind_of(path, folder, real_root, written_paths)
            if kind is None:
                open_folders.append(_open_folder(path, f"{name}/", folder.ancestors))
        except OSError as error:
            yield Entry(Kind.UNLISTED, path, name, error)
            continue
        if kind is not None:
            yield Entry(kind, path, name)


def _open_folder(path: Path, prefix: str, ancestors: frozenset[str]) -> _Folder:
    names = os.listdir(path)  # noqa: PTH208 - names are enough
    names.sort()
    real = os.path.realpath(path)
    return _Folder(path, prefix, real, ancestors | {real}, iter(names))


def _kind_of(path: Path, folder: _Folder, real_root: str, written_paths: frozenset[str]) -> Kind | None:
    """What `path`, which lies in `folder`, is; None for a folder to enter. Raises OSError."""
    if path.name.startswith("."):
        return Kind.HIDDEN
    is_link = path.is_symlink()
    real = os.path.realpath(path) if is_link else f"{folder.real.rstrip('/')}/{path.name}"
    if real in written_paths:
        return Kind.OUTPUT
    try:
        mode = path.stat().st_mode
    except OSError:
        if not is_link:
            raise
        return Kind.FILE  # a link to nowhere, which reading will name
    if stat.S_ISDIR(mode):
        return _kind_of_link(real, folder, real_root, written_paths) if is_link else None
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SPECIAL


def _kind_of_link(real: str, folder: _Folder, real_root: str, written_paths: frozenset[str]) -> Kind | None:
    """What a link in `folder` to the folder `real` is; None where it is followed."""
    if real in folder.ancestors or _lies_in(real, real_root):
        return Kind.LINK_INSIDE
    if _lies_in(real_root, real):
        return Kind.LINK_ABOVE
    return Kind.OUTPUT if any(_lies_in(real, it) for it in written_paths) else None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _walk_remote(root: Path) -> Iterator[Entry]:
    """As `walk`, through fsspec, which knows no links."""
    remote: Any = root
    base = remote.path.rstrip("/") + "/"
    for found in sorted(remote.fs.find(base)):
        name = found.removeprefix(base)
        hidden = any(part.startswith(".") for part in name.split("/"))
        yield Entry(Kind.HIDDEN if hidden else Kind.FILE, root / name, name)
