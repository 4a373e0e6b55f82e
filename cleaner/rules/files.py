"""Finds the rule files in a folder."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES: Final = 1_000_000
"""Of one file."""
_SUFFIXES: Final = (".yaml", ".yml")


def rule_files(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The rule files of a layer, in order, and whether each is a platform; a single file is a layer, too."""
    if _is_file(folder):
        yield folder, folder.parent.name == "platforms"
        return
    found = [(path, False) for path in folder.glob("*")]
    found += [(path, False) for path in (folder / "sites").rglob("*")]
    found += [(path, True) for path in (folder / "platforms").rglob("*")]
    chosen = (it for it in found if it[0].suffix in _SUFFIXES and _is_file(it[0]))
    yield from sorted(chosen, key=lambda it: it[0].parts)


def _is_file(path: Path) -> bool:
    """Whether `path` is a file, or may be one: where that is unknown, reading it will raise the error."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
