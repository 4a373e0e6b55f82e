"""An output of many documents while it is written: a hidden file that can be continued after a kill.

Its length is recorded only where the file ends with a complete frame (`Part.settled`). A later run truncates
the file to the recorded length and goes on, which gives the bytes of an uninterrupted run. The size of a
frame is fixed, so the boundaries of frames do not depend on interruptions either.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from cleaner.readers.record import is_local
from cleaner.writers.placing import (
    beside,
    create,
    is_replaceable,
    make_folder_of,
    place_of,
    reopen,
    signature_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.writers.placing import Announce
    from cleaner.writers.writer import Writer

FRAME_BYTES: Final = 1024 * 1024
"""Bytes of documents in one frame. Larger frames compress little better, and a kill loses up to a frame."""


class Part:
    """The unfinished output file. All methods raise OSError where writing fails."""

    def __init__(
        self, target: Path | None, writer: Writer, length: int = 0, *, root: Path | None = None
    ) -> None:
        """Create the file, or continue the one of an earlier run after `length` bytes.

        `target` is None for standard output, which is written directly, as devices and pipes are. Links in
        the folder `root` are not followed.
        """
        self.target = target
        self._writer = writer
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self.place = None if target is None else place_of(target, root)
        """The path of the finished file: `target`, or the path that it links to."""
        self._final: BinaryIO | None = None
        self.path: Path | None = None
        """The hidden file; None where there is none, so that the output cannot be continued."""
        if self.place is None:
            self._final = sys.stdout.buffer
        elif is_local(self.place):
            make_folder_of(self.place, root)
            if is_replaceable(self.place, root):
                self.path = beside(self.place)
            else:
                self._final = self.place.open("wb")
        if self.path is not None:
            self._stream = reopen(self.path, length) if length else create(self.path)
        elif self._final is not None and not writer.assemble:
            self._stream = self._final
        else:
            self._stream = _temporary()

    def write(self, data: bytes) -> None:
        """Add a document, as `Writer.render` gives it."""
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
        """Whether all documents are in the file, none of them waiting for its frame to fill."""
        return not self._waiting

    def length(self) -> int:
        """Size of the file in bytes, after flushing it; for when it is `settled`."""
        self._stream.flush()
        return self._stream.tell()

    def publish(self, announce: Announce | None = None) -> None:
        """Complete the file and move it to its place.

        `announce` is called with the signature of the file just before the move.
        """
        if self._waiting:
            self._close_frame()
        self._stream.flush()
        if self.place is None or self.path is None:
            self._deliver()
            return
        whole = self.path
        if self._writer.assemble:
            whole = self.path.with_suffix(".whole")
            with create(whole) as stream:
                self._writer.assemble(self._stream, stream)
        self._stream.close()
        if announce is not None:
            announce(signature_of(whole) or "")
        whole.replace(self.place)
        if whole is not self.path:
            self.path.unlink()

    def close(self) -> None:
        """Close the file and leave it, to be continued by a later run."""
        with suppress(OSError):  # closing flushes data that a full disk has refused already
            if self._stream is not sys.stdout.buffer:
                self._stream.close()

    def discard(self) -> None:
        """Close the file and remove it."""
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path.with_suffix(".whole").unlink(missing_ok=True)

    def _close_frame(self) -> None:
        if self._writer.frame is None:
            raise AssertionError("nothing waits in a format without frames")
        self._stream.write(self._writer.frame(self._waiting))
        self._waiting, self._waiting_bytes = [], 0

    def _deliver(self) -> None:
        """Copy the file to standard output, a device or a remote path, where no file can be moved to."""
        final = self._final
        if final is None:
            place = cast("Path", self.place)
            make_folder_of(place)
            with place.open("wb") as remote:
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


def _temporary() -> BinaryIO:
    return cast("BinaryIO", tempfile.TemporaryFile())
