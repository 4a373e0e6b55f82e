"""The JSON lines reader: one record a line, each an object with `text` or `html`.

All other fields of a record pass through unchanged. orjson parses a line unless it would change or refuse a
value in it (integers beyond 64 bits, lone surrogates, NaN); the standard library's json keeps such values.
"""

from __future__ import annotations

import codecs
import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson

from cleaner.characters.surrogates import replace_surrogates
from cleaner.encodings.binary import binary_kind
from cleaner.encodings.wide import marked_encoding, wide_encoding
from cleaner.errors import DocumentError
from cleaner.readers.compressed import damage_after
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, text_or_html, too_large
from cleaner.readers.unpack import BUFFER_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_INTEGER: Final = re.compile(rb"\d{19}")
"""Finds integers that may exceed 64 bits, which orjson silently makes floats. 18 digits always fit."""
MAX_DEPTH: Final = 500
"""Levels to which objects and arrays may be nested. Whether json can read and write deeper ones depends on
the version of Python and on the depth of the call stack, so one worker would fail where another does not."""
_HEAD_BYTES: Final = 16
_WHITE: Final = b" \t\r\n"


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The lines that are not blank, with their numbers and byte offsets; a Fault for one beyond `max_bytes`.

    Raises DocumentError for a binary file and for UTF-16 and UTF-32, OSError and EOFError at damage.
    """
    with place.open() as stream:
        offset = 0
        for number in count(1):
            line = stream.readline(max_bytes + 1)
            size = len(line)
            if number == 1:
                _refuse_other_files(line[:_HEAD_BYTES])
                line = line.removeprefix(codecs.BOM_UTF8)
            if len(line) > max_bytes and not line.endswith(b"\n"):
                size += _skip_line(stream)
                yield Fault(number, offset, str(too_large(max_bytes, size)))
            elif not line:
                return
            elif content := line.strip(_WHITE):
                damage = None if line.endswith(b"\n") else damage_after(stream)
                if damage is None or _is_complete(content):
                    yield Raw(content, place.name, number, offset)
                if damage is not None:
                    raise damage
            offset += size


def parse(raw: Raw, _max_bytes: int) -> Record:
    """The record on a line. Raises DocumentError where it is no JSON object, or has neither text nor html."""
    fields = _object(raw)
    text, html = text_or_html(lambda key: _content(fields, key), "record")
    key, content = ("html", html or "") if text is None else ("text", text)
    _, halves = replace_surrogates(content)
    return Record(
        text=content if key == "text" else None,
        html=content if key == "html" else None,
        id=_id(fields),
        url=_string(fields, "url"),
        language=_string(fields, "language"),
        fields=fields,
        warning=_surrogate_warning(halves, key) if halves else None,
    )


def find_id(raw: Raw) -> str | None:
    """The record's `id`, if it is a string or an integer; None as well for a line that cannot be parsed."""
    try:
        return _id(_object(raw))
    except DocumentError:
        return None


def _skip_line(stream: BinaryIO) -> int:
    """Read to the end of the line without keeping it; returns the number of bytes."""
    size = 0
    while piece := stream.readline(BUFFER_BYTES):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def _is_complete(content: bytes) -> bool:
    """Whether the last line before damage is valid JSON, and so not cut off."""
    try:
        load(content)
    except DocumentError:
        return False
    return True


def _refuse_other_files(head: bytes) -> None:
    if kind := binary_kind(head):
        raise DocumentError(f"not JSON lines: {kind}")
    marked = marked_encoding(head)
    encoding = marked[0] if marked else wide_encoding(head)
    if encoding and encoding != "utf-8":
        raise DocumentError(f"{encoding[:6].upper()}; JSON lines must be UTF-8: convert the file")


def _object(raw: Raw) -> dict[str, Any]:
    if not isinstance(raw.data, bytes):
        raise TypeError("a JSON line is handed over as bytes")
    value = load(raw.data)
    if not isinstance(value, dict):
        raise DocumentError(f"{_json_type(value)}, not a JSON object")
    return value


def load(line: bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """The JSON value on a line. Long integers and lone surrogates are kept as they are.

    Raises DocumentError for invalid JSON or UTF-8, and for nesting deeper than `MAX_DEPTH`.

    >>> load(b'{"n": 123456789012345678901234567890}')
    {'n': 123456789012345678901234567890}
    """
    value = _load(line)
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise _too_deep()
    return value


def _load(line: bytes) -> Any:  # noqa: ANN401 - likewise
    if not _LONG_INTEGER.search(line):
        try:
            return orjson.loads(line)
        except orjson.JSONDecodeError:
            pass
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8 at byte {error.start + 1} of the line") from error
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # Python refuses integers of thousands of digits
        raise DocumentError(f"not readable: {error}") from error


def _is_deeper(value: Any, most: int) -> bool:  # noqa: ANN401 - likewise
    """Whether objects and arrays are nested more than `most` levels deep."""
    level = [value]
    for _ in range(most + 1):
        level = [it for it in level if isinstance(it, dict | list)]
        if not level:
            return False
        level = [it for outer in level for it in (outer.values() if isinstance(outer, dict) else outer)]
    return True


def _too_deep() -> DocumentError:
    return DocumentError(f"not readable: nested too deeply, more than {MAX_DEPTH} levels")


def _content(fields: dict[str, Any], key: str) -> str | None:
    """The record's `text` or `html`; None if missing or null. Raises DocumentError for other types."""
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise DocumentError(f"{key} is {_json_type(value)}, not a string")


def _surrogate_warning(surrogates: int, key: str) -> str:
    what = "1 lone surrogate" if surrogates == 1 else f"{surrogates:,} lone surrogates"
    return f"{what} in {key}, replaced by U+FFFD"


def _id(fields: dict[str, Any]) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(fields, "id")


def _string(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    return replace_surrogates(value)[0] if isinstance(value, str) and value else None


def _json_type(value: object) -> str:
    """JSON's name for the type of `value`, with an article."""
    kinds: dict[type, str] = {
        dict: "an object", list: "an array", str: "a string", bool: "true or false",
        int: "a number", float: "a number", type(None): "null",
    }  # fmt: skip
    return kinds[type(value)]


SUFFIXES = (".jsonl.gz", ".jsonl.zst", ".jsonl")
READER = Reader("jsonl", SUFFIXES, many=True, split=split, parse=parse, find_id=find_id)
