"""Bytes to text, for files that do not say what they are encoded in.

In order: a byte order mark, UTF-16 and UTF-32 by their NUL bytes, UTF-8, UTF-8 with a little damage,
and last a legacy encoding, guessed in `cleaner.encodings`. Bytes that are no text at all are refused, since
cleaning them could only produce more of the same. The same bytes always give the same text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cleaner.encodings.binary import MAX_CONTROL_SHARE, binary_kind, count_controls
from cleaner.encodings.legacy import guess_encoding
from cleaner.encodings.wide import marked_encoding, wide_encoding
from cleaner.errors import DocumentError

GOOD_PER_BAD: Final = 2
"""UTF-8 with damage has this many sound multi-byte characters for every bad byte; legacy text has
almost none, as its accented letters rarely stand in an order that UTF-8 allows."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how it was got."""

    text: str
    """Line ends are those of the file; a byte order mark is not part of the text."""
    encoding: str
    damage: int = 0
    """How many pieces could not be decoded and are U+FFFD in the text."""

    @property
    def warning(self) -> str | None:
        """What was repaired, for a person."""
        if not self.damage:
            return None
        times = "place" if self.damage == 1 else "places"
        return f"not sound {self.encoding.upper()} in {self.damage} {times}, replaced by U+FFFD"


def decode(data: bytes) -> Decoded:
    """The text in `data`; DocumentError where it is not text, with what it is instead."""
    if marked := marked_encoding(data):
        encoding, length = marked
        return _checked(_lenient(data[length:], encoding))
    if kind := binary_kind(data):
        raise DocumentError(f"not text: {kind}")
    if wide := wide_encoding(data):
        return _checked(_lenient(data, wide))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    damaged = _lenient(data, "utf-8")
    if _mostly_utf8(damaged):
        return _checked(damaged)
    return _checked(_legacy(data))


def _checked(decoded: Decoded) -> Decoded:
    """`decoded`, unless it is full of control characters, which no text is."""
    controls = count_controls(decoded.text)
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
