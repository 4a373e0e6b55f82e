"""A folder, file by file, always in the same order, however large it is."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.readers.record import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What a walk came upon. Every kind but FILE is left alone; the values are what people are told."""

    FILE = "file"
    HIDDEN = "hidden"
    LINK_INSIDE = "link to a folder in INPUT"
    """Its files are met where they are, and following it could go on for ever."""
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
    above: frozenset[str]
    """The real paths of the folder and of those it lies in."""
    children: Iterator[str]


def walk(root: Path) -> Iterator[Entry]:
    """Everything under `root`, depth first and sorted by name; links to folders elsewhere are followed."""
    if not is_local(root):
        yield from _walk_remote(root)
        return
    real_root = Path(os.path.realpath(root))
    try:
        open_folders = [_list(root, "", frozenset())]
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
        if child.startswith("."):
            yield Entry(Kind.HIDDEN, path, name)
        elif not path.is_dir():
            yield Entry(_kind_of_file(path), path, name)
        elif _goes_round(path, folder.above, real_root):
            yield Entry(Kind.LINK_INSIDE, path, name)
        else:
            try:
                open_folders.append(_list(path, f"{name}/", folder.above))
            except OSError as error:
                yield Entry(Kind.UNLISTED, path, name, error)


def _list(path: Path, prefix: str, above: frozenset[str]) -> _Folder:
    names = os.listdir(path)  # noqa: PTH208 - names are enough
    names.sort()
    return _Folder(path, prefix, above | {os.path.realpath(path)}, iter(names))


def _goes_round(path: Path, above: frozenset[str], real_root: Path) -> bool:
    if not path.is_symlink():
        return False
    real = os.path.realpath(path)
    return real in above or Path(real).is_relative_to(real_root)


def _kind_of_file(path: Path) -> Kind:
    return Kind.SPECIAL if path.exists() and not path.is_file() else Kind.FILE


def _walk_remote(root: Path) -> Iterator[Entry]:
    """As `walk`, through fsspec, which knows no links."""
    remote: Any = root
    base = remote.path.rstrip("/") + "/"
    for found in sorted(remote.fs.find(base)):
        name = found.removeprefix(base)
        hidden = any(part.startswith(".") for part in name.split("/"))
        yield Entry(Kind.HIDDEN if hidden else Kind.FILE, root / name, name)
