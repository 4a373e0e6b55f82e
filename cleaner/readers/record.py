"""One document as it was read, before anything is known about it.

Reading has two halves, so that the costly one can run in a worker process: `split` cuts a file into
*raw* documents without looking inside, `parse` turns one raw document into a *record*. What cannot
be cut out (a damaged stretch, a record beyond the size limit) is a *fault* in its place, so that
positions count every document of the file, good or bad.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar

from cleaner.errors import DocumentError
from cleaner.readers.compressed import Unpacked, decompressed
from cleaner.readers.unpack import BUFFER_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Content = TypeVar("Content", bound=str | bytes)


def shown(name: str | Path) -> str:
    """A file name as it can be printed and put into JSON: one line, what is not text escaped."""
    text = str(name)
    try:
        sound = os.fsencode(text).decode("utf-8", errors="backslashreplace")
    except UnicodeEncodeError:  # lone surrogates, which no file name has, but a message may quote
        sound = text.encode("utf-8", errors="backslashreplace").decode("utf-8")
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode("ascii") for it in sound)


def is_local(path: Path) -> bool:
    """Whether `path` is on this machine; universal_pathlib's remote paths only look like paths."""
    return isinstance(path, Path)


class Place(NamedTuple):
    """A file to read."""

    path: Path | None
    """None for standard input. A remote path is universal_pathlib's and reads like any other."""
    name: str
    """What the file is called in output: relative to INPUT, with `/`; empty for standard input."""
    url: str | None = None
    """Where its document was on the web, if the file's name or a manifest says so."""

    @contextmanager
    def open(self) -> Iterator[Unpacked]:
        """The file's bytes, unpacked; raises OSError. Standard input is left open, the rest is closed."""
        if self.path is None:
            yield decompressed(sys.stdin.buffer)
            return
        with self.path.open("rb") as stream:
            yield decompressed(stream, self.path.name)


class Raw(NamedTuple):
    """One document cut out of its file but not looked into; small and picklable."""

    data: bytes | Path
    """The bytes, or the file that holds nothing but this document."""
    name: str
    """`Place.name` of the file it comes from."""
    number: int | None = None
    """Its line, row or record, counted from 1, in a file of many documents."""
    offset: int = 0
    """Where it begins in the file (unpacked), in bytes; for Parquet its row, counted from 0."""
    url: str | None = None
    """`Place.url`."""

    def size(self) -> int:
        """Bytes, roughly; 0 where that cannot be found out."""
        if isinstance(self.data, bytes):
            return len(self.data)
        try:
            return self.data.stat().st_size
        except OSError:
            return 0


class Fault(NamedTuple):
    """Documents that are there but cannot be cut out of their file."""

    number: int
    offset: int
    reason: str
    documents: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One document as read: what to clean, and what to hand on beside it."""

    text: str | None
    """The text to clean, or None where there is HTML instead."""
    html: str | bytes | None = None
    id: str | None = None
    url: str | None = None
    language: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    """Every field of the record as it was read, in order, as JSON has it; `text` or `html` among them.

    Of a record from Parquet, only the fields above, and of `text` and `html` only that they are there."""
    row: bytes | None = None
    """The record as an Arrow stream of one row, where it comes from Parquet: all columns, and their types."""
    warning: str | None = None
    """What was repaired while reading, for a person."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As in `--from`."""
    suffixes: tuple[str, ...]
    """The longest first."""
    many: bool
    """Whether one file holds many documents."""
    split: Callable[[Place, int], Iterator[Raw | Fault]]
    """The documents, none larger than so many bytes.

    Raises OSError, EOFError, and DocumentError for a file that is not of this format at all."""
    parse: Callable[[Raw, int], Record | None]
    """None for what turns out to be no document, and is left alone.

    Raises DocumentError, or OSError where the document is still to be read."""
    find_id: Callable[[Raw], str | None]
    """The document's own id without reading the rest, for naming its output; raises nothing, as it is asked
    outside the workers, where an error would reach all documents of the file."""


def text_or_html(find: Callable[[str], Content | None], what: str) -> tuple[Content | None, Content | None]:
    """The text or the HTML of a record, and None for the other: HTML counts only where the text is blank.

    `find` gives what stands under a key. Raises DocumentError where neither is there.
    """
    text = find("text")
    html = None if text is not None and text.strip() else find("html")
    if text is None and html is None:
        raise DocumentError(f"the {what} has neither text nor html")
    return (None, html) if html is not None and (text is None or html.strip()) else (text, None)


def whole_file(raw: Raw, max_bytes: int) -> bytes:
    """The bytes of a file that is one document; DocumentError where they are more than `max_bytes`."""
    if isinstance(raw.data, bytes):
        data = raw.data
    else:
        try:
            with Place(raw.data, raw.name).open() as stream:
                data = _read(stream, max_bytes + 1)
        except EOFError as error:
            raise DocumentError("a gzip file or zstd file that ends too early") from error
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    return data


def _read(stream: BinaryIO, most: int) -> bytes:
    """Up to `most` bytes, piece by piece: `read(most)` itself would take that much memory for any file."""
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(min(most, BUFFER_BYTES))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def split_whole(place: Place, max_bytes: int) -> Iterator[Raw]:
    """The file as one document, left for `parse` to read unless it is standard input."""
    if place.path is not None:
        yield Raw(place.path, place.name, url=place.url)
        return
    with place.open() as stream:
        yield Raw(_read(stream, max_bytes + 1), place.name)


def too_large(max_bytes: int, size: int | None = None) -> DocumentError:
    """What to tell of a document beyond the limit."""
    it_has = "" if size is None else f"{size:,} bytes, which is "
    return DocumentError(f"{it_has}more than the {max_bytes:,} bytes that --max-size allows")


def name_as_id(raw: Raw) -> str | None:
    """The id of a document that is a file: the file's name."""
    return shown(raw.name) if raw.name else None
