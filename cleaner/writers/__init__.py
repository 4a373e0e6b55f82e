"""Writing: cleaned documents to files of any known format, one format a file.

A new format is a module with a `WRITER`, entered in the tuple below.
"""

from __future__ import annotations

from typing import Final

from cleaner.writers import jsonl, text
from cleaner.writers.writer import Writer

WRITERS: Final[dict[str, Writer]] = {writer.name: writer for writer in (text.WRITER, jsonl.WRITER)}
"""Every output format by its name, as in `--to`."""

WRITER_OF: Final[dict[str, str]] = {"txt": "txt", "jsonl": "jsonl"}
"""Which output format documents of an input format get when nothing else says so."""


def writer_for(name: str) -> Writer | None:
    """The writer for a file called `name`, by its suffix in any case."""
    lowered = name.lower()
    return next((it for it in WRITERS.values() if lowered.endswith(it.suffix)), None)


__all__ = ["WRITERS", "WRITER_OF", "Writer", "writer_for"]
