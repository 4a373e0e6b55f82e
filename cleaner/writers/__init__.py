"""Writing: cleaned documents to files of any known format, one format a file.

A new format is a module with a `WRITER`, entered in the tuple below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.writers import jsonl, parquet, text
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers import Reader

WRITERS: Final[dict[str, Writer]] = {it.name: it for it in (text.WRITER, *jsonl.WRITERS, parquet.WRITER)}
"""Every output format by its name, as in `--to`."""

_AFTER: Final = {"txt": "txt", "html": "txt", "jsonl": "jsonl", "parquet": "parquet", "warc": "jsonl"}
"""Which output format documents of an input format get when nothing else says so."""


def writer_for(name: str) -> Writer | None:
    """The writer for a file called `name`, by its suffix in any case."""
    lowered = name.lower()
    return next((it for it in WRITERS.values() if lowered.endswith(it.suffix)), None)


def writer_after(reader: Reader, name: str) -> Writer:
    """The writer for documents that come from a file called `name`; records stay packed as they were."""
    writer = _AFTER[reader.name]
    packed = next((it for it in (".gz", ".zst") if name.lower().endswith(it)), "")
    return WRITERS.get(writer + packed) or WRITERS[writer]


__all__ = ["WRITERS", "Writer", "writer_after", "writer_for"]
