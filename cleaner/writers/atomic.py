"""Small files that appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.readers.record import is_local
from cleaner.writers.part import beside, make_folder_of


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` as the file `path`, whole or not at all; raises OSError.

    A symbolic link is followed, so the file it points at is the one replaced. What is not a regular
    file (a pipe, /dev/null) and what is remote cannot be replaced and is written to directly.
    """
    real = Path(os.path.realpath(path)) if is_local(path) else path
    if real.is_dir():
        raise IsADirectoryError(f"{path} is a folder")
    make_folder_of(real)
    if not is_local(real) or (real.exists() and not real.is_file()):
        with real.open("wb") as stream:
            stream.write(data)
        return
    part = beside(real)
    try:
        part.write_bytes(data)
        part.replace(real)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
