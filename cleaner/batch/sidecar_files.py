"""Sidecar files: the list of failures and the removed spans (`--removed`)."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from cleaner.batch.outputs import OutputError
from cleaner.readers.record import shown
from cleaner.writers.jsonl import dump
from cleaner.writers.placing import (
    beside,
    create,
    is_replaceable,
    make_folder_of,
    place_of,
    signature_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleaner.batch.journal import Journal
    from cleaner.batch.plan import Plan


def write_lists(plan: Plan, journal: Journal) -> None:
    """Write the failures, and the removed spans if `--removed` is given. Raises OutputError.

    Without failures the default list of failures is not written, and that of an earlier run is removed. A
    list at the path of `--failures` is always written.
    """
    if plan.failures is not None:
        known = None if plan.request.failures is not None else journal
        with _replacing(plan.failures, plan, known) as file:
            for it in journal.all_failures():
                told = {"id": it.id, "source": it.source, "offset": it.offset, "reason": it.reason}
                file.write(dump({**told, "documents": it.documents} if it.documents > 1 else told))
    if plan.removed is not None:
        with _replacing(plan.removed, plan) as file:
            file.writelines(journal.all_removed())


@contextmanager
def _replacing(path: Path, plan: Plan, journal: Journal | None = None) -> Iterator[BinaryIO]:
    """Open a hidden file, and move it to `path` at the end of the block. Raises OutputError.

    With a journal, an empty file is not moved. An earlier file at `path` is then removed if a run has
    written it; a file that no run has written stays.
    """
    place = place_of(path, plan.root)
    part = beside(place)
    try:
        make_folder_of(place, plan.root)
        if not is_replaceable(place, plan.root):
            with place.open("wb") as device:
                yield device
            return
        if journal is not None and _is_journaled(place, plan):
            journal.record_intent(place, b"", 0, "")
        with create(part) as file:
            yield file
            empty = not file.tell()
        if journal is None:
            part.replace(place)
        elif empty:
            part.unlink()
            _remove_if_unchanged(place, journal)
        else:
            _announce(place, part, plan, journal)
            part.replace(place)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(f"{shown(path)} cannot be written: {error.strerror or error}") from error
        raise


def _is_journaled(place: Path, plan: Plan) -> bool:
    """Whether the journal tracks the file, as it lies in the folder that holds all outputs."""
    return plan.base is not None and place.parent == plan.base


def _announce(place: Path, part: Path, plan: Plan, journal: Journal) -> None:
    """Commit the signature of the file `part` that is about to be moved to `place`."""
    if _is_journaled(place, plan):
        journal.announce(place, signature_of(part) or "", b"", 0, "")
        journal.commit()


def _remove_if_unchanged(place: Path, journal: Journal) -> None:
    """Remove the file at `place`, if it is as an earlier run has written it."""
    written_file = journal.written_file(place)
    if written_file is not None and written_file.is_unchanged():
        place.unlink()
        journal.forget_output(place)
        journal.commit()
