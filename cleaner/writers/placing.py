"""Placing output files: each is made under a hidden name beside its place, then moved into it whole.

A link is followed where the user typed it as OUTPUT. Below OUTPUT none is: a folder on the way that is a link
is refused, and a link under an output's own name is replaced, not written through. Hidden files are created
with O_EXCL and O_NOFOLLOW, so nothing that lies under their name is opened by mistake.
"""

from __future__ import annotations

import errno
import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from cleaner.readers.record import is_local, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Announce = Callable[[str], None]
    """Told the signature of a file just before it is moved into its place."""

HIDDEN: Final = ".cleaner-"
"""How the names of all files begin that a run keeps for itself."""
_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def beside(target: Path) -> Path:
    """Where the file `target` grows: in the same folder, always under the same short name."""
    digest = blake2b(os.fsencode(target.name), digest_size=8).hexdigest()
    return target.with_name(f"{HIDDEN}{digest}.part")


def place_of(target: Path, root: Path | None = None) -> Path:
    """The path that is written for `target`; links are followed, but not below the folder `root`."""
    if not is_local(target):
        return target
    return target if _is_below(target, root) else Path(os.path.realpath(target))


def _is_below(path: Path, root: Path | None) -> bool:
    """Whether `path` lies in the folder `root`, links aside."""
    return root is not None and Path(os.path.abspath(path)).is_relative_to(os.path.abspath(root))  # noqa: PTH100 - links stay


def is_replaceable(place: Path, root: Path | None = None) -> bool:
    """Whether `place` is free, or has a file that can be replaced; False for a pipe or a device.

    Raises OSError for a folder, and below `root` for all that is neither a regular file nor a link.
    """
    try:
        kind = place.lstat().st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, "a folder has this name", str(place))
    if stat.S_ISREG(kind) or stat.S_ISLNK(kind):
        return True
    if _is_below(place, root):
        raise OSError(errno.EEXIST, "something that is no regular file has this name", str(place))
    return False


def make_folder_of(path: Path, root: Path | None = None) -> None:
    """The folder that `path` is to lie in; raises OSError, also for a link between `root` and `path`."""
    if not is_local(path):
        remote: Any = path
        remote.fs.makedirs(remote.parent.path, exist_ok=True)
        return
    if root is None or not _is_below(path, root):
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    root.mkdir(parents=True, exist_ok=True)
    for folder in _between(root, path):
        if folder.is_symlink():
            raise OSError(errno.ELOOP, f"{shown(folder)} is a link, and links inside OUTPUT are not followed")
        folder.mkdir(exist_ok=True)


def is_reached_by_a_link(path: Path, root: Path) -> bool:
    """Whether a folder between `root` and `path`, which lies below it, is a link."""
    return any(folder.is_symlink() for folder in _between(root, path))


def _between(root: Path, path: Path) -> Iterator[Path]:
    """The folders below `root` that `path` lies in, from the top."""
    folder = root
    for name in Path(os.path.relpath(path, root)).parts[:-1]:
        folder /= name
        yield folder


def create(path: Path) -> BinaryIO:
    """A new file to write and read, in place of whatever had its name; raises OSError."""
    try:
        return cast("BinaryIO", os.fdopen(os.open(path, _NEW | _SAFELY, 0o666), "w+b"))
    except FileExistsError:
        path.unlink()
    return cast("BinaryIO", os.fdopen(os.open(path, _NEW | _SAFELY, 0o666), "w+b"))


def discard_hidden(target: Path) -> None:
    """Remove what a killed run has left under the hidden names of `target`; raises OSError."""
    part = beside(target)
    for path in (part, part.with_suffix(".whole")):
        path.unlink(missing_ok=True)


def reopen(path: Path, length: int) -> BinaryIO:
    """The file `path`, cut to `length` bytes, to go on with; raises OSError if it is not our own."""
    stream = cast("BinaryIO", os.fdopen(os.open(path, os.O_RDWR | _SAFELY), "r+b"))
    found = os.fstat(stream.fileno())
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size < length:
        stream.close()
        raise OSError(errno.EINVAL, "the unfinished output is not the one that was left", str(path))
    stream.truncate(length)
    stream.seek(length)
    return stream


def signature_of(path: Path) -> str | None:
    """What tells whether a written file was changed since: size and time; None where there is no file.

    A move keeps both, so it can be known before the file is in its place.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    return f"{found.st_size} {found.st_mtime_ns}" if stat.S_ISREG(found.st_mode) else None


def write_whole(path: Path, data: bytes, root: Path | None = None, announce: Announce | None = None) -> None:
    """Write `data` as the file `path`, whole or not at all; raises OSError.

    A pipe, a device and what is remote cannot be replaced and are written to directly.
    """
    place = place_of(path, root)
    make_folder_of(place, root)
    if not is_local(place) or not is_replaceable(place, root):
        with place.open("wb") as stream:
            stream.write(data)
        return
    part = beside(place)
    try:
        with create(part) as stream:
            stream.write(data)
        if announce is not None:
            announce(signature_of(part) or "")
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
