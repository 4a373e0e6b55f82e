"""What an output format is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.readers.record import Record
    from cleaner.result import Result


@dataclass(frozen=True, slots=True)
class Writer:
    """One output format."""

    name: str
    """As in `--to`."""
    suffix: str
    many: bool
    """Whether one file can hold many documents, one rendering after the other."""
    render: Callable[[Record, Result], bytes]
    """One document's share of the file; runs in the worker that cleaned it."""
