"""What a writer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result
    from cleaner.writers.form import Form


@dataclass(frozen=True, slots=True)
class Writer:
    """One output format."""

    name: str
    """As in `--to`."""
    suffix: str
    """Of file names, in lower case, with its dot."""
    many: bool
    """Whether one file can hold many documents."""
    render: Callable[[Record, Result, str | None, Form], bytes]
    """Record, result, what is suspect about it (or None), form of a record's text -> the document's bytes.

    Runs in the worker process that cleaned the document."""
    frame: Callable[[Sequence[bytes]], bytes] | None = None
    """Bytes of several documents -> one frame, a part of the file that can be read by itself.

    None where the bytes of each document are one already."""
    assemble: Callable[[BinaryIO, BinaryIO], None] | None = None
    """Makes the output file, the second argument, from a file of frames, the first.

    None where the output file is the frames one after the other."""
