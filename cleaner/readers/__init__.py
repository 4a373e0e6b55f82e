"""Reading: files of any known format to records, one format a file.

A new format is a module with a `READER`, entered in the tuple below.
"""

from __future__ import annotations

from typing import Final

from cleaner.readers import html, jsonl, parquet, text, warc
from cleaner.readers.record import Reader

READERS: Final[dict[str, Reader]] = {it.READER.name: it.READER for it in (text, html, jsonl, parquet, warc)}
"""Every input format by its name, as in `--from`."""


def reader_for(name: str) -> Reader | None:
    """The reader for a file called `name`, by its suffix in any case."""
    lowered = name.lower()
    return next((it for it in READERS.values() if lowered.endswith(it.suffixes)), None)


__all__ = ["READERS", "Reader", "reader_for"]
