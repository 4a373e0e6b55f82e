"""The `--removed` file: what was taken out of each document, as spans; one document a line, as JSON.

The lines have the form of an attribute file of Dolma: the spans of every label are an attribute by
themselves, `[start, end, score]`, so that its mixer can apply some of them and leave others. The score is
that of `Removed`, log-odds of main content: a `max_score` of -1 leaves in the text what was removed in doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.writers.jsonl import dump

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result


def render(record: Record, result: Result, source: str) -> bytes:
    """`{"id", "source", "removed": [[start, end, label, judge, score], ...], "attributes": {...}}`.

    Offsets are characters of the source text. `id` is that of the record, or where it has none the same
    as `source`, which is its file, with `:number` in a file of many. Every document has a line, in the
    order of the output, as attributes are matched with documents by position.
    """
    attributes: dict[str, list[list[float]]] = {}
    for it in result.removed:
        name = f"cleaner__removed__{it.label.value.replace(' ', '_')}"
        attributes.setdefault(name, []).append([it.start, it.end, it.score])
    removed = result.to_dict()["removed"]
    identity = source if record.id is None else record.id
    return dump({"id": identity, "source": source, "removed": removed, "attributes": attributes})
