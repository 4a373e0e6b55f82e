"""What an output format is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result


@dataclass(frozen=True, slots=True)
class Writer:
    """One output format."""

    name: str
    """As in `--to`."""
    suffix: str
    many: bool
    """Whether one file can hold many documents."""
    render: Callable[[Record, Result, str | None], bytes]
    """One document's share of the file; runs in the worker that cleaned it.

    The last argument says what is suspect about the result, if anything is."""
    frame: Callable[[Sequence[bytes]], bytes] | None = None
    """Several shares as one stretch of the file that can be read by itself; None where each is one."""
    assemble: Callable[[BinaryIO, BinaryIO], None] | None = None
    """The file made of the stretches, where they are not simply what it consists of."""
