"""Atomic writing: each output file is made under a hidden name in the folder of its target, then moved there.

A symbolic link is followed where it is OUTPUT itself, as typed by the user. Below OUTPUT no link is followed:
a folder that is a link is refused, and a link with the name of an output file is replaced. Hidden files are
created with O_EXCL and O_NOFOLLOW, so that no existing file is opened by mistake.
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
    """A function that is called with the signature of a file just before the file is moved to its place."""

HIDDEN: Final = ".cleaner-"
"""Prefix of the names of all files that a run makes for its own use."""
_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL
_SAFELY: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def beside(target: Path) -> Path:
    """The hidden file in which `target` is made: in the same folder, always under the same short name."""
    digest = blake2b(os.fsencode(target.name), digest_size=8).hexdigest()
    return target.with_name(f"{HIDDEN}{digest}.part")


def place_of(target: Path, root: Path | None = None) -> Path:
    """The path to write for `target`: with links resolved, unless it lies below the folder `root`."""
    if not is_local(target):
        return target
    return target if _is_below(target, root) else Path(os.path.realpath(target))


def _is_below(path: Path, root: Path | None) -> bool:
    """Whether `path` lies in the folder `root`, by its name and without resolving links."""
    return root is not None and Path(os.path.abspath(path)).is_relative_to(os.path.abspath(root))  # noqa: PTH100 - resolves no links


def is_replaceable(place: Path, root: Path | None = None) -> bool:
    """Whether a file can be moved to `place`: True where there is nothing, a regular file or a link.

    False for a pipe or device. Raises OSError for a folder, and below `root` for a pipe or device, too.
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
    """Make the folder of `path`. Raises OSError, also where a folder between `root` and `path` is a link."""
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
    """Whether a folder between `root` and `path`, a path below it, is a link."""
    return any(folder.is_symlink() for folder in _between(root, path))


def _between(root: Path, path: Path) -> Iterator[Path]:
    """The folders between `root` and `path`, from the top; neither of the two is one."""
    folder = root
    for name in Path(os.path.relpath(path, root)).parts[:-1]:
        folder /= name
        yield folder


def create(path: Path) -> BinaryIO:
    """A new file, open for writing and reading; a file of this name is removed first. Raises OSError."""
    try:
        return cast("BinaryIO", os.fdopen(os.open(path, _NEW | _SAFELY, 0o666), "w+b"))
    except FileExistsError:
        path.unlink()
    return cast("BinaryIO", os.fdopen(os.open(path, _NEW | _SAFELY, 0o666), "w+b"))


def discard_hidden(target: Path) -> None:
    """Remove the hidden files that a killed run left for `target`. Raises OSError."""
    part = beside(target)
    for path in (part, part.with_suffix(".whole")):
        path.unlink(missing_ok=True)


def reopen(path: Path, length: int) -> BinaryIO:
    """The file `path`, truncated to `length` bytes and open at its end.

    Raises OSError where it cannot be the file that an earlier run left: shorter, a link, or hard-linked
    elsewhere.
    """
    stream = cast("BinaryIO", os.fdopen(os.open(path, os.O_RDWR | _SAFELY), "r+b"))
    found = os.fstat(stream.fileno())
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size < length:
        stream.close()
        raise OSError(errno.EINVAL, "the unfinished output is not the one that was left", str(path))
    stream.truncate(length)
    stream.seek(length)
    return stream


def signature_of(path: Path) -> str | None:
    """Size and modification time of a file, to detect later changes; None where there is no regular file.

    Moving a file changes neither, so the signature can be taken before the move.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    return f"{found.st_size} {found.st_mtime_ns}" if stat.S_ISREG(found.st_mode) else None


def write_whole(path: Path, data: bytes, root: Path | None = None, announce: Announce | None = None) -> None:
    """Write `data` to the file `path`, completely or not at all. Raises OSError.

    Pipes, devices and remote files cannot be replaced, and are written directly.
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
