"""One document of a file, for commands that look at one at a time."""

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


def name_of(source: str) -> str:
    """What `source` is called in messages."""
    return "standard input" if source == STDIN else shown(source)


def read_document(source: str, read_as: str | None = None, number: int = 1) -> Record:
    """The record of `source` that messages give this number; its format is `read_as`, or goes by its suffix.

    Raises DocumentError, naming `source`, whatever it is that makes reading fail, and MissingExtraError.
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
    """Record `number`, or the fault that it is lost in."""
    for raw in reader.split(place, size):
        first = raw.number or 1
        last = first + (raw.documents - 1 if isinstance(raw, Fault) else 0)
        if last >= number:
            return raw if first <= number else None
    return None
