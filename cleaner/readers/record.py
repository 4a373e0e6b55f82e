"""What a reader is, and what it gives: raw documents, records and faults.

Reading has two steps, so that the costly one can run in a worker process. `Reader.split` cuts a file into
*raw* documents without parsing them; `Reader.parse` turns one raw document into a *record*. A document that
cannot be cut out (damaged, beyond the size limit) becomes a *fault* in its place, so that positions count
every document of the file.
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
    r"""A file name for messages and JSON: on one line, with unprintable characters and invalid bytes escaped.

    >>> shown("new\nline.txt")
    'new\\nline.txt'
    """
    text = str(name)
    try:
        sound = os.fsencode(text).decode("utf-8", errors="backslashreplace")
    except UnicodeEncodeError:  # lone surrogates: not in file names, but in messages that quote a document
        sound = text.encode("utf-8", errors="backslashreplace").decode("utf-8")
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode("ascii") for it in sound)


def is_local(path: Path) -> bool:
    """Whether `path` is on this machine, and not a remote path of universal_pathlib."""
    return isinstance(path, Path)


class Place(NamedTuple):
    """A file to read."""

    path: Path | None
    """None for standard input. May be a remote path of universal_pathlib."""
    name: str
    """The file's name in output: relative to INPUT, with `/` as separator; empty for standard input."""
    url: str | None = None
    """The address of its document on the web, if the file's name or a manifest gives it."""

    @contextmanager
    def open(self) -> Iterator[Unpacked]:
        """The file's bytes, decompressed. Closes files, but leaves standard input open. Raises OSError."""
        if self.path is None:
            yield decompressed(sys.stdin.buffer)
            return
        with self.path.open("rb") as stream:
            yield decompressed(stream, self.path.name)


class Raw(NamedTuple):
    """One document, cut out of its file but not parsed; picklable, since workers parse it."""

    data: bytes | Path
    """The bytes of the document; or the path of the file, where it holds only this document."""
    name: str
    """`Place.name` of the file it comes from."""
    number: int | None = None
    """Its line, row or record, counted from 1; None where the file holds only this document."""
    offset: int = 0
    """Where it begins in the decompressed file, in bytes; for Parquet its row, counted from 0."""
    url: str | None = None
    """`Place.url`."""

    def size(self) -> int:
        """Its size in bytes, of a file as it is stored; 0 where the size is unknown."""
        if isinstance(self.data, bytes):
            return len(self.data)
        try:
            return self.data.stat().st_size
        except OSError:
            return 0


class Fault(NamedTuple):
    """One or more documents that cannot be cut out of their file."""

    number: int
    """`Raw.number` of the first."""
    offset: int
    """`Raw.offset` of the first."""
    reason: str
    documents: int = 1
    """How many documents are lost."""


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it was read: the text or HTML to clean, and the fields to pass through."""

    text: str | None
    """The text to clean; None where there is HTML instead."""
    html: str | bytes | None = None
    id: str | None = None
    url: str | None = None
    language: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    """All fields of the record in order, as JSON can hold them, with `text` or `html` among them.

    A record from Parquet has only the fields above here, with None as the value of `text` and `html`."""
    row: bytes | None = None
    """A record from Parquet as an Arrow stream of one row, with all columns and their types; else None."""
    warning: str | None = None
    """A message for the user about what was repaired; None where nothing was."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As in `--from`."""
    suffixes: tuple[str, ...]
    """In lower case. Where one is the end of another, the longer one comes first."""
    many: bool
    """Whether one file holds many documents."""
    split: Callable[[Place, int], Iterator[Raw | Fault]]
    """Place, most bytes of a document -> the documents of the file.

    Raises DocumentError for a file that is not of this format, OSError and EOFError where reading fails."""
    parse: Callable[[Raw, int], Record | None]
    """Raw document, most bytes -> record; None where it is no document after all, such as an image in WARC.

    Raises DocumentError, and OSError where `Raw.data` is a path."""
    find_id: Callable[[Raw], str | None]
    """Raw document -> its id, after which its output file is named.

    Raises nothing: it is called outside the workers, where an error would cost the file's other documents."""


def text_or_html(find: Callable[[str], Content | None], what: str) -> tuple[Content | None, Content | None]:
    """The text and the HTML of a record, one of them None: HTML is taken only where the text is blank.

    `find` gives the value of a key, or None. Raises DocumentError, which calls the record `what`, where both
    values are None.

    >>> text_or_html({"text": " ", "html": "<p>The old mill"}.get, "record")
    (None, '<p>The old mill')
    """
    text = find("text")
    html = None if text is not None and text.strip() else find("html")
    if text is None and html is None:
        raise DocumentError(f"the {what} has neither text nor html")
    return (None, html) if html is not None and (text is None or html.strip()) else (text, None)


def whole_file(raw: Raw, max_bytes: int) -> bytes:
    """The bytes of a file that is one document, decompressed.

    Raises DocumentError where they are more than `max_bytes` or the compressed file is truncated, OSError
    where the file cannot be read.
    """
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
    """Up to `most` bytes, read in pieces, since `read(most)` would allocate `most` bytes for any file."""
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(min(most, BUFFER_BYTES))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def split_whole(place: Place, max_bytes: int) -> Iterator[Raw]:
    """The file as one raw document. Only standard input is read here; a file is read by `Reader.parse`."""
    if place.path is not None:
        yield Raw(place.path, place.name, url=place.url)
        return
    with place.open() as stream:
        yield Raw(_read(stream, max_bytes + 1), place.name)


def too_large(max_bytes: int, size: int | None = None) -> DocumentError:
    """The error for a document beyond the limit; `size` is its size in bytes, where it is known."""
    it_has = "" if size is None else f"{size:,} bytes, which is "
    return DocumentError(f"{it_has}more than the {max_bytes:,} bytes that --max-size allows")


def name_as_id(raw: Raw) -> str | None:
    """The name of a document's file, as its id; None for standard input."""
    return shown(raw.name) if raw.name else None
