"""A plan, turned into one task a document, in reading order."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cleaner.batch.names import Names, stem_for_id, with_suffix
from cleaner.batch.task import STDIN, Item, Outcome, Present, Status, Task, failed
from cleaner.batch.walk import Entry, Kind, walk
from cleaner.errors import DocumentError
from cleaner.readers import Reader, not_yet, reader_for
from cleaner.readers.record import Place, Raw, shown
from cleaner.writers import WRITER_OF, WRITERS, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.batch.plan import Plan

OTHER_KIND = "of another kind"
"""What people are told about files whose suffix is that of no format."""


class Tasks:
    """The documents of a plan. Iterate once; afterwards `left_alone` says what was passed over."""

    def __init__(self, plan: Plan) -> None:
        self.left_alone: Counter[str] = Counter()
        """How many files were left alone, by why."""
        self._plan = plan
        self._names = Names()
        if plan.target and plan.removed and plan.to_folder:
            self._names.claim(os.path.relpath(plan.removed, plan.target))

    def __iter__(self) -> Iterator[Item]:
        """What there is to do, found as it is asked for."""
        plan = self._plan
        if plan.source is None:
            yield from self._of_file(Place(None, ""), plan.read_as)
        elif not plan.from_folder:
            yield from self._of_file(Place(plan.source, plan.source.name), plan.read_as)
        else:
            for entry in walk(plan.source):
                yield from self._of_entry(entry)

    def _of_entry(self, entry: Entry) -> Iterator[Item]:
        """The documents of what a walk came upon."""
        reader = self._plan.read_as or reader_for(entry.name)
        if entry.error is not None:
            yield failed(shown(entry.path), entry.error)
        elif entry.kind is not Kind.FILE:
            self.left_alone[entry.kind.value] += 1
        elif reader is not None:
            yield from self._of_file(Place(entry.path, entry.name), reader)
        elif what := not_yet(entry.name):
            yield failed(shown(entry.path), DocumentError(f"{what} cannot be read yet"))
        else:
            self.left_alone[OTHER_KIND] += 1

    def _of_file(self, place: Place, reader: Reader | None) -> Iterator[Item]:
        """The documents of one file, however it ends."""
        if reader is None:
            raise AssertionError("a plan for one file names its reader")
        try:
            writer = self._plan.write_as or WRITERS[WRITER_OF[reader.name]]
            if self._plan.to_folder and reader.many and not writer.many:
                yield from self._to_own_files(place, reader, writer)
            else:
                yield from self._to_one_file(place, reader, writer)
        except (OSError, DocumentError) as error:
            yield failed(_source(place), error)

    def _to_one_file(self, place: Place, reader: Reader, writer: Writer) -> Iterator[Item]:
        target = self._plan.target
        if target is not None and self._plan.to_folder:
            name = place.name or f"{STDIN}{writer.suffix}"
            if writer.name != reader.name:
                name = with_suffix(name, reader.suffixes, writer.suffix)
            target = target / self._names.claim(name)
        if self._is_done(target):
            done = sum(1 for _ in reader.split(place))
            yield Outcome(Status.SKIPPED, _source(place), documents=done)
            return
        shared = writer.many or target is None
        for raw in reader.split(place):
            yield Task(raw, reader.name, writer.name, target, shared, _source(place, raw))
        if shared:
            yield Present(target)

    def _to_own_files(self, place: Place, reader: Reader, writer: Writer) -> Iterator[Item]:
        """A file for each document, in a folder that is called like the file they come from."""
        stem = PurePosixPath(with_suffix(place.name or STDIN, reader.suffixes, ""))
        prefix = f"{stem}/" if self._plan.from_folder else ""
        for raw in reader.split(place):
            identity = reader.find_id(raw)
            own = f"{stem.name}-{raw.line}" if identity is None else stem_for_id(identity)
            name = with_suffix(own, (writer.suffix,), writer.suffix)
            target = (self._plan.target or Path()) / self._names.claim(prefix + name, fold=True)
            source = _source(place, raw)
            if self._is_done(target):
                yield Outcome(Status.SKIPPED, source)
            else:
                yield Task(raw, reader.name, writer.name, target, shared=False, source=source)

    def _is_done(self, target: Path | None) -> bool:
        return self._plan.resume and target is not None and target.is_file()


def _source(place: Place, raw: Raw | None = None) -> str:
    name = STDIN if place.path is None else shown(place.path)
    return name if raw is None or raw.line is None else f"{name}:{raw.line}"
