"""The input files of a plan, in order, each with its reader, its writer and the path of its output.

Files are listed lazily, since INPUT may have millions. They are not opened here: `tasks` reads them.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.batch.names import Names, stem_for_id, with_suffix
from cleaner.batch.shard import ALL
from cleaner.batch.sources import entries, key_of, signature
from cleaner.batch.task import STDIN, describe_error
from cleaner.batch.walk import Kind
from cleaner.readers import READERS, Reader, reader_for
from cleaner.readers.record import Place, Raw, is_local, shown
from cleaner.writers import Writer, writer_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.batch.plan import Plan
    from cleaner.batch.walk import Entry

OTHER_KIND: Final = "of another kind"
"""Describes files with the suffix of no known format, in the line that counts ignored files."""


class File(NamedTuple):
    """One input file, standard input included."""

    key: bytes
    """The file's name in the journal, see `sources.key_of`."""
    signature: str
    """Size and times of the file, see `sources.signature`; empty where these are not known."""
    place: Place
    reader: Reader
    writer: Writer
    shared: bool
    """Whether all documents of the file go into the same output, one after the other."""
    target: Path | None
    """The output of the file; None for standard output, and where each of many documents has an output."""
    error: str | None = None
    """Why the file cannot be read, where listing the files has already failed on it."""

    def source(self, raw: Raw | None = None) -> str:
        """The name of the file in messages, or of the document `raw` in it: `file` or `file:number`."""
        name = STDIN if self.place.path is None else shown(self.place.path)
        return name if raw is None or raw.number is None else f"{name}:{raw.number}"


class Files:
    """The input files. Iterate only once: output names are handed out, and counts kept, on the way."""

    def __init__(self, plan: Plan) -> None:
        self.left_alone: Counter[str] = Counter()
        """How many entries were ignored, by reason."""
        self._plan = plan
        self.shard = plan.request.shard
        """The shard of the run."""
        first = plan.sources[0]
        is_one_folder = (
            len(plan.sources) == 1 and first.is_folder and first.path is not None and is_local(first.path)
        )
        self._root = first.path if is_one_folder else None
        """The INPUT folder, where INPUT is one local folder. An output with the name of its input file is
        then unique without any bookkeeping, which saves memory with millions of files."""
        self._reserved = plan.reserved
        self._names = Names(self._keeps_its_name)
        for name in sorted(self._reserved):
            self._names.claim(name, fold=True)
        self.unlisted: list[Path] = []
        """Folders and files that could not be read. Outputs made from them are not stale, as nobody knows
        whether their documents are still there."""

    def __iter__(self) -> Iterator[File]:
        """Yield the files lazily, standard input last. A file that cannot be read has `File.error` set.

        A file of one document that is not in the shard of the run is left out, once it has its name.
        """
        return (it for it in self._all() if it.reader.many or self.shard.has(it.place.name, 0))

    def _all(self) -> Iterator[File]:
        for entry in entries(self._plan.sources, self._plan.written_paths):
            reader = self._plan.read_as or reader_for(entry.name)
            if entry.error is not None:
                self.unlisted.append(entry.path)
                place = Place(entry.path, entry.name)
                yield self._file_of(place, reader or READERS["txt"], error=describe_error(entry.error))
            elif entry.kind is not Kind.FILE:
                self.left_alone[entry.kind.value] += 1
            elif reader is None:
                if _is_broken_link(entry.path):
                    self.unlisted.append(entry.path)
                self.left_alone[OTHER_KIND] += 1
            else:
                yield self._file_of(self._place_of(entry, reader), reader)
        for source in self._plan.sources:
            if source.path is None:
                yield self._file_of(Place(None, ""), self._plan.read_as or READERS["txt"])

    def document_target(self, file: File, raw: Raw) -> Path:
        """The output of the document `raw`, where each document has an output of its own.

        Outputs of a file with many documents are named after ids, or after record numbers without an id.
        """
        if not file.reader.many:
            return file.target or Path()
        stem = PurePosixPath(with_suffix(file.place.name or STDIN, file.reader.suffixes, ""))
        identity = _document_id(file, raw)
        own = f"{stem.name}-{raw.number}" if identity is None else stem_for_id(identity)
        name = with_suffix(own, (file.writer.suffix,), file.writer.suffix)
        prefix = f"{stem}/" if self._plan.from_many else ""
        return (self._plan.target or Path()) / self._names.claim(prefix + name, fold=True)

    def _place_of(self, entry: Entry, reader: Reader) -> Place:
        """The place to read from, with a URL where a file is a single document and its URL is known."""
        if reader.many:
            return Place(entry.path, entry.name)
        first = self._plan.sources[0]
        folder = first.path.name if len(self._plan.sources) == 1 and first.path is not None else ""
        return Place(entry.path, entry.name, self._plan.addresses.url(entry.path, entry.name, folder))

    def _file_of(self, place: Place, reader: Reader, error: str | None = None) -> File:
        plan = self._plan
        writer = plan.write_as or writer_after(reader, place.name)
        shared = writer.many or plan.target is None
        found = ""
        if error is None:
            try:
                found = signature(place.path)
            except OSError as reason:
                error = describe_error(reason)
                if place.path is not None and (place.path.is_symlink() or reason.errno != errno.ENOENT):
                    self.unlisted.append(place.path)
        target = plan.target
        if target is not None and plan.to_folder:
            target = target / self._output_name(place, reader, writer) if shared or not reader.many else None
        return File(key_of(place.path), found, place, reader, writer, shared, target, error)

    def _output_name(self, place: Place, reader: Reader, writer: Writer) -> str:
        """The output's path relative to the OUTPUT folder, with the shard where other shards have one too."""
        name = PurePosixPath(self._mirrored_name(place, reader, writer))
        shard = self.shard if writer.many else ALL
        return str(name.with_name(shard.named(name.name, writer.suffix)))

    def _mirrored_name(self, place: Place, reader: Reader, writer: Writer) -> str:
        """The output's path relative to the OUTPUT folder: that of the input, with the writer's suffix."""
        name = place.name or f"{STDIN}{writer.suffix}"
        if not name.lower().endswith(writer.suffix) and reader_for(name) is not None:
            name = with_suffix(name, reader.suffixes, writer.suffix)
        if self._root is not None and name == place.name and name not in self._reserved:
            return name
        return self._names.claim(name)

    def _keeps_its_name(self, name: str) -> bool:
        """Whether `name` is an input file, so that its own output may get this name without claiming it."""
        if self._root is None or name in self._reserved:
            return False
        try:
            return (self._root / name).is_file()
        except OSError:  # not a valid file name
            return False


def _is_broken_link(path: Path) -> bool:
    """Whether `path` is a link whose target does not exist, such as a disk that is not mounted."""
    return is_local(path) and path.is_symlink() and not os.path.exists(path)  # noqa: PTH110 - raises nothing


def _document_id(file: File, raw: Raw) -> str | None:
    """The document's own id, or None. Errors are ignored; the worker that parses the document names them."""
    try:
        return file.reader.find_id(raw)
    except Exception:  # noqa: BLE001 - one document must not end the run
        return None
