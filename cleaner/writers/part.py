"""An output of many documents while it grows: a hidden file that can be continued after any end.

Its length is only ever taken where everything before it is whole (`settled`), so cutting the file to
such a length and going on gives the bytes of a run that never stopped. What is packed is packed in
stretches of a fixed size, so where they end does not depend on when a run was stopped either.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from cleaner.readers.record import is_local

if TYPE_CHECKING:
    from cleaner.writers.writer import Writer

FRAME_BYTES: Final = 1024 * 1024
"""How much is packed at once: more gains little, and this much is done again after a kill."""


def beside(target: Path) -> Path:
    """Where the file `target` grows: in the same folder, always under the same short name."""
    digest = blake2b(os.fsencode(target.name), digest_size=8).hexdigest()
    return target.with_name(f".cleaner-{digest}.part")


class Part:
    """The file under way. All methods raise OSError."""

    def __init__(self, target: Path | None, writer: Writer, length: int = 0) -> None:
        """Begin, or go on after `length` bytes. None is standard output.

        A device or a pipe is written to directly, and so is standard output.
        """
        self.target = target
        self._writer = writer
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._real = None if target is None else _real(target)
        self._final: BinaryIO | None = None
        self.path: Path | None = None
        """The hidden file; None where there is none, and nothing can be continued."""
        if self._real is None or (self._real.exists() and not self._real.is_file()):
            self._final = sys.stdout.buffer if self._real is None else self._real.open("wb")
            self._stream = _temporary() if writer.assemble else self._final
        elif is_local(self._real):
            make_folder_of(self._real)
            self.path = beside(self._real)
            self._stream = self.path.open("r+b" if length else "w+b")
            self._stream.truncate(length)
            self._stream.seek(length)
        else:
            self._stream = _temporary()

    def write(self, data: bytes) -> None:
        """Add a document."""
        if self._writer.frame is None:
            self._stream.write(data)
            if self.target is None:
                self._stream.flush()
            return
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes >= FRAME_BYTES:
            self._close_frame()

    @property
    def settled(self) -> bool:
        """Whether everything written so far is in the file."""
        return not self._waiting

    def length(self) -> int:
        """Bytes in the file, handed over to the system; call it when settled."""
        self._stream.flush()
        return self._stream.tell()

    def publish(self) -> None:
        """Put the file in its place, whole."""
        if self._waiting:
            self._close_frame()
        self._stream.flush()
        if self._final is not None or self.path is None:
            self._deliver()
            return
        if self._writer.assemble:
            whole = self.path.with_suffix(".whole")
            with whole.open("wb") as stream:
                self._writer.assemble(self._stream, stream)
            self._stream.close()
            whole.replace(cast("Path", self._real))
            self.path.unlink()
        else:
            self._stream.close()
            self.path.replace(cast("Path", self._real))

    def close(self) -> None:
        """Leave the file as it is, to be continued."""
        with suppress(OSError):  # closing writes out what a full disk already refused
            if self._stream is not sys.stdout.buffer:
                self._stream.close()

    def discard(self) -> None:
        """Leave nothing behind."""
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _close_frame(self) -> None:
        if self._writer.frame is None:
            raise AssertionError("nothing waits in a format without frames")
        self._stream.write(self._writer.frame(self._waiting))
        self._waiting, self._waiting_bytes = [], 0

    def _deliver(self) -> None:
        """To standard output, a device or a remote place, which only take whole files or a stream."""
        final = self._final
        if final is None:
            make_folder_of(cast("Path", self._real))
            with cast("Path", self._real).open("wb") as remote:
                self._copy_to(remote)
        elif self._stream is not final:
            self._copy_to(final)
            final.flush()
        if self._stream is not final:
            self._stream.close()
        if final is not None and final is not sys.stdout.buffer:
            final.close()

    def _copy_to(self, final: BinaryIO) -> None:
        self._stream.seek(0)
        if self._writer.assemble:
            self._writer.assemble(self._stream, final)
        else:
            shutil.copyfileobj(self._stream, final)


def make_folder_of(path: Path) -> None:
    """The folder that `path` is to lie in; raises OSError."""
    if is_local(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        remote: Any = path
        remote.fs.makedirs(remote.parent.path, exist_ok=True)


def _temporary() -> BinaryIO:
    return cast("BinaryIO", tempfile.TemporaryFile())


def _real(target: Path) -> Path:
    """The file that `target` stands for: links are followed, remote paths stay as they are."""
    return Path(os.path.realpath(target)) if is_local(target) else target
