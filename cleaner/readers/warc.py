"""The WARC and WET reader: HTML from `response` records, text from `conversion` records, one document each.

warcio parses the headers. `warc_records` separates the records and `http_body` decodes the bodies, since
warcio does not report what is truncated or damaged there.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.encodings.binary import binary_kind
from cleaner.encodings.declared import decode_as
from cleaner.errors import DocumentError
from cleaner.readers.decode import decode
from cleaner.readers.http_body import Body, unpacked_body
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, shown, too_large
from cleaner.readers.warc_records import MAX_HEADER_BYTES, Records, field

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS: Final = frozenset({b"response", b"conversion"})
"""WARC-Types of records that hold a document. All others, such as requests and metadata, are ignored."""
PAGES: Final = ("text/html", "application/xhtml+xml")
"""Content types of HTTP responses that hold a page."""
_SUCCESS: Final = re.compile("2[0-9]{2}")
_UTF_8: Final = frozenset({"utf-8", "utf8"})
_END_BYTES: Final = 1000


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The records that hold documents, numbered from 1, and a Fault for each one that cannot be read.

    Bytes that belong to no record are a Fault as well. Raises DocumentError where no record begins in the
    file or its last record is truncated, OSError and EOFError at damage.
    """
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
    """The page or text of a record; None where it holds neither, such as an image or a redirect.

    Raises DocumentError where the body is truncated, damaged or binary data, and where it is larger than
    `max_bytes` once decoded.
    """
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415 - only for WARC files

    stream = io.BytesIO(raw.data if isinstance(raw.data, bytes) else b"")
    headers = StatusAndHeadersParser([], verify=False).parse(stream)
    identity = headers.get_header("WARC-Record-ID")
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>") or None
    about = {"id": identity, "url": url, "date": headers.get_header("WARC-Date")}
    fields = {key: value for key, value in about.items() if value is not None}
    cut_short = _truncation(headers)
    if (headers.get_header("WARC-Type") or "").lower() == "conversion":
        text = decode(stream.read()).text
        fields["text"] = text
        return Record(text=text, id=identity, url=url, fields=fields, warning=cut_short or None)
    page = _page(stream, max_bytes, cut_short)
    if page is None:
        return None
    html, warning = page
    fields["html"] = None
    return Record(
        None if html else "", html or None, id=identity, url=url, fields=fields, warning=warning or None
    )


def find_id(raw: Raw) -> str | None:
    """The WARC-Record-ID, without its angle brackets; None where there is none."""
    head = raw.data[:MAX_HEADER_BYTES] if isinstance(raw.data, bytes) else b""
    found = field(head.partition(b"\r\n\r\n")[0].split(b"\n"), b"warc-record-id")
    return found.decode("utf-8", errors="replace").strip("<>") or None


def _truncation(headers: Any) -> str:  # noqa: ANN401 - warcio has no types
    """A warning where the headers declare the document cut or continued in other records; else empty."""
    if reason := headers.get_header("WARC-Truncated"):
        return f"cut short by the crawler (WARC-Truncated: {shown(reason)})"
    if headers.get_header("WARC-Segment-Number"):
        return "the first of several segments (WARC-Segment-Number); the others are not joined to it"
    return ""


def _page(stream: BinaryIO, max_bytes: int, cut_short: str) -> tuple[str | bytes, str] | None:
    """The page in an HTTP response, and a warning or an empty string; None where the response is no page.

    Raises DocumentError where the page is truncated, unless `cut_short` declares that, or its end is there.
    """
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415 - only for WARC files

    try:
        http = StatusAndHeadersParser([], verify=False).parse(stream)
    except EOFError:
        return None
    kind, _, parameters = (http.get_header("Content-Type") or "").partition(";")
    status = http.get_statuscode() if http.protocol.startswith("HTTP/") else ""
    if kind.strip().lower() not in PAGES or not _SUCCESS.fullmatch(status):
        return None
    body = unpacked_body(http.headers, stream.read(), max_bytes)
    warnings = (_completeness_warning(body, cut_short), body.note)
    if binary := binary_kind(body.data):
        raise DocumentError(f"not HTML: {binary}")
    return _decode_as_declared(body.data, parameters), "; ".join(filter(None, warnings))


def _completeness_warning(body: Body, cut_short: str) -> str:
    """A warning where a body is incomplete but usable; empty where it is complete.

    A truncated body is usable where `cut_short` declares the truncation, or where it ends with `</html>`.
    One that is only shorter than its Content-Length always is. Raises DocumentError for any other.
    """
    if cut_short and body.data:
        return cut_short
    if body.damage:
        raise DocumentError(body.damage)
    has_end = body.data[-_END_BYTES:].rstrip().lower().endswith(b"</html>")
    if not body.cut:
        return "" if has_end else body.short
    message = f"the body ends too early: {body.cut}"
    if not has_end:
        raise DocumentError(message)
    return f"{message}; the page itself has its end"


def _decode_as_declared(data: bytes, parameters: str) -> str | bytes:
    """The page decoded as the charset in the `parameters` of its Content-Type; else its bytes.

    Servers often declare a wrong charset. So bytes that are valid UTF-8 are not decoded as any other one.
    """
    name = parameters.lower().partition("charset=")[2].split(";")[0].strip("\"' ")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        decoded = decode_as(data, name) if name else None
        return data if decoded is None else decoded
    return text if name in _UTF_8 else data


SUFFIXES = tuple(f".{kind}{packed}" for packed in (".gz", ".zst", "") for kind in ("warc", "wet"))
READER = Reader("warc", SUFFIXES, many=True, split=split, parse=parse, find_id=find_id)
