"""Detection of binary data, by magic numbers or by the share of control characters.

Prose has no control characters, logs have next to none, and random or compressed bytes have a tenth.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.encodings.wide import marked_encoding, wide_encoding

MAX_CONTROL_SHARE: Final = 0.02
"""Above this share of control characters data is binary. Of 4,000 pages none has more than a tenth of it."""
MAX_STRAY_CONTROLS: Final = 8
"""A page with so many control characters is not binary, however short it is."""
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
"""Without tabs, line ends, form feeds, and ESC, by which ISO-2022-JP switches its character set."""
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def binary_kind(data: bytes) -> str | None:
    """The kind of file that `data` is by its first bytes, if it is a known one that is not text.

    >>> binary_kind(b"%PDF-1.7 ...")
    'PDF file'
    """
    return next((kind for head, kind in _HEADS if data.startswith(head)), None)


def count_controls(text: str) -> int:
    """The number of control characters in `text` that are no white space."""
    return len(_CONTROL.findall(text))


def binary_page(data: bytes) -> str | None:
    """The kind of binary data that the bytes of a page are; None where they are text.

    Every encoding of pages but UTF-16 and UTF-32 has the control characters of ASCII, so they are counted in
    the bytes. Sequences of NUL bytes, which disks have in place of lost data, do not count: the text around
    is sound.
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
