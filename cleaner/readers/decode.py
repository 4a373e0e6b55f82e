"""Decoding of text whose encoding is not declared.

Tried in this order: a byte order mark; UTF-16 and UTF-32, recognised by their NUL bytes; UTF-8; UTF-8 with
some invalid bytes; a legacy encoding, guessed by `cleaner.encodings.legacy`. Binary data is refused, since
cleaning it could only give more of it. The same bytes always give the same text.

HTML is not decoded here: a page can declare its encoding (see `cleaner.segment.html.charset`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cleaner.encodings.binary import MAX_CONTROL_SHARE, binary_kind, count_controls
from cleaner.encodings.legacy import guess_encoding
from cleaner.encodings.wide import marked_encoding, wide_encoding
from cleaner.errors import DocumentError

GOOD_PER_BAD: Final = 2
"""Valid multi-byte characters for each invalid sequence, at least, in damaged UTF-8. Legacy text has almost
none, since its accented letters rarely stand in an order that UTF-8 allows."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and how it was decoded."""

    text: str
    """With the line ends of the file, and without a byte order mark."""
    encoding: str
    damage: int = 0
    """Number of invalid byte sequences, each replaced by U+FFFD in the text."""

    @property
    def warning(self) -> str | None:
        """A message for the user about the replaced bytes; None where there are none."""
        if not self.damage:
            return None
        times = "place" if self.damage == 1 else "places"
        return f"not sound {self.encoding.upper()} in {self.damage} {times}, replaced by U+FFFD"


def decode(data: bytes) -> Decoded:
    """The text in `data`. Raises DocumentError where it is binary data, or in no known encoding.

    >>> decode("Die alte Mühle am Fluss schließt".encode("cp1252")).text
    'Die alte Mühle am Fluss schließt'
    """
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
    """`decoded` itself. Raises DocumentError where its share of control characters is that of binary data."""
    controls = count_controls(decoded.text)
    if controls > MAX_CONTROL_SHARE * len(decoded.text):
        raise DocumentError(f"not text: binary data ({controls:,} control characters)")
    return decoded


def _lenient(data: bytes, encoding: str) -> Decoded:
    """`data` decoded, with U+FFFD for each invalid sequence."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, damage=text.count("\ufffd"))


def _mostly_utf8(damaged: Decoded) -> bool:
    """Whether text that was decoded as UTF-8, with replacements, is UTF-8 with only a few invalid bytes."""
    ascii_only = damaged.text.encode("ascii", errors="ignore")
    sound = len(damaged.text) - len(ascii_only) - damaged.damage
    return sound >= GOOD_PER_BAD * damaged.damage


def _legacy(data: bytes) -> Decoded:
    encoding = guess_encoding(data)
    if encoding is None:
        raise DocumentError("not text: no known encoding fits; convert the file to UTF-8")
    return _lenient(data, encoding)
