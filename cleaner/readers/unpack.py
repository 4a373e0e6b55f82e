"""Decompression of gzip members and zstd frames, in pieces of bounded size.

No piece exceeds 256 KB, however far its input expands. All sound data before damage is yielded. Damage is
yielded as well, as an exception in its place, instead of being raised: a caller that goes on iterating gets
the data behind it, from the next member or frame that can be found.

zlib and zstandard decompress; this module separates the members and frames. `gzip.GzipFile` drops the data
before damage, zstandard's stream reader ends a truncated file without an error, and one call of its
`decompressobj` returns everything that its input expands to. A zstd frame is therefore fed block by block,
since no block may hold more than 128 KB (RFC 8878, 3.1.1.2.4).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

from cleaner.extras import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

GZIP: Final = b"\x1f\x8b"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
BUFFER_BYTES: Final = 256 * 1024
MAX_WINDOW_BYTES: Final = 128 * 1024 * 1024
"""The largest zstd window, all of which may be held in memory. The program `zstd` has the same limit by
default, and files made with `--ultra -22` or `--long` need as much."""

MAX_DAMAGES: Final = 1000
"""Damaged places after which the rest of a file is not read. Without a limit, a file that consists of
beginnings of members would take minutes a megabyte."""

_GZIP_BITS: Final = 16 + zlib.MAX_WBITS
_GZIP_MEMBER: Final = GZIP + b"\x08"
_PACKED_BYTES: Final = 32 * 1024
_STEP_BYTES: Final = 256
"""Compressed bytes that are decompressed at once near damage: deflate expands them to at most 258 KB."""
_SKIPPABLE: Final = b"\x2a\x4d\x18"
"""Bytes 2 to 4 of a skippable zstd frame, which holds no data. WARC files may begin with one."""
_MAX_BLOCK_BYTES: Final = 128 * 1024
_RLE: Final = 1
"""Type of a zstd block that is one byte, repeated."""
_RESERVED: Final = 3
_CHECKS: Final = ("incorrect data check", "incorrect length check", "doesn't match checksum")


class DamagedError(OSError):
    """Data that cannot be decompressed."""


class NotPackedError(DamagedError):
    """Data at a place where a member or frame should begin, but none does."""


class Source:
    """A binary stream whose next bytes can be looked at before they are read, and put back afterwards."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream  # kept: a stream that is garbage-collected closes the file below it
        self._read = getattr(stream, "read1", stream.read)
        self._held = b""
        self._at = 0

    def read_some(self, most: int = BUFFER_BYTES) -> bytes:
        """The next bytes, at most `most`; may be fewer, and is empty only at the end. Raises OSError."""
        if self._at < len(self._held):
            data = self._held[self._at : self._at + most]
            self._at += len(data)
            return data
        return bytes(self._read(most))

    def read_exactly(self, size: int) -> bytes:
        """The next `size` bytes. Raises EOFError where there are fewer, which then stay unread."""
        data = self.peek_exactly(size)
        self._at += size
        return data

    def peek_exactly(self, size: int) -> bytes:
        """The next `size` bytes, which stay unread. Raises EOFError where there are fewer."""
        data = self.peek(size)
        if len(data) < size:
            raise EOFError("packed data that ends too early")
        return data

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or fewer at the end, which stay unread. Raises OSError."""
        while len(self._held) - self._at < size and (more := bytes(self._read(max(size, _PACKED_BYTES)))):
            self._held = self._held[self._at :] + more
            self._at = 0
        return self._held[self._at : self._at + size]

    def put_back(self, data: bytes) -> None:
        """Put `data` in front of the unread bytes."""
        self._held = data + self._held[self._at :]
        self._at = 0

    def skip_to(self, mark: bytes) -> None:
        """Skip the bytes before the next `mark`; all bytes where there is none."""
        before = b""
        while data := self.read_some():
            at = (before + data).find(mark)
            if at >= 0:
                self.put_back((before + data)[at:])
                return
            before = (before + data)[1 - len(mark) :]


def gunzip(source: Source) -> Iterator[bytes | Exception]:
    """The data of all gzip members, in pieces, and an exception for each damage.

    NUL bytes after a member are padding, as on tapes, and are skipped.
    """
    left = MAX_DAMAGES
    while left and (data := source.read_some(_PACKED_BYTES)):
        if not (data := data.lstrip(b"\0")):
            continue
        source.put_back(data)
        try:
            yield from _member(source)
        except (DamagedError, EOFError) as error:
            yield error
            source.skip_to(_GZIP_MEMBER)
            left -= 1


def _member(source: Source) -> Iterator[bytes]:
    """The data of one member. Raises DamagedError or EOFError after the data before the damage."""
    member: Any = zlib.decompressobj(_GZIP_BITS)
    last = b""
    while not member.eof:
        data = source.read_some(_PACKED_BYTES)
        before = member.copy()
        try:
            piece = member.decompress(data, BUFFER_BYTES)
        except zlib.error as error:
            source.put_back(data[1:])  # the next member may begin anywhere in it
            yield from _before_damage(before, data)
            raise _gzip_damage(error) from error
        if not data and not piece:
            source.put_back(last[1:])
            raise EOFError("packed data that ends too early")
        last = data or last
        source.put_back(member.unused_data if member.eof else member.unconsumed_tail)
        if piece:
            yield piece


def _before_damage(member: Any, data: bytes) -> Iterator[bytes]:  # noqa: ANN401 - zlib does not name the type
    """The data of `data` up to the place where `member` fails; zlib returns nothing from a failing call."""
    for step in (_STEP_BYTES, 1):
        while data:
            before = member.copy()
            try:
                piece = member.decompress(data[:step])
            except zlib.error:
                member = before
                break
            if piece:
                yield piece
            data = data[step:]


def _gzip_damage(error: zlib.error) -> DamagedError:
    reason = str(error).partition(": ")[2] or str(error)
    if reason == "incorrect header check":
        return NotPackedError("what begins here is no gzip data")
    if reason in _CHECKS:
        return DamagedError("damaged gzip data: its check sum does not match")
    return DamagedError(f"damaged gzip data: {reason}")


def unzstd(source: Source) -> Iterator[bytes | Exception]:
    """The data of all zstd frames, in pieces, and an exception for each damage.

    Raises MissingExtraError without the package zstandard, at the call and not at the first piece.
    """
    return _frames(source, need("zstandard", "zstd", "reading zstd"))


def _frames(source: Source, library: Any) -> Iterator[bytes | Exception]:  # noqa: ANN401 - no types
    unpacker = library.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    left = MAX_DAMAGES
    while left and source.peek(1):
        try:
            yield from _frame(source, library, unpacker)
        except (DamagedError, EOFError) as error:
            yield error
        except library.ZstdError as error:
            yield _zstd_damage(error)
        else:
            continue
        source.skip_to(ZSTD)
        left -= 1


def _frame(source: Source, library: Any, unpacker: Any) -> Iterator[bytes]:  # noqa: ANN401 - no types
    """The data of one frame. Raises DamagedError, EOFError or ZstdError after the data before the damage."""
    start = source.peek(len(ZSTD) + 1)
    if is_skippable(start):
        _skip(source)
        return
    source.read_exactly(1)  # if this frame is damaged, the search for the next one begins behind this byte
    if len(start) <= len(ZSTD) and ZSTD.startswith(start):
        raise EOFError("packed data that ends too early")
    if not start.startswith(ZSTD):
        raise NotPackedError("what begins here is no zstd data")
    header = start[:1] + source.peek_exactly(library.frame_header_size(start) - 1)
    about = library.get_frame_parameters(header)
    if about.window_size > MAX_WINDOW_BYTES:
        raise DamagedError(
            f"a zstd window of {about.window_size:,} bytes, beyond the {MAX_WINDOW_BYTES:,} that are held; "
            "pack it again without --long"
        )
    if about.dict_id:
        raise DamagedError("zstd data that needs a dictionary, which is not read; unpack it first")
    source.read_exactly(len(header) - 1)
    frame = unpacker.decompressobj()
    frame.decompress(header)
    more = True
    while more:
        block, more = _block(source)
        data = frame.decompress(block)
        source.read_exactly(len(block))
        if data:
            yield data
    if about.has_checksum:
        frame.decompress(source.peek_exactly(4))
        source.read_exactly(4)


def _block(source: Source) -> tuple[bytes, bool]:
    """The next block with its header, still unread, and whether another block follows it."""
    head = int.from_bytes(source.peek_exactly(3), "little")
    last, kind, size = head & 1, head >> 1 & 3, head >> 3
    if kind == _RESERVED or size > _MAX_BLOCK_BYTES:
        raise DamagedError("damaged zstd data: a block that cannot be")
    return source.peek_exactly(3 + (1 if kind == _RLE else size)), not last


def _skip(source: Source) -> None:
    """Read a skippable frame to its end. Raises EOFError where it is truncated."""
    source.read_exactly(4)
    left = int.from_bytes(source.read_exactly(4), "little")
    while left:
        data = source.read_some(min(left, BUFFER_BYTES))
        if not data:
            raise EOFError("packed data that ends too early")
        left -= len(data)


def _zstd_damage(error: Exception) -> DamagedError:
    reason = str(error).removeprefix("zstd decompressor error: ").removeprefix("zstd decompress error: ")
    if any(it in reason for it in _CHECKS):
        return DamagedError("damaged zstd data: its check sum does not match")
    return DamagedError(f"damaged zstd data: {reason}")


def is_skippable(head: bytes) -> bool:
    """Whether `head` begins a skippable zstd frame, which holds no data (RFC 8878, 3.1.2)."""
    return head[1:4] == _SKIPPABLE and head[0] & 0xF0 == 0x50  # noqa: PLR2004 - 16 magic numbers, 0x50 to 0x5F
