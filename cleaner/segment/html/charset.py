"""The bytes of a page -> text.

In order: a byte order mark; UTF-16 and UTF-32 by their NUL bytes; UTF-8, if the bytes are valid UTF-8, since
pages are often saved again as UTF-8 and keep the declaration of what they once were; what the page declares,
read as browsers read it (`iso-8859-1` is Windows-1252); UTF-8 with a little damage; and last a guess from the
bytes themselves.
The same bytes always give the same text.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from cleaner.encodings.legacy import guess_encoding
from cleaner.encodings.wide import marked_encoding, wide_encoding

_HEAD: Final = 4096
"""Bytes in which a page declares its charset."""
_DAMAGED: Final = 0.002
"""The share of characters that may be broken before a declaration is not believed."""
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_PER_BROKEN: Final = 2
"""Sound characters of several bytes for every broken one, in UTF-8 with damage."""
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Python's codecs of text that no page is written in, and that browsers do not know."""
_CONTROLS: Final = re.compile("[\x80-\x9f]")


def decode(data: bytes) -> str:
    """The text of a page; never fails, U+FFFD stands for what cannot be read."""
    if marked := marked_encoding(data):
        encoding, length = marked
        return data[length:].decode(encoding, errors="replace")
    if wide := wide_encoding(data):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if text := _as_declared(data):
        return text
    text = data.decode("utf-8", errors="replace")
    if len(_MULTIBYTE.findall(data)) >= _PER_BROKEN * text.count("\ufffd"):
        return text
    guessed = guess_encoding(data) or "cp1252"
    return data.decode(guessed, errors="replace")


def _as_declared(data: bytes) -> str | None:
    """The text in the charset the page declares; None where that cannot be right."""
    declared = html_body_declared_encoding(data[:_HEAD])
    if not declared:
        return None
    name = codecs.lookup(declared).name.replace("_", "-")
    if name in {"utf-8", "ascii"} or name in _NO_CHARSETS:
        return None
    try:
        text = data.decode(resolve_encoding(declared) or declared, errors="replace")
    except LookupError:  # of bytes, as base64 is, or of text, as rot13 is
        return None
    wrong = text.count("\ufffd") + len(_CONTROLS.findall(text))
    return text if wrong <= _DAMAGED * len(text) else None
