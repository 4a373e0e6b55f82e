"""Reading: files of any known format to records, one format a file.

A new format is a module with a `READER`, entered in the tuple below.
"""

from __future__ import annotations

from typing import Final

from cleaner.readers import jsonl, text
from cleaner.readers.record import Reader

READERS: Final[dict[str, Reader]] = {reader.name: reader for reader in (text.READER, jsonl.READER)}
"""Every input format by its name, as in `--from`."""

NOT_YET: Final[dict[str, str]] = {
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".jsonl.gz": "compressed JSON lines",
    ".jsonl.zst": "compressed JSON lines",
    ".parquet": "Parquet",
    ".warc": "WARC",
    ".warc.gz": "WARC",
    ".warc.zst": "WARC",
    ".wet": "WET",
    ".wet.gz": "WET",
    ".wet.zst": "WET",
}
"""Formats by suffix that people will rightly expect and that cannot be read yet."""


def reader_for(name: str) -> Reader | None:
    """The reader for a file called `name`, by its suffix in any case."""
    lowered = name.lower()
    return next((it for it in READERS.values() if lowered.endswith(it.suffixes)), None)


def not_yet(name: str) -> str | None:
    """What a file called `name` holds, if that is a format still to come."""
    lowered = name.lower()
    return next((what for suffix, what in NOT_YET.items() if lowered.endswith(suffix)), None)


__all__ = ["NOT_YET", "READERS", "Reader", "not_yet", "reader_for"]
