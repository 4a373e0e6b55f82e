"""Removing stale outputs: files that earlier runs wrote and that this run would not write.

A second run to the same OUTPUT has to leave the same files as a first run. An output is stale if this run
neither wrote it nor found it up to date, and its input file belongs to this run's INPUT: the input file was
removed or renamed, fails now, or its output has another name now.

An output is not removed where somebody has changed it, where its input file could not be read or belongs to
another INPUT, or where the run read only part of INPUT. Files that are not in the journal are never touched.
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

    from cleaner.batch.input_files import Files
    from cleaner.batch.journal import Journal
    from cleaner.batch.journal_records import WrittenFile
    from cleaner.batch.plan import Plan


class Cleared(NamedTuple):
    """Numbers of stale outputs."""

    removed: int = 0
    left: int = 0
    """Stale outputs that were not removed, since they have changed since they were written."""


def clear_stale_outputs(plan: Plan, journal: Journal, files: Files, run_input: str) -> Cleared:
    """Remove stale outputs from the OUTPUT folder. Call it only after a run that has read all of INPUT.

    `run_input` stands for the INPUT arguments, see `fingerprint.INPUT`. Raises OSError and sqlite3.Error.
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
    """Whether an output that this run does not have was made from this run's INPUT.

    It is not stale if its input file, or a folder above that file, could not be read (`unlisted`).
    """
    if any(_contains(key_of(path), written.key) for path in unlisted):
        return False
    if written.key == b"" or written.input == run_input:
        return True
    local = (it.path for it in plan.sources if it.path is not None and is_local(it.path))
    return any(_contains(key_of(path), written.key) for path in local)


def _contains(place: bytes, key: bytes) -> bool:
    """Whether the key `key` is that of the file `place`, or of a file below the folder `place`."""
    return key == place or key.startswith(place.rstrip(b"/") + b"/")


def _remove(target: Path, root: Path) -> None:
    """Remove an output, and the folders below `root` that are empty without it."""
    target.unlink()
    with suppress(OSError):  # the first folder that is not empty
        for folder in target.parents:
            if folder.samefile(root):
                break
            folder.rmdir()
