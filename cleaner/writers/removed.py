"""The `--removed` file: the spans that were removed from each document, one document a line, as JSON.

A line has the form of Dolma's attribute files. Each label is an attribute of its own, a list of `[start, end,
score]`, so that Dolma's mixer can remove the spans of some labels only. The score is `Removed.score`,
log-odds of main content: with a `max_score` of -1 the mixer leaves blocks that were removed in doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.writers.jsonl import dump

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result
    from cleaner.verdict import Label


def render(record: Record, result: Result, source: str) -> bytes:
    """One line: `{"id", "source", "removed": [[start, end, label, judge, score], ...], "attributes": {...}}`.

    Offsets are in characters of the source text. `source` is the document's file, with `:number` in a file of
    many documents. `id` is the record's, or `source` where it has none. Documents from which nothing was
    removed have a line, too, in the order of the output, since Dolma matches attributes with documents by
    position.
    """
    attributes: dict[str, list[list[float]]] = {}
    for it in result.removed:
        name = f"cleaner__removed__{as_name(it.label)}"
        attributes.setdefault(name, []).append([it.start, it.end, it.score])
    removed = result.to_dict()["removed"]
    identity = source if record.id is None else record.id
    return dump({"id": identity, "source": source, "removed": removed, "attributes": attributes})


def as_name(label: Label) -> str:
    """A label as part of the name of an attribute or a count.

    >>> from cleaner.verdict import Label
    >>> as_name(Label.RELATED_LINK)
    'related_link'
    """
    return label.value.replace(" ", "_")
