"""Detection of legacy encodings, for bytes that are not Unicode.

charset-normalizer recognises East Asian encodings and scripts, but often confuses the one-byte encodings of
one script on short texts (Portuguese and Swedish with Central European, Czech in ISO-8859-2 with
Windows-1250). So one-byte encodings are also ranked by spelling: in the right encoding, the letters outside
ASCII are those of *one* language, and capitals begin words. The best encoding by spelling is taken, and
charset-normalizer breaks ties. Where no encoding is spelled well enough, charset-normalizer decides alone.

The result is unreliable for a few words, for text in capitals only, and for languages not in `alphabets`.
"""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Final

from cleaner.encodings.alphabets import ALPHABETS, PUNCTUATION

if TYPE_CHECKING:
    from collections.abc import Sequence

LATIN: Final = ["cp1254", "cp1252", "cp1250", "iso8859_2", "cp1257", "iso8859_15"]
"""One-byte encodings of the Latin script; the first of several equal ones is taken. Turkish (cp1254) comes
before Western European (cp1252). They differ in six letters, which are more frequent in Turkish than in
Icelandic, and Icelandic text of any length fits Turkish badly."""
OTHER_SCRIPTS: Final = [
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp1253",
    "iso8859_7",
    "cp1256",
    "cp1255",
    "iso8859_5",
    "cp866",
]
"""One-byte encodings of other scripts."""
SPELLED: Final = [*LATIN, *OTHER_SCRIPTS]
"""All one-byte encodings that are ranked by spelling."""
OTHERS: Final = ["gb18030", "cp932", "euc_jp", "cp949", "big5", "cp874"]
"""Encodings that are not ranked by spelling. Thai (cp874) is one of them: in its encoding nearly every byte
is a letter, so that any East Asian text would pass for well-spelled Thai."""
MIN_SPELLING: Final = 0.95
"""Share of letters that must fit one language, at least. 15 words in a wrong encoding stay below 0.9."""
LAST_ASCII: Final = 0x7F
SAMPLE_BYTES: Final = 16 * 1024
"""Bytes that are examined: enough for the statistics, and constant time for files of any size."""


def guess_encoding(data: bytes) -> str | None:
    """The codec name of the most likely encoding of `data`; None where none fits.

    >>> guess_encoding("Příliš žluťoučký kůň".encode("iso8859_2"))
    'iso8859_2'
    """
    sample = _sample(data)
    spelling = {encoding: _spelling(sample, encoding) for encoding in SPELLED}
    best = max(spelling.values())
    if best < MIN_SPELLING:
        return _by_charset_normalizer(sample, [*SPELLED, *OTHERS])
    tied = [encoding for encoding in SPELLED if spelling[encoding] == best]
    if tied[0] in LATIN and _mostly_ascii(sample):
        return tied[0]
    scripts = [*tied[:1], *(encoding for encoding in tied if encoding not in LATIN)]
    return _by_charset_normalizer(sample, scripts) or tied[0]


def _mostly_ascii(sample: bytes) -> bool:
    """Whether a-z outnumber all bytes outside ASCII, as in text in the Latin script, and in no other."""
    ascii_letters = sum(map(sample.lower().count, string.ascii_lowercase.encode("ascii")))
    return ascii_letters > sum(byte > LAST_ASCII for byte in sample)


def _sample(data: bytes) -> bytes:
    """The lines of `data` with bytes outside ASCII, up to SAMPLE_BYTES. Other lines are no evidence."""
    lines = []
    size = 0
    for line in data.splitlines(keepends=True):
        if line.isascii():
            continue
        lines.append(line)
        size += len(line)
        if size >= SAMPLE_BYTES:
            break
    return b"".join(lines)


def _by_charset_normalizer(sample: bytes, candidates: Sequence[str]) -> str | None:
    """charset-normalizer's choice among `candidates`."""
    if len(candidates) == 1:
        return candidates[0]
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, and most text is UTF-8

    best = from_bytes(sample, cp_isolation=list(candidates)).best()
    return None if best is None else best.encoding


def _spelling(sample: bytes, encoding: str) -> float:
    """The share (0 to 1) of letters outside ASCII that fit one language, decoded as `encoding`."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    last_ascii = chr(LAST_ASCII)
    foreign = Counter(
        "" if _out_of_place(before, character, encoding) else character.lower()
        for before, character in zip(" " + text, text, strict=False)
        if character > last_ascii and character not in PUNCTUATION
    )
    if not foreign:
        return 1.0
    fitting = max(sum(foreign[it] for it in letters) for letters in ALPHABETS.values())
    return fitting / foreign.total()


def _out_of_place(before: str, character: str, encoding: str) -> bool:
    """Whether this is a capital inside a word, or a letter of another script right after a Latin one."""
    if encoding not in LATIN and before.isascii() and before.isalpha():
        return True
    return character.isupper() and before.islower()
