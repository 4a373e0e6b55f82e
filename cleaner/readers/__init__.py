"""Readers of input formats: files to records, one module a format.

To add a format, write a module with a `READER` and add the module to `READERS`.
"""

from __future__ import annotations

from typing import Final

from cleaner.readers import html, jsonl, parquet, text, warc
from cleaner.readers.record import Reader

READERS: Final[dict[str, Reader]] = {it.READER.name: it.READER for it in (text, html, jsonl, parquet, warc)}
"""Name of each input format, as in `--from`, -> its reader."""


def reader_for(name: str) -> Reader | None:
    """The reader for a file called `name`, by its suffix in any case; None for an unknown suffix.

    >>> reader_for("pages.JSONL.gz").name
    'jsonl'
    """
    lowered = name.lower()
    return next((it for it in READERS.values() if lowered.endswith(it.suffixes)), None)


__all__ = ["READERS", "Reader", "reader_for"]
