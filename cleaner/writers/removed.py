"""The `--removed` file: everything that was taken out, one document a line, as JSON.

It always agrees with the outputs: what belongs to an output that was given up half-way is cut off
again, so an interrupted run and its `--resume` together name everything once.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from cleaner.writers.atomic import AtomicFile
from cleaner.writers.jsonl import dump

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.readers.record import Record
    from cleaner.result import Result


def render(record: Record, result: Result, source: str) -> bytes:
    """One line for a document that lost something, nothing for one that did not.

    `{"id", "source", "removed": [{"start", "end", "label", "judge", "text"}, ...]}`; `id` is left out
    where the document has none, `source` is its file, with `:line` in a file of many.
    """
    if not result.removed:
        return b""
    texts = {block.start: block.text for block in result.blocks}
    removed = [
        {
            "start": it.start,
            "end": it.end,
            "label": it.label.value,
            "judge": it.judge,
            "text": texts[it.start],
        }
        for it in result.removed
    ]
    identity = {} if record.id is None else {"id": record.id}
    return dump({**identity, "source": source, "removed": removed})


class RemovedFile:
    """The file being written."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        """Start the file anew, or with what is already in it; raises OSError."""
        self.path = path
        self._file = AtomicFile(path)
        if resume and path.is_file():
            with path.open("rb") as done:
                shutil.copyfileobj(done, self._file.stream)
        self._settled = self._file.stream.tell() if self._file.stream.seekable() else None

    def write(self, lines: bytes) -> None:
        """Add lines whose output is under way; raises OSError."""
        self._file.stream.write(lines)

    def settle(self) -> None:
        """The outputs of all lines so far are in place."""
        if self._settled is not None:
            self._settled = self._file.stream.tell()

    def publish(self) -> None:
        """Put the file in its place, without the lines of outputs that never were; raises OSError."""
        if self._settled is not None:
            self._file.stream.truncate(self._settled)
        self._file.publish()
