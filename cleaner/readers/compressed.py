"""gzip and zstd streams, told by their first bytes, and never believed whole when they are cut short.

Compressed streams may be made of many members or frames one after the other, as WARC files are. A
stream that ends inside one raises EOFError; zstandard's own stream reader would end in silence.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from cleaner.errors import DocumentError
from cleaner.extras import need

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP: Final = b"\x1f\x8b"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
SKIPPABLE: Final = b"\x2a\x4d\x18"
"""Bytes 2 to 4 of a zstd frame that holds no data; WARC files may begin with one."""
BUFFER_BYTES: Final = 256 * 1024


def decompressed(stream: BinaryIO) -> BinaryIO:
    """`stream` unpacked if it is gzip or zstd, else as it is; either way buffered.

    Reading raises EOFError where the stream ends too early, and OSError where it is damaged.
    """
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), BUFFER_BYTES)
    head = buffered.peek(4)[:4]
    if head.startswith(GZIP):
        return io.BufferedReader(cast("io.RawIOBase", _Gzip(fileobj=buffered)), BUFFER_BYTES)
    if head == ZSTD or head[1:] == SKIPPABLE:
        return io.BufferedReader(_Zstd(buffered), BUFFER_BYTES)
    return buffered


def broken(error: Exception, read: int) -> DocumentError:
    """What to tell where a stream cannot be read on after `read` documents."""
    told = str(error.strerror if isinstance(error, OSError) and error.strerror else error)
    after = f"after {read:,} documents" if read else "at its start"
    if isinstance(error, EOFError):
        return DocumentError(f"a gzip file or zstd file that ends too early, {after}; the rest is missing")
    return DocumentError(f"cannot be read on {after}: {told}")


class _Gzip(gzip.GzipFile):
    """Damage inside a member is an OSError, like all other damage."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except zlib.error as error:
            raise OSError(f"damaged gzip data: {error}") from error

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Zstd(io.RawIOBase):
    """The data of all frames, one after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        library = need("zstandard", "zstd", "reading zstd")
        self._stream = stream  # held on to, as a stream that nobody holds closes the file below it
        self._damage: type[Exception] = library.ZstdError
        self._pieces = self._decompress(stream, library.ZstdDecompressor())
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Fill `buffer` as far as the next piece goes; 0 at the end."""
        while not self._left:
            try:
                self._left = memoryview(next(self._pieces))
            except StopIteration:
                return 0
            except self._damage as error:
                raise OSError(f"damaged zstd data: {error}") from error
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    @staticmethod
    def _decompress(stream: BinaryIO, library: Any) -> Iterator[bytes]:  # noqa: ANN401 - no types
        data = stream.read(BUFFER_BYTES)
        while data:
            frame = library.decompressobj()
            while not frame.eof:
                if not data:
                    raise EOFError
                yield frame.decompress(data)
                data = frame.unused_data if frame.eof else stream.read(BUFFER_BYTES)
            data = data or stream.read(BUFFER_BYTES)
