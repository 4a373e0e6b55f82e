"""The HTML reader: one page a file.

The bytes are handed on undecoded, since a page can declare its encoding (`cleaner.segment.html.charset`).
"""

from __future__ import annotations

from cleaner.encodings.binary import binary_page
from cleaner.errors import DocumentError
from cleaner.readers.record import Raw, Reader, Record, name_as_id, split_whole, whole_file

SUFFIXES = tuple(
    f"{suffix}{packed}" for packed in (".gz", ".zst", "") for suffix in (".html", ".htm", ".xhtml")
)


def parse(raw: Raw, max_bytes: int) -> Record:
    """The page, with the file's name as its id. A blank file is a document whose text is empty.

    Raises DocumentError for binary data and for more than `max_bytes`, OSError where the file cannot be read.
    """
    data = whole_file(raw, max_bytes)
    if kind := binary_page(data):
        raise DocumentError(f"not HTML: {kind}")
    identity = name_as_id(raw)
    about = {"id": identity, "url": raw.url}
    fields = {key: value for key, value in about.items() if value is not None}
    text = None if data.strip() else ""
    return Record(
        text=text,
        html=None if text == "" else data,
        id=identity,
        url=raw.url,
        fields={**fields, "html": None},
    )


READER = Reader("html", SUFFIXES, many=False, split=split_whole, parse=parse, find_id=name_as_id)
