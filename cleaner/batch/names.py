"""What output files are called: after their input file, or after the record's id.

Ids come from anywhere and may hold anything (`../../etc/passwd`, URLs, 10,000 characters), so an id
that is not plainly a file name is made into one and told apart by a hash of the whole id. The same
input in the same order always gets the same names, which is what `--resume` relies on.
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
"""File systems allow 255 bytes a name; this leaves room for a suffix, a number and a hash."""
NAME_BYTES: Final = 255
"""The longest name that file systems allow."""
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class Names:
    """The names given out so far; no two outputs of a run get the same one.

    Names are kept as their hashes, 64 bits each, as there may be millions: two that are taken for the
    same by chance only cost the second a number.
    """

    def __init__(self, is_taken: Callable[[str], bool] = lambda _: False) -> None:
        """`held` knows of names that others have without having claimed them."""
        self._is_taken = is_taken
        self._taken: set[int] = set()
        self._folded: set[int] = set()

    def claim(self, wanted: str, *, fold: bool = False) -> str:
        """`wanted`, or where that is taken `wanted` with the first free number: `a.txt`, `a-2.txt`.

        With `fold`, names that differ in case alone count as the same, as some file systems see it.
        """
        path = PurePosixPath(wanted)
        for number in count(1):
            final = path.name if number == 1 else f"{path.stem}-{number}{path.suffix}"
            name = str(path.with_name(short_name(final, NAME_BYTES, "".join(path.suffixes[-2:]))))
            digest, folded = _digest(name), _digest(unicodedata.normalize("NFC", name).casefold())
            if digest in self._taken or (fold and folded in self._folded):
                continue
            if not self._is_taken(name):
                self._taken.add(digest)
                self._folded.add(folded)
                return name
        raise AssertionError("count() does not end")


def _digest(name: str) -> int:
    """The same in every run, as which name gets a number depends on it."""
    return int.from_bytes(
        hashlib.blake2b(name.encode("utf-8", errors="surrogatepass"), digest_size=8).digest(), "big"
    )


def with_suffix(name: str, old: tuple[str, ...], new: str) -> str:
    """`name` with `new` for whichever of the `old` suffixes it has, else with `new` added."""
    suffix = next((it for it in old if name.lower().endswith(it)), "")
    return name[: len(name) - len(suffix)] + new


def short_name(name: str, max_bytes: int = NAME_BYTES, suffix: str = "") -> str:
    """`name`, or where it has more than `most` bytes its beginning, a hash of the whole, and `suffix`."""
    encoded = os.fsencode(name)
    if len(encoded) <= max_bytes:
        return name
    digest = hashlib.blake2b(encoded, digest_size=4).hexdigest()
    ending = f"-{digest}{'' if suffix.startswith('.') or not suffix else '.'}{suffix}"
    return os.fsdecode(_whole_characters(encoded[: max_bytes - len(os.fsencode(ending))])) + ending


def _whole_characters(cut: bytes) -> bytes:
    """`cut` without a last character that was cut in two."""
    for size in range(4):
        part = cut[: len(cut) - size]
        if os.fsencode(os.fsdecode(part).encode("utf-8", "ignore").decode("utf-8", "ignore")) == part:
            return part
    return cut


def stem_for_id(identity: str) -> str:
    """A safe file name, without suffix, for the document called `identity`."""
    plain = unicodedata.normalize("NFC", identity)
    stem = _UNSAFE.sub("_", plain).strip("._-")
    cut = stem.encode("utf-8")[:MAX_STEM_BYTES].decode("utf-8", errors="ignore")
    if cut == identity and not _RESERVED.fullmatch(cut):
        return cut
    digest = hashlib.blake2b(identity.encode("utf-8", errors="surrogatepass"), digest_size=4).hexdigest()
    return f"{cut}-{digest}" if cut else digest
