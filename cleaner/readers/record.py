"""One document as it was read, before anything is known about it.

Reading has two halves, so that the costly one can run in a worker process: `split` cuts a file into
*raw* documents without looking inside, `parse` turns one raw document into a *record*.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def shown(name: str | Path) -> str:
    """A file name as it can be printed and put into JSON: one line, what is not text escaped."""
    sound = os.fsencode(name).decode("utf-8", errors="backslashreplace")
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode("ascii") for it in sound)


class Place(NamedTuple):
    """A file to read."""

    path: Path | None
    """None for standard input."""
    name: str
    """What the file is called in output: relative to INPUT, with `/`; empty for standard input."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The file's bytes; raises OSError. Standard input is left open, the rest is closed."""
        return nullcontext(sys.stdin.buffer) if self.path is None else self.path.open("rb")


class Raw(NamedTuple):
    """One document cut out of its file but not looked into; small and picklable."""

    data: bytes | Path
    """The bytes, or the file that holds nothing but this document."""
    name: str
    """`Place.name` of the file it comes from."""
    line: int | None = None
    """Its line, counted from 1, in a file of many documents."""

    def size(self) -> int:
        """Bytes, roughly; 0 where that cannot be found out."""
        if isinstance(self.data, bytes):
            return len(self.data)
        try:
            return self.data.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Record:
    """One document as read: what to clean, and what to hand on beside it."""

    text: str | None
    """The text to clean, or None where there is HTML instead."""
    html: str | None = None
    id: str | None = None
    url: str | None = None
    language: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    """Every field of the record as it was read, in order, text and HTML among them."""
    warning: str | None = None
    """What was repaired while reading, for a person."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As in `--from`."""
    suffixes: tuple[str, ...]
    many: bool
    """Whether one file holds many documents."""
    split: Callable[[Place], Iterator[Raw]]
    """Raises OSError, and DocumentError for a file that is not of this format at all."""
    parse: Callable[[Raw], Record]
    """Raises DocumentError, or OSError where the document is still to be read."""
    find_id: Callable[[Raw], str | None]
    """The document's own id without reading the rest, for naming its output; raises nothing."""
