"""The body of an HTTP response as the server made it: transfer and content codings undone.

The last coding is undone first: those of Transfer-Encoding, then those of Content-Encoding (RFC 9112, 6.1;
RFC 9110, 8.4). Many archives hold bodies that the crawler has unpacked already, under headers that still
say how they came; so a body that is text where packed data should be is left as it is. warcio's readers
do the same for gzip and chunks, but pass over what is cut, and know neither zstd nor several codings.
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
"""What servers say where nothing is packed. Names of charsets are passed over likewise."""
_SNIFF_BYTES: Final = 4096
_FEED_BYTES: Final = 64 * 1024
_LENGTH: Final = re.compile("[0-9]{1,15}")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_CHUNK_START: Final = re.compile(rb"[ \t]*[0-9a-fA-F]{0,8}[ \t]*(?:;[^\r\n]*)?\r?\Z")
"""What is left of the line that begins a chunk where the body is cut in it, or before it."""
_CHUNK_DAMAGE: Final = "a chunk of the body does not end where it says"
_ZLIB_METHOD, _ZLIB_CHECK = 8, 31


class Body(NamedTuple):
    """A body, and what is to be said of it."""

    data: bytes
    cut: str = ""
    """Why it is not whole."""
    damage: str = ""
    """Why it is not sound."""
    short: str = ""
    """How it differs from the length that it should have, as far as nothing else shows that it is cut."""
    note: str = ""
    """What a person should know of one that was read all the same."""


def unpacked_body(headers: Sequence[tuple[str, str]], data: bytes, max_bytes: int) -> Body:
    """`data` with the codings that HTTP's `headers` name undone.

    Raises DocumentError for a coding that is not known, for bytes that are not what it says, and for more
    than `max_bytes` after any step; MissingExtraError where a coding needs an extra.
    """
    body = Body(data)
    codings = list(_codings(headers))
    for coding in reversed(codings):
        if body.data and coding not in NO_CODINGS and not _is_charset(coding):
            body = _decode_coding(coding, body, max_bytes)
    return body if codings else body._replace(short=_too_short(headers, len(data)))


def _too_short(headers: Sequence[tuple[str, str]], size: int) -> str:
    for name, value in headers:
        if name.lower() == "content-length" and _LENGTH.fullmatch(value) and size < int(value):
            return f"the body has {size:,} of the {int(value):,} bytes that its Content-Length says"
    return ""


def _codings(headers: Sequence[tuple[str, str]]) -> Iterator[str]:
    """In the order in which they were applied."""
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
    """Whether the first bytes are text in any encoding."""
    try:
        decode(data[:_SNIFF_BYTES])
    except DocumentError:
        return False
    return True


def _decode_coding(coding: str, body: Body, max_bytes: int) -> Body:
    """`body` before `coding` was applied; as it is where it is text, which no coding makes."""
    decode_body = _DECODERS.get(coding)
    found = decode_body(body.data, max_bytes) if decode_body is not None else None
    if found is not None:
        if coding != "chunked" and not (found.cut or found.damage):
            return found  # packed data shows that it is whole, whatever the chunks were like
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
    """The chunks put together; None where none begins."""
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
    """With zlib's header, as it should be, or without, as some servers have it."""
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
    """All of `pieces` up to an error. What follows whole members and is none of them is passed over."""
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
"""Each undoes one coding; None where the data is not so coded."""
