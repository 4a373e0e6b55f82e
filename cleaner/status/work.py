"""The pages of an input with the month of each, from the workers of the batch's pool."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from cleaner.trial.work import TrialSetup
from cleaner.trial.work import pages as compared_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.batch import Plan, Tally
    from cleaner.batch.task import Outcome, Task
    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record

UNKNOWN: Final = "unknown"
"""The month of a page whose record has no date, and whose file cannot be asked, such as standard input."""
DATES: Final = ("date", "published", "date_published", "published_at", "publish_date", "timestamp", "crawled")
"""Fields of records that are taken for its date, the first that holds one; WARC records have `date`."""
_MONTH: Final = re.compile(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])(?![0-9]{3})")
_EARLIEST: Final = 631_152_000
"""Numbers from here on (1990) are seconds since 1970; a thousand times as much, milliseconds."""
_MILLISECONDS: Final = 100_000_000_000


@dataclass(frozen=True, slots=True)
class StatusSetup(TrialSetup):
    """The settings of workers that compare, and tell the month of the record."""

    def outcome(self, cleaner: Cleaner, task: Task, record: Record) -> Outcome:
        """The comparison of a page and its month, empty where the record has none."""
        outcome = super(StatusSetup, self).outcome(cleaner, task, record)
        page = orjson.loads(outcome.data) | {"month": month_of(_fields(record))}
        return outcome._replace(data=orjson.dumps(page))


def pages(plan: Plan, setup: StatusSetup, jobs: int, tally: Tally) -> Iterator[tuple[str, dict[str, Any]]]:
    """The month and the comparison of each page of `plan`, in order."""
    for source, page in compared_pages(plan, setup, jobs, tally):
        yield page["month"] or _month_of_file(_file(source)), page


def month_of(fields: Mapping[str, Any]) -> str:
    """The month of a record by its fields, as `2026-03`; empty where none of them has a date.

    >>> month_of({"id": 7, "date": "2026-03-09T12:00:00Z"}), month_of({"timestamp": 1772000000})
    ('2026-03', '2026-02')
    """
    return next((month for name in DATES if (month := _month(fields.get(name)))), "")


def _month(value: object) -> str:
    if isinstance(value, str):
        found = _MONTH.match(value.strip())
        return f"{found[1]}-{found[2]}" if found else ""
    if not isinstance(value, int | float) or value < _EARLIEST:
        return ""
    return _of_seconds(value / 1000 if value > _MILLISECONDS else value)


def _of_seconds(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m")
    except (OverflowError, ValueError, OSError):
        return ""


def _fields(record: Record) -> Mapping[str, Any]:
    if record.row is None:
        return record.fields
    from cleaner.readers.parquet import all_fields  # noqa: PLC0415 - with pyarrow, for Parquet alone

    return all_fields(record)


def _file(source: str) -> str:
    """The file of a document's name in messages, which is `file` or `file:number`."""
    file, _, number = source.rpartition(":")
    return file if file and number.isdigit() else source


@lru_cache(maxsize=64)
def _month_of_file(name: str) -> str:
    try:
        return _of_seconds(Path(name).stat().st_mtime) or UNKNOWN
    except (OSError, ValueError):
        return UNKNOWN
