"""Decoding of HTTP response bodies: undoes their transfer codings and content codings.

The coding applied last is undone first: Transfer-Encoding before Content-Encoding (RFC 9112, 6.1; RFC 9110,
8.4). Many archives hold bodies that the crawler has decoded already, under the original headers. So a body
that is text where compressed data should be is left as it is.

warcio does the same for gzip and chunks, but reports no truncation, and supports neither zstd nor more than
one coding.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.errors import DocumentError, MissingExtraError
from cleaner.extras import need
from cleaner.readers.decode import decode
from cleaner.readers.record import shown, too_large
from cleaner.readers.unpack import BUFFER_BYTES, GZIP, ZSTD, NotPackedError, Source, gunzip, unzstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NO_CODINGS: Final = frozenset({"", "identity", "none", "plain", "text", "binary", "8bit", "7bit"})
"""Names of codings that servers send for an unencoded body. Names of charsets are ignored likewise."""
_SNIFF_BYTES: Final = 4096
_FEED_BYTES: Final = 64 * 1024
_LENGTH: Final = re.compile("[0-9]{1,15}")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_CHUNK_START: Final = re.compile(rb"[ \t]*[0-9a-fA-F]{0,8}[ \t]*(?:;[^\r\n]*)?\r?\Z")
"""Matches the rest of a body that is cut off before or inside the line that begins a chunk."""
_CHUNK_DAMAGE: Final = "a chunk of the body does not end where it says"
_ZLIB_METHOD, _ZLIB_CHECK = 8, 31


class Body(NamedTuple):
    """A body, and messages about what is wrong with it, each empty where nothing is."""

    data: bytes
    cut: str = ""
    """Where the body is truncated."""
    damage: str = ""
    """How the body is damaged."""
    short: str = ""
    """How the body is shorter than its Content-Length; checked only where no coding shows truncation."""
    note: str = ""
    """A warning about a body that was read nevertheless."""


def unpacked_body(headers: Sequence[tuple[str, str]], data: bytes, max_bytes: int) -> Body:
    r"""`data` with all codings undone that the HTTP `headers`, pairs of name and value, list.

    A truncated or damaged body is returned as far as it can be decoded, with a message. Raises DocumentError
    where a body that is not text has an unknown coding or not the one it should have, and where any step
    gives more than `max_bytes`; MissingExtraError where a coding needs an extra.

    >>> headers = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    >>> unpacked_body(headers, b"6\r\nA mill\r\n", 1000)
    Body(data=b'A mill', cut='the last chunk is missing', damage='', short='', note='')
    """
    body = Body(data)
    codings = list(_codings(headers))
    for coding in reversed(codings):
        if body.data and coding not in NO_CODINGS and not _is_charset(coding):
            body = _decode_coding(coding, body, max_bytes)
    return body if codings else body._replace(short=_too_short(headers, len(data)))


def _too_short(headers: Sequence[tuple[str, str]], size: int) -> str:
    """A message where a body of `size` bytes is shorter than its Content-Length, else an empty string."""
    for name, value in headers:
        if name.lower() == "content-length" and _LENGTH.fullmatch(value) and size < int(value):
            return f"the body has {size:,} of the {int(value):,} bytes that its Content-Length says"
    return ""


def _codings(headers: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The codings of a body, in lower case, in the order in which they were applied."""
    for kind in ("content-encoding", "transfer-encoding"):
        for name, value in headers:
            if name.lower() == kind:
                yield from (it.partition(";")[0].strip().lower() for it in value.split(","))


def _is_charset(coding: str) -> bool:
    try:
        "".encode(coding)
    except (LookupError, ValueError):
        return False
    return True


def _is_text(data: bytes) -> bool:
    """Whether `data` begins with text in any encoding."""
    try:
        decode(data[:_SNIFF_BYTES])
    except DocumentError:
        return False
    return True


