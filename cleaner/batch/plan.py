"""What is read and where it goes, settled before anything is touched.

INPUT is a file, a folder or `-`. OUTPUT is `-`, a folder or a file: a folder if it is one already,
ends in `/`, or does not exist and has no suffix; a file otherwise. A folder INPUT makes OUTPUT a
folder unless OUTPUT has the suffix of a format that holds many documents.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.readers import READERS, Reader, not_yet, reader_for
from cleaner.readers.record import shown
from cleaner.writers import WRITER_OF, WRITERS, Writer, writer_for


class PlanError(CleanerError):
    """The command line asks for something that cannot be done, or that would do harm."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line says."""

    source: str
    target: str
    read_as: str | None = None
    write_as: str | None = None
    resume: bool = False
    removed: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that can be carried out."""

    source: Path | None
    """None for standard input."""
    from_folder: bool
    read_as: Reader | None
    """The reader for every file; None where each file's name says it."""
    target: Path | None
    """None for standard output."""
    to_folder: bool
    write_as: Writer | None
    """The writer for every document; None where it follows from the reader."""
    resume: bool = False
    removed: Path | None = None


def make_plan(request: Request) -> Plan:
    """The plan for `request`; raises PlanError."""
    source = None if request.source == "-" else Path(request.source)
    if source is not None and not source.exists():
        raise PlanError(f"INPUT {shown(source)}: there is no such file or folder")
    from_folder = source is not None and source.is_dir()
    target = None if request.target == "-" else Path(request.target)
    plan = Plan(
        source=source,
        from_folder=from_folder,
        read_as=_reader(request, source, from_folder=from_folder),
        target=target,
        to_folder=_is_folder(request.target, from_folder=from_folder),
        write_as=WRITERS[request.write_as] if request.write_as else _writer(target, from_folder=from_folder),
        resume=request.resume,
        removed=request.removed,
    )
    _check_room(plan)
    _check_apart(plan)
    return plan


def _reader(request: Request, source: Path | None, *, from_folder: bool) -> Reader | None:
    if request.read_as:
        return READERS[request.read_as]
    if source is None:
        return READERS["txt"]
    if from_folder:
        return None
    if reader := reader_for(source.name):
        return reader
    if what := not_yet(source.name):
        raise PlanError(f"INPUT {shown(source)}: {what} cannot be read yet")
    known = ", ".join(suffix for it in READERS.values() for suffix in it.suffixes)
    raise PlanError(f"INPUT {shown(source)}: its suffix is none of {known}; say what it is with --from")


def _is_folder(typed: str, *, from_folder: bool) -> bool:
    if typed == "-":
        return False
    target = Path(typed)
    if target.exists():
        return target.is_dir()
    if typed.endswith(("/", os.sep)):
        return True
    if from_folder:
        return writer_for(target.name) is None and not_yet(target.name) is None
    return not target.suffix


def _writer(target: Path | None, *, from_folder: bool) -> Writer | None:
    """The writer that OUTPUT's name asks for, if it does."""
    if target is None or target.is_dir():
        return WRITERS["jsonl"] if from_folder and target is None else None
    if what := not_yet(target.name):
        raise PlanError(f"OUTPUT {shown(target)}: {what} cannot be written yet")
    return writer_for(target.name)


def _check_room(plan: Plan) -> None:
    """Many documents need a format, or a folder, that takes many."""
    if plan.to_folder:
        return
    writer = plan.write_as
    if writer is None and plan.read_as is not None:
        writer = WRITERS[WRITER_OF[plan.read_as.name]]
    many = plan.from_folder or (plan.read_as is not None and plan.read_as.many)
    if many and (writer is None or not writer.many):
        raise PlanError(
            "OUTPUT is one text file but INPUT may hold many documents; "
            "give a folder (`out/`) for a text file each, or --to jsonl"
        )


def _check_apart(plan: Plan) -> None:
    """Nothing may be written where something is read, nor two things to one place."""
    source, target, removed = _real(plan.source), _real(plan.target), _real(plan.removed)
    if source and target:
        if source == target:
            raise PlanError("OUTPUT is INPUT; the originals would be lost")
        if plan.from_folder and target.is_relative_to(source):
            raise PlanError("OUTPUT lies inside INPUT; the next run would read it. Put it elsewhere")
        if plan.from_folder and plan.to_folder and source.is_relative_to(target):
            raise PlanError("INPUT lies inside OUTPUT, where outputs could replace it. Put one elsewhere")
        if plan.to_folder and not plan.from_folder and _real(target / source.name) == source:
            raise PlanError("OUTPUT is the folder INPUT lies in; the original would be lost")
    if removed and (removed in (source, target) or removed.is_dir()):
        raise PlanError("--removed must be a file of its own")
    if source and removed and plan.from_folder and removed.is_relative_to(source):
        raise PlanError("--removed lies inside INPUT; the next run would read it. Put it elsewhere")
    for path in (target, removed):
        above = next((it for it in path.parents if it.exists()), None) if path else None
        if path and above and not above.is_dir():
            raise PlanError(f"{shown(path)}: {shown(above)} is a file, not a folder")


def _real(path: Path | None) -> Path | None:
    return None if path is None else Path(os.path.realpath(path))
