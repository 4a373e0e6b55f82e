"""A folder, file by file, always in the same order."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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


class Entry(NamedTuple):
    """One thing a walk came upon."""

    kind: Kind
    path: Path
    name: str
    """The path relative to where the walk began, with `/`."""
    error: OSError | None = None


def walk(root: Path) -> Iterator[Entry]:
    """Everything under `root`, depth first and sorted by name; links to folders elsewhere are followed."""
    real_root = Path(os.path.realpath(root))
    waiting = [(root, "", frozenset[str]())]
    while waiting:
        path, name, above = waiting.pop()
        if not path.is_dir():
            yield Entry(_kind_of_file(path), path, name)
            continue
        real = os.path.realpath(path)
        if name and path.name.startswith("."):
            yield Entry(Kind.HIDDEN, path, name)
        elif real in above or (path != root and path.is_symlink() and Path(real).is_relative_to(real_root)):
            yield Entry(Kind.LINK_INSIDE, path, name)
        else:
            try:
                children = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names are enough
            except OSError as error:
                yield Entry(Kind.UNLISTED, path, name, error)
                continue
            prefix = f"{name}/" if name else ""
            waiting.extend((path / child, prefix + child, above | {real}) for child in children)


def _kind_of_file(path: Path) -> Kind:
    if path.name.startswith("."):
        return Kind.HIDDEN
    if path.exists() and not path.is_file():
        return Kind.SPECIAL
    return Kind.FILE
