"""WARC and WET: one record a document, HTML from `response` records and text from `conversion` records.

warcio reads the headers and undoes the transfer of HTTP. Where records begin and end is found here,
since a reader that loses nothing must notice what warcio and fastwarc pass over in silence: a record
that is cut short, a compressed member that ends too early, and damage between records, after which
reading goes on with the next record that can be found.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from cleaner.errors import DocumentError
from cleaner.readers.decode import decode
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS: Final = {b"response", b"conversion"}
"""Types of record that hold a document; requests, metadata and the rest are passed over."""
PAGES: Final = ("text/html", "application/xhtml+xml")
MAX_HEADER_BYTES: Final = 1024 * 1024
SUCCESS: Final = range(200, 300)
_VERSION: Final = b"WARC/"
_LINE_BYTES: Final = 64 * 1024


class _Head(NamedTuple):
    """The header of a record."""

    data: bytes
    kind: bytes
    length: int


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The records that hold documents."""
    with place.open() as stream:
        number = offset = 0
        line, passed = _next_record(stream)
        if not line.startswith(_VERSION) and (line or passed):
            raise DocumentError("not a WARC file: no record begins in it")
        while line:
            if passed:
                number += 1
                yield Fault(number, offset, f"{passed:,} bytes here belong to no record")
            offset += passed
            head = _head(stream, line)
            size = len(head.data) + head.length
            kept = _body(stream, head.length, keep=head.kind in DOCUMENTS and head.length <= max_bytes)
            if head.kind in DOCUMENTS:
                number += 1
                if kept is None:
                    yield Fault(number, offset, str(too_large(max_bytes, head.length)))
                else:
                    yield Raw(head.data + kept, place.name, number, offset)
            offset += size
            line, passed, blank = _after_record(stream)
            offset += blank
        if passed:
            yield Fault(number + 1, offset, f"{passed:,} bytes here belong to no record")


def parse(raw: Raw, max_bytes: int) -> Record | None:
    """The page or text of a record; None for what is neither, such as an image or a redirect."""
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415 - only for WARC files

    stream = io.BytesIO(raw.data if isinstance(raw.data, bytes) else b"")
    headers = StatusAndHeadersParser([], verify=False).parse(stream)
    identity = headers.get_header("WARC-Record-ID")
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    about = {"id": identity, "url": url, "date": headers.get_header("WARC-Date")}
    fields = {key: value for key, value in about.items() if value is not None}
    if headers.get_header("WARC-Type") == "conversion":
        text = decode(stream.read()).text
        return Record(text=text, id=identity, url=url, fields={**fields, "text": text})
    page = _page(stream, max_bytes)
    if page is None:
        return None
    return Record(
        text=None if page else "", html=page or None, id=identity, url=url, fields={**fields, "html": None}
    )


def find_id(raw: Raw) -> str | None:
    """The record's id."""
    head = raw.data[:MAX_HEADER_BYTES] if isinstance(raw.data, bytes) else b""
    found = _field(head.partition(b"\r\n\r\n")[0].split(b"\n"), b"warc-record-id")
    return found.decode("utf-8", errors="replace").strip("<>") or None


def _page(stream: BinaryIO, max_bytes: int) -> str | bytes | None:
    """The page in an HTTP response; None where the response is no page."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415 - only for WARC files
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415 - likewise

    try:
        http = StatusAndHeadersParser([], verify=False).parse(stream)
    except EOFError:
        return None
    kind, _, parameters = (http.get_header("Content-Type") or "").partition(";")
    status = http.get_statuscode() if http.protocol.startswith("HTTP/") else ""
    if kind.strip().lower() not in PAGES or not (status.isdecimal() and int(status) in SUCCESS):
        return None
    encoding = (http.get_header("Content-Encoding") or "").strip().lower() or None
    chunked = "chunked" in (http.get_header("Transfer-Encoding") or "").lower()
    reader: Any = stream
    if chunked or encoding:
        wrapped = ChunkedDataReader if chunked else _buffered
        reader = wrapped(stream, decomp_type=encoding)
    data = _read_up_to(reader, max_bytes)
    return _as_declared(data, parameters)


def _buffered(stream: BinaryIO, decomp_type: str | None) -> Any:  # noqa: ANN401 - warcio has no types
    from warcio.bufferedreaders import BufferedReader  # noqa: PLC0415 - only for WARC files

    return BufferedReader(stream, decomp_type=decomp_type)


def _read_up_to(reader: Any, max_bytes: int) -> bytes:  # noqa: ANN401 - warcio has no types
    """All of `reader`; a small record can unpack to any size, so it is read with the limit in sight."""
    pieces, size = [], 0
    while piece := reader.read(_LINE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise too_large(max_bytes)
    return b"".join(pieces)


def _as_declared(data: bytes, parameters: str) -> str | bytes:
    """The page as text where HTTP says its encoding and the bytes agree; else the bytes as they are."""
    name = parameters.lower().partition("charset=")[2].split(";")[0].strip("\"' ")
    try:
        codec = codecs.lookup(name).name
        return data.decode(codec) if codec == "utf-8" or not _is_utf8(data) else data
    except (LookupError, UnicodeDecodeError, ValueError):
        return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _next_record(stream: BinaryIO) -> tuple[bytes, int]:
    """The first line of the next record, and how many bytes were passed over to find it."""
    passed = 0
    while line := stream.readline(_LINE_BYTES):
        if line.startswith(_VERSION):
            return line, passed
        passed += len(line)
    return b"", passed


def _after_record(stream: BinaryIO) -> tuple[bytes, int, int]:
    """As `_next_record`, and the size of the blank lines that belong between records."""
    blank = 0
    while (line := stream.readline(_LINE_BYTES)) in {b"\r\n", b"\n"}:
        blank += len(line)
    if not line or line.startswith(_VERSION):
        return line, 0, blank
    following, passed = _next_record(stream)
    return following, passed + len(line), blank


def _head(stream: BinaryIO, line: bytes) -> _Head:
    lines = [line]
    size = len(line)
    while (line := stream.readline(_LINE_BYTES)) not in {b"\r\n", b"\n"}:
        size += len(line)
        lines.append(line)
        if not line:
            raise DocumentError("ends in the header of a record; the rest is missing")
        if size > MAX_HEADER_BYTES:
            raise DocumentError(
                f"a record's header has more than {MAX_HEADER_BYTES:,} bytes: not a WARC file"
            )
    lines.append(line)
    length = _field(lines, b"content-length")
    if not length.isdigit():
        raise DocumentError(f"a record has the length {shorten(length)}; what follows cannot be read")
    return _Head(b"".join(lines), _field(lines, b"warc-type").lower(), int(length))


def shorten(value: bytes) -> str:
    """A few characters of `value`, for a message."""
    return repr(value[:20].decode("ascii", errors="replace"))


def _field(lines: list[bytes], name: bytes) -> bytes:
    for line in lines:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def _body(stream: BinaryIO, length: int, *, keep: bool) -> bytes | None:
    """The record's content, or None where it is not kept; DocumentError where the file ends in it."""
    pieces = []
    left = length
    while left:
        piece = stream.read(min(left, _LINE_BYTES))
        if not piece:
            raise DocumentError(f"ends {left:,} bytes before its last record does; the rest is missing")
        left -= len(piece)
        if keep:
            pieces.append(piece)
    return b"".join(pieces) if keep else None


SUFFIXES = tuple(f".{kind}{packed}" for packed in (".gz", ".zst", "") for kind in ("warc", "wet"))
READER = Reader("warc", SUFFIXES, many=True, split=split, parse=parse, find_id=find_id)
