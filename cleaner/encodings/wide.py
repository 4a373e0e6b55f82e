"""UTF-16 and UTF-32: told by their byte order mark, or without one by where the NUL bytes are."""

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
"""Byte order marks with their encodings. UTF-32 stands first, as its mark begins with that of UTF-16."""
MIN_NUL_SHARE: Final = 0.02
"""UTF-16 text has at least this many NUL bytes: the upper halves of its spaces, digits and line ends."""
MIN_UTF32_NUL_SHARE: Final = 0.5
"""UTF-32 has two NUL bytes in every character but the rarest."""
MAX_STRAY_NUL_SHARE: Final = 0.1
"""Of the NUL bytes of UTF-16 text, at most this share lies in the half where its letters are."""

LONGEST: Final = 4
"""Bytes of a character in UTF-32."""


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding whose byte order mark `data` begins with, and the length of the mark."""
    return next(((encoding, len(mark)) for mark, encoding in MARKS if data.startswith(mark)), None)


def wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16 without a byte order mark, told by where NUL bytes are, but for padding."""
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
