"""Finds the rule files in a folder."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES: Final = 1_000_000
"""Size of a rule file, at most."""
_SUFFIXES: Final = (".yaml", ".yml")


def rule_files(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The rule files of a layer, sorted, and whether each is a platform. `folder` may be a single file."""
    if _is_file(folder):
        yield folder, folder.parent.name == "platforms"
        return
    found = [(path, False) for path in folder.glob("*")]
    found += [(path, False) for path in (folder / "sites").rglob("*")]
    found += [(path, True) for path in (folder / "platforms").rglob("*")]
    chosen = (it for it in found if it[0].suffix in _SUFFIXES and _is_file(it[0]))
    yield from sorted(chosen, key=lambda it: it[0].parts)


def _is_file(path: Path) -> bool:
    """Whether `path` is a file; True where that is unknown, so that the error is raised when it is read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
