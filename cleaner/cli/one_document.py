"""Reading a single document, for commands that work on one document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batch.limits import Limits
from cleaner.batch.task import describe_error
from cleaner.errors import CleanerError, DocumentError
from cleaner.readers import READERS, reader_for
from cleaner.readers.record import Fault, Place, Raw, Record, shown

if TYPE_CHECKING:
    from cleaner.readers import Reader

STDIN = "-"
"""The argument that stands for standard input."""


def name_of(source: str) -> str:
    """The name of the argument `source` in messages."""
    return "standard input" if source == STDIN else shown(source)


def read_document(source: str, read_as: str | None = None, number: int = 1) -> Record:
    """The record with a number, counted from 1, of a file or of standard input ("-").

    `read_as` is the name of the reader; by default it follows from the suffix, and is text for unknown
    suffixes. Raises MissingExtraError where the format needs an extra, and DocumentError with the name of
    `source` for every other error, also where there is no such record.
    """
    reader = READERS[read_as] if read_as else reader_for(source) or READERS["txt"]
    try:
        return _read(reader, source, number)
    except DocumentError as error:
        raise DocumentError(f"{name_of(source)}: {error}") from error
    except CleanerError:
        raise
    except EOFError as error:
        raise DocumentError(f"{name_of(source)}: packed data that ends too early") from error
    except Exception as error:
        raise DocumentError(f"{name_of(source)}: cannot be read: {describe_error(error)}") from error


def _read(reader: Reader, source: str, number: int) -> Record:
    """As `read_document`; errors do not name `source`."""
    size = Limits().size
    place = Place(None, "") if source == STDIN else Place(Path(source), source)
    raw = _find_raw(reader, place, number, size)
    if raw is None:
        raise DocumentError(f"it has no record {number}")
    if isinstance(raw, Fault):
        raise DocumentError(f"record {raw.number}: {raw.reason}")
    record = reader.parse(raw, size)
    if record is None:
        raise DocumentError(f"record {number} is no page")
    return record


def _find_raw(reader: Reader, place: Place, number: int, size: int) -> Raw | Fault | None:
    """The raw record with this number, or the Fault that covers it; None where the file has fewer records."""
    for raw in reader.split(place, size):
        first = raw.number or 1
        last = first + (raw.documents - 1 if isinstance(raw, Fault) else 0)
        if last >= number:
            return raw if first <= number else None
    return None
