"""Walking a folder in a fixed order, lazily, with links and special files classified.

Unlike `os.walk`, the walk follows links to folders without loops, and reports every entry that is not read.
"""

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
    """Kinds of entries. Only a FILE is read; the values describe the others in the line that counts them."""

    FILE = "file"
    HIDDEN = "hidden"
    LINK_INSIDE = "link to a folder in INPUT"
    """Not followed: its files are found without it, and following could loop forever."""
    LINK_ABOVE = "link to a folder that INPUT lies in"
    """Not followed: the walk would leave INPUT, and with a link to `/` visit the whole machine."""
    OUTPUT = "output of this run"
    SPECIAL = "not a regular file"
    UNLISTED = "folder that cannot be read"
    TWICE = "given twice"


class Entry(NamedTuple):
    """One file, link or other entry of a folder."""

    kind: Kind
    path: Path
    name: str
    """The path relative to the root of the walk, with `/`."""
    error: OSError | None = None


class _Folder(NamedTuple):
    """A folder that the walk is in; one on the stack for each level."""

    path: Path
    prefix: str
    real: str
    ancestors: frozenset[str]
    """Real paths of the folder and of all folders above it on the stack."""
    children: Iterator[str]
    """The names that are still to visit, sorted."""


def walk(root: Path, written_paths: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """Yield all entries below `root`, depth first, sorted by name; links to folders elsewhere are followed.

    Real paths in `written_paths` are outputs of the run and are not entered. An entry that cannot be read
    has the kind UNLISTED and an error; nothing is raised for it.
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
    names = os.listdir(path)  # noqa: PTH208 - only names are needed
    names.sort()
    real = os.path.realpath(path)
    return _Folder(path, prefix, real, ancestors | {real}, iter(names))


def _kind_of(path: Path, folder: _Folder, real_root: str, written_paths: frozenset[str]) -> Kind | None:
    """The kind of `path`, a child of `folder`; None for a folder to enter. Raises OSError."""
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
        return Kind.FILE  # a broken link, reported as a failure when it is read
    if stat.S_ISDIR(mode):
        return _kind_of_link(real, folder, real_root, written_paths) if is_link else None
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SPECIAL


def _kind_of_link(real: str, folder: _Folder, real_root: str, written_paths: frozenset[str]) -> Kind | None:
    """The kind of a link in `folder` to the folder with the real path `real`; None for one to follow."""
    if real in folder.ancestors or _lies_in(real, real_root):
        return Kind.LINK_INSIDE
    if _lies_in(real_root, real):
        return Kind.LINK_ABOVE
    return Kind.OUTPUT if any(_lies_in(real, it) for it in written_paths) else None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _walk_remote(root: Path) -> Iterator[Entry]:
    """As `walk`, for a remote folder through fsspec, where there are no links."""
    remote: Any = root
    base = remote.path.rstrip("/") + "/"
    for found in sorted(remote.fs.find(base)):
        name = found.removeprefix(base)
        hidden = any(part.startswith(".") for part in name.split("/"))
        yield Entry(Kind.HIDDEN if hidden else Kind.FILE, root / name, name)
