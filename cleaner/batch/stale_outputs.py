"""Stale outputs: files that earlier runs wrote from documents that are in INPUT no longer.

A run into the same OUTPUT is to leave what a run into a new place would. So a file is removed that an
earlier run has written, if its document was part of this run's INPUT and this run neither wrote nor kept it:
its input was removed or renamed, fails now, or gets another name. It stays where somebody changed it, where
its input is of another INPUT or could not be looked at, and where only part of INPUT was asked for. What the
journal does not know is never touched.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.batch.sources import key_of
from cleaner.readers.record import is_local
from cleaner.writers.placing import discard_hidden, is_reached_by_a_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.batch.files import Files
    from cleaner.batch.journal import Journal, WrittenFile
    from cleaner.batch.plan import Plan


class Cleared(NamedTuple):
    """What became of stale outputs."""

    removed: int = 0
    left: int = 0
    """They were changed since they were written."""


def clear_stale_outputs(plan: Plan, journal: Journal, files: Files, run_input: str) -> Cleared:
    """Remove what is stale after a run that has read all of INPUT; raises OSError and sqlite3.Error.

    `given` is INPUT as the journal keeps it.
    """
    removed = left = 0
    for written in journal.outputs_of_earlier_runs() if plan.root is not None else ():
        if not _is_stale(written, plan, files.unlisted, run_input):
            continue
        journal.forget_output(written.target)
        if not is_reached_by_a_link(written.target, plan.root or Path()):
            discard_hidden(written.target)
        was_written = written.signature or written.before
        if not was_written or not (written.target.is_symlink() or written.target.exists()):
            continue
        if written.is_unchanged() and not is_reached_by_a_link(written.target, plan.root or Path()):
            _remove(written.target, plan.root or Path())
            removed += 1
        else:
            left += 1
    journal.commit()
    return Cleared(removed, left)


def _is_stale(written: WrittenFile, plan: Plan, unlisted: Sequence[Path], run_input: str) -> bool:
    """Whether the document that was written is of this run's INPUT, and is known to be there no longer."""
    if any(_contains(key_of(path), written.key) for path in unlisted):
        return False
    if written.key == b"" or written.input == run_input:
        return True
    local = (it.path for it in plan.sources if it.path is not None and is_local(it.path))
    return any(_contains(key_of(path), written.key) for path in local)


def _contains(place: bytes, key: bytes) -> bool:
    """Whether `key` names the file `place`, or one in the folder `place`."""
    return key == place or key.startswith(place.rstrip(b"/") + b"/")


def _remove(target: Path, root: Path) -> None:
    """Remove an output, and the folders that are empty without it."""
    target.unlink()
    with suppress(OSError):  # the first that is not empty
        for folder in target.parents:
            if folder.samefile(root):
                break
            folder.rmdir()
