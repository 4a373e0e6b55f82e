"""The plain text reader: one document a file, in any encoding that `decode` recognises."""

from __future__ import annotations

from cleaner.readers.decode import decode
from cleaner.readers.record import Raw, Reader, Record, name_as_id, split_whole, whole_file


def parse(raw: Raw, max_bytes: int) -> Record:
    """The text of the file, with the file's name as its id.

    Raises DocumentError for binary data and for more than `max_bytes`, OSError where the file cannot be read.
    """
    decoded = decode(whole_file(raw, max_bytes))
    identity = name_as_id(raw)
    about = {"id": identity, "url": raw.url}
    fields = {key: value for key, value in about.items() if value is not None}
    return Record(
        text=decoded.text,
        id=identity,
        url=raw.url,
        fields={**fields, "text": decoded.text},
        warning=decoded.warning,
    )


READER = Reader(
    "txt", (".txt.gz", ".txt.zst", ".txt"), many=False, split=split_whole, parse=parse, find_id=name_as_id
)
