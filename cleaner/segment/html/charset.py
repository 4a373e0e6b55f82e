"""The bytes of a page -> text. The same bytes always give the same text.

The encoding is the first that fits of:

1. the one that a byte order mark names;
2. UTF-16 or UTF-32, recognised by its NUL bytes;
3. UTF-8, if the bytes are valid: pages are often saved again as UTF-8 and keep an older declaration;
4. the one that the page declares, as browsers read it (`iso-8859-1` is Windows-1252);
5. UTF-8 with a few broken characters;
6. a guess from the bytes.
"""

from __future__ import annotations

import re
from typing import Final

from w3lib.encoding import html_body_declared_encoding

from cleaner.encodings.declared import decode_as
from cleaner.encodings.legacy import guess_encoding
from cleaner.encodings.wide import marked_encoding, wide_encoding

_HEAD: Final = 4096
"""Bytes in which a page declares its charset."""
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_PER_BROKEN: Final = 2
"""Valid multi-byte characters for every broken one, at least, in damaged UTF-8."""


def decode(data: bytes) -> str:
    """The text of a page. Never raises: what cannot be decoded becomes U+FFFD."""
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
    """The text in the encoding that the page declares; None where that cannot be right."""
    declared = html_body_declared_encoding(data[:_HEAD])
    return decode_as(data, declared) if declared else None
