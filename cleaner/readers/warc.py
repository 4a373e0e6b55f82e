"""WARC and WET: one record a document, HTML from `response` records and text from `conversion` records.

warcio reads the headers and undoes the transfer of HTTP. Where records begin and end is found here,
since a reader that loses nothing must notice what warcio and fastwarc pass over in silence: a record
that is cut short, a compressed member that ends too early, and damage between records, after which
reading goes on with the next record that can be found.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.readers.decode import decode
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, too_large
from cleaner.readers.warc_records import MAX_HEADER_BYTES, Records, field

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS: Final = frozenset({b"response", b"conversion"})
"""Types of record that hold a document; requests, metadata and the rest are passed over."""
PAGES: Final = ("text/html", "application/xhtml+xml")
SUCCESS: Final = range(200, 300)
_LINE_BYTES: Final = 64 * 1024


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The records that hold documents."""
    number = 0
    with place.open() as stream:
        for it in Records(stream, DOCUMENTS, max_bytes):
            if not it.fault and it.kind not in DOCUMENTS:
                continue
            number += 1
            if it.data is not None:
                yield Raw(it.data, place.name, number, it.offset)
            else:
                yield Fault(number, it.offset, it.fault or str(too_large(max_bytes, it.length)))


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
    found = field(head.partition(b"\r\n\r\n")[0].split(b"\n"), b"warc-record-id")
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


SUFFIXES = tuple(f".{kind}{packed}" for packed in (".gz", ".zst", "") for kind in ("warc", "wet"))
READER = Reader("warc", SUFFIXES, many=True, split=split, parse=parse, find_id=find_id)
