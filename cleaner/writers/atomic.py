"""Files that appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO


class AtomicFile:
    """A file being written; nobody sees it before `publish`.

    A symbolic link is followed, so the file it points at is the one replaced. What is not a regular
    file (a pipe, /dev/null) cannot be replaced and is written to directly.
    """

    def __init__(self, path: Path) -> None:
        """Open a file beside `path`, with the folders above it; raises OSError."""
        self.path = Path(os.path.realpath(path))
        self._beside: Path | None = None
        if self.path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        if self.path.exists() and not self.path.is_file():
            self.stream: BinaryIO = self.path.open("wb")
        else:
            self._beside, self.stream = _open_beside(self.path)

    def publish(self) -> None:
        """Put the file in its place; raises OSError, and then the file is gone."""
        try:
            self.stream.close()
            if self._beside is not None:
                self._beside.replace(self.path)
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):  # closing writes out what a full disk already refused
            self.stream.close()
        if self._beside is not None:
            self._beside.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` as the file `path`, whole or not at all; raises OSError."""
    file = AtomicFile(path)
    try:
        file.stream.write(data)
    except BaseException:
        file.discard()
        raise
    file.publish()


def _open_beside(path: Path) -> tuple[Path, BinaryIO]:
    """A new hidden file in the folder of `path`; its name is short, as that of `path` may be at the limit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in count():
        beside = path.with_name(f".cleaner-{os.getpid()}-{number}.part")
        try:
            return beside, beside.open("xb")
        except FileExistsError:
            continue
    raise AssertionError("count() does not end")
