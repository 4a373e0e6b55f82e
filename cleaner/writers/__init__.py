"""Writers of output formats: cleaned documents to files, one module a format.

To add a format, write a module with a `WRITER` and add it to `WRITERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.writers import html, jsonl, markdown, parquet, text
from cleaner.writers.form import Form
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers import Reader

WRITERS: Final[dict[str, Writer]] = {
    it.name: it for it in (text.WRITER, markdown.WRITER, html.WRITER, *jsonl.WRITERS, parquet.WRITER)
}
"""Name of each output format, as in `--to`, -> its writer."""

_AFTER: Final = {"txt": "txt", "html": "txt", "jsonl": "jsonl", "parquet": "parquet", "warc": "jsonl"}
"""Input format -> the output format of its documents where neither OUTPUT nor `--to` names one."""


def writer_for(name: str) -> Writer | None:
    """The writer for a file called `name`, by its suffix in any case; None for an unknown suffix."""
    lowered = name.lower()
    return next((it for it in WRITERS.values() if lowered.endswith(it.suffix)), None)


def writer_after(reader: Reader, name: str) -> Writer:
    """The default writer for documents that `reader` read from a file called `name`.

    JSON lines keep the compression of that file.

    >>> from cleaner.readers import READERS
    >>> writer_after(READERS["jsonl"], "pages.jsonl.zst").name
    'jsonl.zst'
    """
    writer = _AFTER[reader.name]
    packed = next((it for it in (".gz", ".zst") if name.lower().endswith(it)), "")
    return WRITERS.get(writer + packed) or WRITERS[writer]


__all__ = ["WRITERS", "Form", "Writer", "writer_after", "writer_for"]