def _decode_coding(coding: str, body: Body, max_bytes: int) -> Body:
    """`body` with `coding` undone; unchanged where it is text, which the crawler has decoded already."""
    decode_body = _DECODERS.get(coding)
    found = decode_body(body.data, max_bytes) if decode_body is not None else None
    if found is not None:
        if coding != "chunked" and not (found.cut or found.damage):
            return found  # compressed data proves that it is complete, even if its chunks were not
        return found._replace(cut=found.cut or body.cut, damage=found.damage or body.damage)
    if coding == "chunked":
        return body
    name = shown(coding[:40])
    unknown = f"its Content-Encoding is '{name}', which is not known"
    if not _is_text(body.data):
        neither = f"its Content-Encoding says {name}, but the body is neither that nor text"
        raise DocumentError(neither if decode_body else unknown)
    return body if decode_body else body._replace(note=f"{unknown}; the body is text and read as it is")


def _chunked(data: bytes, _max_bytes: int) -> Body | None:
    """The content of all chunks, joined; None where `data` does not begin with a chunk."""
    pieces: list[bytes] = []
    at = 0
    while head := _CHUNK.match(data, at):
        size = int(head[1], 16)
        piece = data[head.end() : head.end() + size]
        pieces.append(piece)
        at = head.end() + size + 2
        if not size:
            return Body(b"".join(pieces))
        if not b"\r\n".startswith(data[head.end() + size : at]):
            return Body(b"".join(pieces), damage=_CHUNK_DAMAGE)
    if not pieces:
        return None
    if _CHUNK_START.match(data, at) is None:
        return Body(b"".join(pieces), damage=_CHUNK_DAMAGE)
    cut = "the last chunk is missing" if at == len(data) else "a chunk is cut"
    return Body(b"".join(pieces), cut)


def _gzip(data: bytes, max_bytes: int) -> Body | None:
    return _collect(gunzip(Source(io.BytesIO(data))), max_bytes) if data.startswith(GZIP) else None


def _zstd(data: bytes, max_bytes: int) -> Body | None:
    return _collect(unzstd(Source(io.BytesIO(data))), max_bytes) if data.startswith(ZSTD) else None


def _deflate(data: bytes, max_bytes: int) -> Body | None:
    """Deflate data with the zlib header, as RFC 9110 requires, or without it, as some servers send it."""
    wrapped = data[0] & 15 == _ZLIB_METHOD and int.from_bytes(data[:2]) % _ZLIB_CHECK == 0
    body = _collect(_inflated(data, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS), max_bytes)
    return None if (body.cut or body.damage) and not wrapped and _is_text(data) else body


def _inflated(data: bytes, bits: int) -> Iterator[bytes | Exception]:
    stream: Any = zlib.decompressobj(bits)
    try:
        while not stream.eof and (piece := stream.decompress(data, BUFFER_BYTES)):
            data = stream.unconsumed_tail
            yield piece
    except zlib.error as error:
        yield OSError(f"damaged deflate data: {str(error).partition(': ')[2]}")
    else:
        if not stream.eof:
            yield EOFError()


def _brotli(data: bytes, max_bytes: int) -> Body | None:
    try:
        library = need("brotli", "brotli", "the content encoding br")
    except MissingExtraError:
        if data.lstrip().startswith(b"<") and _is_text(data):
            return None
        raise
    body = _collect(_unbrotli(data, library), max_bytes)
    return None if (body.cut or body.damage) and _is_text(data) else body


def _unbrotli(data: bytes, library: Any) -> Iterator[bytes | Exception]:  # noqa: ANN401 - no types
    stream = library.Decompressor()
    try:
        for at in range(0, len(data), _FEED_BYTES):
            yield stream.process(data[at : at + _FEED_BYTES], output_buffer_limit=BUFFER_BYTES)
            while not stream.can_accept_more_data():
                yield stream.process(b"", output_buffer_limit=BUFFER_BYTES)
    except library.error:
        yield OSError("damaged brotli data")
    else:
        if not stream.is_finished():
            yield EOFError()


def _collect(pieces: Iterator[bytes | Exception], max_bytes: int) -> Body:
    """All `pieces` up to an error, joined. Bytes after the last member that belong to none are ignored."""
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, NotPackedError):
            break
        if isinstance(piece, Exception):
            cut = "packed data that is cut" if isinstance(piece, EOFError) else ""
            return Body(b"".join(found), cut, "" if cut else f"the body is not sound: {piece}")
        found.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise too_large(max_bytes)
    return Body(b"".join(found))


_DECODERS: Final[dict[str, Callable[[bytes, int], Body | None]]] = {
    "chunked": _chunked,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
"""Name of a coding -> function that undoes it. The function returns None for data that is not so encoded."""
