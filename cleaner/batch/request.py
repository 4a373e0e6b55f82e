"""What `cleaner run` is asked to read and write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.batch.shard import ALL, Shard
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PlanError(CleanerError):
    """The command line asks for something impossible, or for something that would destroy data."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments and options of `cleaner run` that say what is read and written, as typed.

    `sources` are the INPUTs, `target` is OUTPUT, `read_as` is `--from` and `write_as` is `--to`. The other
    fields have the names of their options.
    """

    sources: Sequence[str]
    target: str
    read_as: str | None = None
    write_as: str | None = None
    resume: bool = False
    retry: bool = False
    """Whether to resume, and to try again the documents that failed in the previous run."""
    removed: Path | None = None
    failures: Path | None = None
    report: Path | None = None
    """The JSON file of `--report`."""
    report_page: Path | None = None
    """The HTML file of `--report`."""
    against: Path | None = None
    manifest: Path | None = None
    limit: int | None = None
    sample: int | None = None
    shard: Shard = ALL
