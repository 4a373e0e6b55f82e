"""Records one after the other through a cleaner, each of which fails by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError, DocumentError, shown_value
from cleaner.inputs import document_of, id_of
from cleaner.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.pipeline import Cleaner
    from cleaner.result import Result


def clean_stream(
    cleaner: Cleaner, records: Iterable[Any], *, failures: bool
) -> Iterator[tuple[Any, Result | Failure]]:
    """Every record beside its result; with `failures`, beside a Failure where it could not be cleaned.

    Without `failures` the first record that is no document raises DocumentError with its number and its id.
    What the iterator raises goes through.
    """
    for number, record in enumerate(records, start=1):
        yield record, _clean(cleaner, record, number, failures=failures)


def _clean(cleaner: Cleaner, record: object, number: int, *, failures: bool) -> Result | Failure:
    identity = None
    try:
        identity = id_of(record)
        return cleaner.clean(**document_of(record))
    except DocumentError as error:
        if not failures:
            named = f" (id {shown_value(identity)})" if identity else ""
            raise DocumentError(f"record {number}{named}: {error}") from error
        return Failure(number, identity, str(error))
    except (CleanerError, MemoryError):
        raise  # an extra that is missing, or a process that cannot go on, is no fault of the record
    except Exception as error:
        if not failures:
            raise
        reason = f"internal error: {type(error).__name__}: {error}; please report it"
        return Failure(number, identity, reason)
