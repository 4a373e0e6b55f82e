"""Detection of UTF-16 and UTF-32, by a byte order mark or by the positions of NUL bytes."""

from __future__ import annotations

import codecs
from typing import Final

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order mark, encoding. UTF-32 is before UTF-16, whose mark its own mark begins with."""
MIN_NUL_SHARE: Final = 0.02
"""Share of NUL bytes in UTF-16, at least: those of its spaces, digits and line ends in any script."""
MIN_UTF32_NUL_SHARE: Final = 0.5
"""Share of NUL bytes in UTF-32, at least: two of four in all but the rarest characters."""
MAX_STRAY_NUL_SHARE: Final = 0.1
"""NUL bytes in the lower halves of UTF-16 code units, at most, as a share of those in the upper halves."""

LONGEST: Final = 4
"""Bytes of a character in UTF-32, the longest."""


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    r"""The encoding that the byte order mark of `data` names, and the length of the mark in bytes; else None.

    >>> marked_encoding(b"\xef\xbb\xbfOld mill")
    ('utf-8', 3)
    """
    return next(((encoding, len(mark)) for mark, encoding in MARKS if data.startswith(mark)), None)


def wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16, recognised by the positions of its NUL bytes; else None.

    NUL bytes at the end are padding, and do not count.

    >>> wide_encoding("Old mill".encode("utf-16-le"))
    'utf-16-le'
    """
    padding = len(data) - len(data.rstrip(b"\0"))
    data = data[: len(data) - padding // LONGEST * LONGEST]
    nuls = data.count(0)
    if nuls < max(1, MIN_NUL_SHARE * len(data)):
        return None
    for encoding in ("utf-32-le", "utf-32-be") if nuls >= MIN_UTF32_NUL_SHARE * len(data) else ():
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if even <= MAX_STRAY_NUL_SHARE * odd:
        return "utf-16-le"
    if odd <= MAX_STRAY_NUL_SHARE * even:
        return "utf-16-be"
    return None
