"""Whether a `floors.yaml` is lower than git's history has it.

Each is compared with the last commit, the one before, and the place where the branch left the main one:
on a branch the last of these counts, on the main branch the second. In a shallow clone what is there
counts; CI should fetch two commits at least.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from tools.quality_floor.floors import COMMAND, Floors, below

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "fixtures/pages/floors.yaml"
FILES: Final = (FILE, "fixtures/pages/html/floors.yaml")
JUDGED: Final = ("cleaner", "rules")
"""What the pages measure. Floors may be set anew for other pages only while this stays the same: the
lower figures are then certainly due to the pages."""
_MAIN: Final = ("origin/HEAD", "origin/main", "main")
GIT: Final = shutil.which("git")


def bases(root: Path) -> dict[str, str]:
    """The commits to compare with, and what they are; none where there is no git or no history."""
    found: dict[str, str] = {}
    for name in ("HEAD", "HEAD~1"):
        if (commit := git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")) is not None:
            found.setdefault(commit, name)
    for main in _MAIN:
        if (commit := git(root, "merge-base", "HEAD", main)) is not None:
            found.setdefault(commit, f"where this branch left {main}")
            break
    return found


def lowered(root: Path) -> list[str]:
    """Each floor in the working tree at `root` that is lower than in one of its bases, with what to do."""
    return [
        fault
        for commit, name in bases(root).items()
        for file in FILES
        for fault in _lowered_since(root, commit, name, file)
    ]


def git(root: Path, *arguments: str) -> str | None:
    """The output of git; None where git is missing or fails.

    The variables that git sets for hooks are taken away, so that it works in `root`.
    """
    if GIT is None:
        return None
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    run = subprocess.run(  # noqa: S603 - git, with arguments from here and from tests
        [GIT, "-C", str(root), *arguments], capture_output=True, text=True, env=environment, check=False
    )
    return run.stdout.strip() if run.returncode == 0 else None


def _lowered_since(root: Path, commit: str, name: str, file: str) -> list[str]:
    text = git(root, "show", f"{commit}:./{file}")
    if text is None:
        return []
    before = Floors.parse(text)
    floors = Floors.parse((root / file).read_text("utf-8"))
    faults = below(floors.floors, before.floors)
    if floors.comparable(before):
        why = f"floors may only rise; restore the file and run `{COMMAND}`"
    elif git(root, "diff", "--quiet", commit, "--", *JUDGED) is None:
        why = (
            f"other pages, or another trafilatura, may set floors anew, but not in one change with "
            f"{' or '.join(JUDGED)}"
        )
    else:
        return []
    return [f"{fault}, its floor at {commit[:9]} ({name}): {why}" for fault in faults]
