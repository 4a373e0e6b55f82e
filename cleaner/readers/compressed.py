"""gzip and zstd streams, told by their first bytes, and never believed whole when they are cut short.

Compressed streams may be made of many members or frames one after the other, as WARC files are. What
stands before damage can be read, and then reading raises: EOFError where the stream ends inside a member
or frame, OSError for all other damage.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.errors import DocumentError
from cleaner.readers.unpack import BUFFER_BYTES, GZIP, ZSTD, Source, gunzip, is_skippable, unzstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEAD_BYTES: Final = 32
_CONTROLS: Final = bytes(range(9))
"""Characters that no text holds, and that the first bytes of any gzip or zstd file do."""
_BY_SUFFIX: Final[dict[str, Callable[[Source], Iterator[bytes | Exception]]]] = {
    ".gz": gunzip,
    ".zst": unzstd,
}


def decompressed(stream: BinaryIO, name: str = "") -> Unpacked:
    """`stream` unpacked if it is gzip or zstd, else as it is; either way buffered.

    Binary data under the `name` of a packed file is taken for one that is damaged at its start. Where the
    stream is damaged, a read returns what stands before and the next one raises, EOFError or OSError; reads
    after that go on with the next member or frame that can be found.
    """
    source = Source(stream)
    head = source.peek(_HEAD_BYTES)
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if head.startswith(GZIP):
        return Unpacked(gunzip(source))
    if head.startswith(ZSTD) or is_skippable(head):
        return Unpacked(unzstd(source))
    cut = len(head) < len(ZSTD) and head and (GZIP.startswith(head) or ZSTD.startswith(head))
    if suffix in _BY_SUFFIX and (cut or any(it in _CONTROLS for it in head)):
        return Unpacked(_BY_SUFFIX[suffix](source))
    return Unpacked(iter(source.read_some, b""))


def damage_after(stream: BinaryIO) -> Exception | None:
    """The damage at which `stream` ends, if it does not end in good order; nothing may be left to read."""
    try:
        stream.read(1)
    except (OSError, EOFError) as error:
        return error
    return None


def broken(error: Exception, read: int) -> DocumentError:
    """What to tell where a stream cannot be read on after `read` documents."""
    message = str(error.strerror if isinstance(error, OSError) and error.strerror else error)
    after = f"after {read:,} documents" if read else "at its start"
    if isinstance(error, EOFError):
        return DocumentError(f"a gzip file or zstd file that ends too early, {after}; the rest is missing")
    return DocumentError(f"cannot be read on {after}: {message}")


class Unpacked(io.BufferedReader):
    """Pieces of data as a stream that loses nothing before an error.

    `io.BufferedReader` drops what it has read already when reading on raises. So the stream below it ends
    at an error instead, and the error is raised when nothing is left before it.
    """

    def __init__(self, pieces: Iterator[bytes | Exception]) -> None:
        self._below = _PieceStream(pieces)
        super().__init__(self._below, BUFFER_BYTES)

    def read(self, size: int | None = -1, /) -> bytes:
        """As `io.BufferedReader`."""
        data = super().read(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def read1(self, size: int = -1, /) -> bytes:
        """As `io.BufferedReader`."""
        data = super().read1(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """As `io.BufferedReader`."""
        data = super().readline(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        """As `io.BufferedReader`."""
        size = super().readinto(buffer)
        if not size and len(buffer):
            self._below.raise_damage()
        return size


class _PieceStream(io.RawIOBase):
    """The pieces one after the other, up to an error."""

    def __init__(self, pieces: Iterator[bytes | Exception]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self._damage: Exception | None = None

    def readable(self) -> bool:
        """It can only be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Fill `buffer` as far as the next piece goes; 0 at the end and at an error."""
        if not self._left and self._damage is None:
            self._next()
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def raise_damage(self) -> None:
        """Raise the error that this ended at, if it did; what follows it can be read then."""
        damage, self._damage = self._damage, None
        if damage is not None:
            raise damage

    def _next(self) -> None:
        try:
            piece = next(self._pieces, b"")
        except (OSError, EOFError) as error:
            piece = error
        if isinstance(piece, Exception):
            self._damage = piece
        else:
            self._left = memoryview(piece)
