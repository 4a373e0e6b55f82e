"""Plain text: one document a file, in whatever encoding it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.readers.decode import decode
from cleaner.readers.record import Place, Raw, Reader, Record, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


def split(place: Place) -> Iterator[Raw]:
    """The file as one document, left for `parse` to read unless it is standard input."""
    if place.path is not None:
        yield Raw(place.path, place.name)
        return
    with place.open() as stream:
        yield Raw(stream.read(), place.name)


def parse(raw: Raw) -> Record:
    """The text of the file; its id is its name."""
    data = raw.data if isinstance(raw.data, bytes) else raw.data.read_bytes()
    decoded = decode(data)
    name = find_id(raw)
    fields = {"text": decoded.text} if name is None else {"id": name, "text": decoded.text}
    warning = None
    if decoded.damage:
        times = "place" if decoded.damage == 1 else "places"
        warning = f"not sound {decoded.encoding.upper()} in {decoded.damage} {times}, replaced by U+FFFD"
    return Record(text=decoded.text, id=name, fields=fields, warning=warning)


def find_id(raw: Raw) -> str | None:
    """The file's name."""
    return shown(raw.name) if raw.name else None


READER = Reader("txt", (".txt",), many=False, split=split, parse=parse, find_id=find_id)
