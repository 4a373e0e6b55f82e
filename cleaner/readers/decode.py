"""Bytes to text, for files that do not say what they are encoded in.

In order: a byte order mark, UTF-16 and UTF-32 by their NUL bytes, UTF-8, UTF-8 with a little damage,
and last a legacy encoding, guessed in `cleaner.encodings`. Bytes that are no text at all are refused, since
cleaning them could only produce more of the same. The same bytes always give the same text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from cleaner.encodings.legacy import guess_encoding
from cleaner.errors import DocumentError

MAX_CONTROL_SHARE: Final = 0.02
"""Above this share of control characters the bytes are not text; prose has none, logs next to none."""
MIN_NUL_SHARE: Final = 0.02
"""UTF-16 text has at least this many NUL bytes: the upper halves of its spaces, digits and line ends."""
MIN_UTF32_NUL_SHARE: Final = 0.5
"""UTF-32 has two NUL bytes in every character but the rarest."""
MAX_STRAY_NUL_SHARE: Final = 0.1
"""Of the NUL bytes of UTF-16 text, at most this share lies in the half where its letters are."""
GOOD_PER_BAD: Final = 2
"""UTF-8 with damage has this many sound multi-byte characters for every bad byte; legacy text has
almost none, as its accented letters rarely stand in an order that UTF-8 allows."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_HEADS: Final = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"RIFF", "RIFF container (WebP, WAV or AVI)"),
    (b"%PDF-", "PDF file"),
    (b"PK\x03\x04", "ZIP archive (or an office file)"),
    (b"\x1f\x8b", "gzip file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd file; unpack it first"),
    (b"BZh", "bzip2 file; unpack it first"),
    (b"\xfd7zXZ\x00", "xz file; unpack it first"),
    (b"7z\xbc\xaf", "7-zip archive"),
    (b"\x7fELF", "ELF program"),
    (b"\xd0\xcf\x11\xe0", "old office file"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet file"),
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how it was got."""

    text: str
    """Line ends are those of the file; a byte order mark is not part of the text."""
    encoding: str
    damage: int = 0
    """How many pieces could not be decoded and are U+FFFD in the text."""


def decode(data: bytes) -> Decoded:
    """The text in `data`; DocumentError where it is not text, with what it is instead."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_lenient(data[len(mark) :], encoding))
    if kind := binary_kind(data):
        raise DocumentError(f"not text: {kind}")
    if wide := _wide_encoding(data):
        return _checked(_lenient(data, wide))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    damaged = _lenient(data, "utf-8")
    if _mostly_utf8(damaged):
        return _checked(damaged)
    return _checked(_legacy(data))


def binary_kind(data: bytes) -> str | None:
    """What `data` is by its first bytes, if that is a well-known kind of file that is not text."""
    return next((kind for head, kind in _BINARY_HEADS if data.startswith(head)), None)


def _checked(decoded: Decoded) -> Decoded:
    """`decoded`, unless it is full of control characters, which no text is."""
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > MAX_CONTROL_SHARE * len(decoded.text):
        raise DocumentError(f"not text: binary data ({controls:,} control characters)")
    return decoded


def _lenient(data: bytes, encoding: str) -> Decoded:
    """`data` decoded, with U+FFFD where it cannot be."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, damage=text.count("\ufffd"))


def _wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16 without a byte order mark, told by where the NUL bytes are."""
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


def _mostly_utf8(damaged: Decoded) -> bool:
    """Whether bytes that decode as UTF-8 like this are UTF-8 but for a few bytes."""
    ascii_only = damaged.text.encode("ascii", errors="ignore")
    sound = len(damaged.text) - len(ascii_only) - damaged.damage
    return sound >= GOOD_PER_BAD * damaged.damage


def _legacy(data: bytes) -> Decoded:
    encoding = guess_encoding(data)
    if encoding is None:
        raise DocumentError("not text: no known encoding fits; convert the file to UTF-8")
    return _lenient(data, encoding)
