"""Names of output files: unique within a run, and safe on every file system.

Outputs are named after input files or after the ids of records. Ids come from anywhere and may hold anything
(`../../etc/passwd`, URLs, 10,000 characters). An id that is no safe file name is cleaned up, and a hash of
the whole id is appended to keep names distinct. The same input in the same order always gets the same names;
`--resume` relies on that.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_STEM_BYTES: Final = 120
"""Most bytes of an id in a file name; leaves room for a hash, a number and a suffix within NAME_BYTES."""
NAME_BYTES: Final = 255
"""Most bytes of a file name on common file systems."""
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows reserves for devices."""


class Names:
    """Hands out names, each only once.

    Claimed names are stored as 64-bit hashes, as there may be millions. A collision is harmless: the second
    name only gets a number that it would not need.

    >>> names = Names()
    >>> names.claim("a.txt"), names.claim("a.txt"), names.claim("A.txt"), names.claim("A.TXT", fold=True)
    ('a.txt', 'a-2.txt', 'A.txt', 'A-3.TXT')
    """

    def __init__(self, is_taken: Callable[[str], bool] = lambda _: False) -> None:
        """`is_taken` tells which names are in use without having been claimed."""
        self._is_taken = is_taken
        self._taken: set[int] = set()
        self._folded: set[int] = set()

    def claim(self, wanted: str, *, fold: bool = False) -> str:
        """Claim and return `wanted`, or where it is taken `wanted` with the first free number (`a-2.txt`).

        With `fold`, names that differ only in case or Unicode normalisation count as equal, since they are
        the same file on some file systems.
        """
        path = PurePosixPath(wanted)
        for number in count(1):
            final = path.name if number == 1 else f"{path.stem}-{number}{path.suffix}"
            name = str(path.with_name(short_name(final, NAME_BYTES, "".join(path.suffixes[-2:]))))
            key, folded = digest(name), digest(unicodedata.normalize("NFC", name).casefold())
            if key in self._taken or (fold and folded in self._folded):
                continue
            if not self._is_taken(name):
                self._taken.add(key)
                self._folded.add(folded)
                return name
        raise AssertionError("count() does not end")


def digest(name: str) -> int:
    """A 64-bit hash that is the same in every run, unlike `hash`, so that names are reproducible."""
    return int.from_bytes(
        hashlib.blake2b(name.encode("utf-8", errors="surrogatepass"), digest_size=8).digest(), "big"
    )


def with_suffix(name: str, old: tuple[str, ...], new: str) -> str:
    """`name` with the first matching suffix of `old` replaced by `new`; without a match `new` is appended.

    >>> with_suffix("a.warc.gz", (".warc.gz", ".warc"), ".jsonl"), with_suffix("a", (".warc",), ".jsonl")
    ('a.jsonl', 'a.jsonl')
    """
    suffix = next((it for it in old if name.lower().endswith(it)), "")
    return name[: len(name) - len(suffix)] + new


def short_name(name: str, max_bytes: int = NAME_BYTES, suffix: str = "") -> str:
    """`name` if it has at most `max_bytes` bytes; else its start, a hash of all of it, and `suffix`.

    >>> short_name("a-very-long-name.txt", 18, ".txt")
    'a-ver-d6b417fc.txt'
    """
    encoded = os.fsencode(name)
    if len(encoded) <= max_bytes:
        return name
    digest = hashlib.blake2b(encoded, digest_size=4).hexdigest()
    ending = f"-{digest}{'' if suffix.startswith('.') or not suffix else '.'}{suffix}"
    return os.fsdecode(_whole_characters(encoded[: max_bytes - len(os.fsencode(ending))])) + ending


def _whole_characters(cut: bytes) -> bytes:
    """`cut` without an incomplete UTF-8 sequence at its end."""
    for size in range(4):
        part = cut[: len(cut) - size]
        if os.fsencode(os.fsdecode(part).encode("utf-8", "ignore").decode("utf-8", "ignore")) == part:
            return part
    return cut


def stem_for_id(identity: str) -> str:
    """A safe file name, without suffix, for the document with the id `identity`.

    >>> stem_for_id("doc-17"), stem_for_id("../../etc/passwd")
    ('doc-17', 'etc_passwd-830a08e2')
    """
    plain = unicodedata.normalize("NFC", identity)
    stem = _UNSAFE.sub("_", plain).strip("._-")
    cut = stem.encode("utf-8")[:MAX_STEM_BYTES].decode("utf-8", errors="ignore")
    if cut == identity and not _RESERVED.fullmatch(cut):
        return cut
    digest = hashlib.blake2b(identity.encode("utf-8", errors="surrogatepass"), digest_size=4).hexdigest()
    return f"{cut}-{digest}" if cut else digest
