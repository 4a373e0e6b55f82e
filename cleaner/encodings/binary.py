"""Detection of binary data, by magic numbers and by the share of control characters.

Prose has no control characters and logs have hardly any. Of random or compressed bytes, a tenth are control
characters.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.encodings.wide import marked_encoding, wide_encoding

MAX_CONTROL_SHARE: Final = 0.02
"""Largest share of control characters in text. The largest on any of 4,000 pages is a tenth of this."""
MAX_STRAY_CONTROLS: Final = 8
"""Number of control characters that a page may have, however short it is."""
_HEADS: Final = (
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
_CONTROLS: Final = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
"""All but tab, line ends, form feed, and ESC, with which ISO-2022-JP switches between character sets."""
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def binary_kind(data: bytes) -> str | None:
    """The kind of binary file that begins like `data`, by its magic number; None where none is known.

    >>> binary_kind(b"%PDF-1.7 ...")
    'PDF file'
    """
    return next((kind for head, kind in _HEADS if data.startswith(head)), None)


def count_controls(text: str) -> int:
    """The number of control characters in `text`, white space and ESC aside."""
    return len(_CONTROL.findall(text))


def binary_page(data: bytes) -> str | None:
    """The kind of binary data that the bytes of a page are; None where they are text.

    Control characters are counted in the bytes: all encodings of pages encode them as ASCII does, except
    UTF-16 and UTF-32, which are decoded first. Pairs of NUL bytes do not count. They stand where a disk lost
    data, and the text around them is sound.

    >>> binary_page(b"<p>The old mill</p>")
    >>> binary_page(bytes(range(1, 256)))
    'binary data (26 control characters)'
    """
    if kind := binary_kind(data):
        return kind
    marked = marked_encoding(data)
    encoding = marked[0] if marked else wide_encoding(data)
    if encoding and encoding != "utf-8":
        text = data.decode(encoding, errors="replace").replace("\0\0", "")
        controls, length = count_controls(text), len(text)
    else:
        data = data.replace(b"\0\0", b"")
        length = len(data)
        controls = length - len(data.translate(None, _CONTROLS))
    if controls <= max(MAX_STRAY_CONTROLS, MAX_CONTROL_SHARE * length):
        return None
    return f"binary data ({controls:,} control characters)"
