"""Decompression of gzip and zstd streams, which are recognised by their first bytes.

A stream may consist of many members or frames, as WARC files do. Data before damage is read normally, and
then a read raises: EOFError where the stream ends inside a member or frame, so that a truncated file is never
taken for a whole one, and OSError for all other damage.
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
"""Control characters that no text has, but the first bytes of every gzip or zstd file do."""
_BY_SUFFIX: Final[dict[str, Callable[[Source], Iterator[bytes | Exception]]]] = {
    ".gz": gunzip,
    ".zst": unzstd,
}


def decompressed(stream: BinaryIO, name: str = "") -> Unpacked:
    """`stream` decompressed if it is gzip or zstd, else unchanged; buffered in either case.

    Where the file's `name` ends in `.gz` or `.zst` but its first bytes are some other binary data, the file
    is treated as a damaged file of that format. At damage, one read returns the data before it, and the next
    one raises EOFError or OSError. Later reads continue with the next member or frame that can be found.

    Raises OSError where `stream` cannot be read, MissingExtraError for zstd without the package zstandard.

    >>> import gzip, io
    >>> decompressed(io.BytesIO(gzip.compress(b"The old mill"))).read()
    b'The old mill'
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
    """The error at the end of `stream`, all data of which must be read; None where there is no damage."""
    try:
        stream.read(1)
    except (OSError, EOFError) as error:
        return error
    return None


def broken(error: Exception, read: int) -> DocumentError:
    """The error to report where reading a file fails with `error` after `read` documents."""
    message = str(error.strerror if isinstance(error, OSError) and error.strerror else error)
    after = f"after {read:,} documents" if read else "at its start"
    if isinstance(error, EOFError):
        return DocumentError(f"a gzip file or zstd file that ends too early, {after}; the rest is missing")
    return DocumentError(f"cannot be read on {after}: {message}")


class Unpacked(io.BufferedReader):
    """A buffered stream over decompressed pieces, which returns all data before an error.

    `io.BufferedReader` drops its buffer when the raw stream below it raises. So the raw stream ends at an
    error instead, and the methods here raise the error once the buffer is empty.
    """

    def __init__(self, pieces: Iterator[bytes | Exception]) -> None:
        self._below = _PieceStream(pieces)
        super().__init__(self._below, BUFFER_BYTES)

    def read(self, size: int | None = -1, /) -> bytes:
        """As `io.BufferedReader.read`; raises the damage where no data is left before it."""
        data = super().read(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def read1(self, size: int = -1, /) -> bytes:
        """As `io.BufferedReader.read1`; raises the damage where no data is left before it."""
        data = super().read1(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """As `io.BufferedReader.readline`; raises the damage where no data is left before it."""
        data = super().readline(size)
        if not data and size != 0:
            self._below.raise_damage()
        return data

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        """As `io.BufferedReader.readinto`; raises the damage where no data is left before it."""
        size = super().readinto(buffer)
        if not size and len(buffer):
            self._below.raise_damage()
        return size


class _PieceStream(io.RawIOBase):
    """The raw stream below `Unpacked`. It ends at each error, until `raise_damage` is called."""

    def __init__(self, pieces: Iterator[bytes | Exception]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self._damage: Exception | None = None

    def readable(self) -> bool:
        """True: the stream is read-only."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Copy at most one piece to `buffer`; returns the number of bytes, 0 at the end and at an error."""
        if not self._left and self._damage is None:
            self._next()
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def raise_damage(self) -> None:
        """Raise the error that the stream stopped at, if any. The data behind it can be read afterwards."""
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
