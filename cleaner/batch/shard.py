"""Shards: one of N parts of the documents of INPUT, the same for everybody who is given the same INPUT.

A document belongs to a shard by a hash of its file's name below INPUT and its position in the file, so shards
are of about one size even where there is one large file, and need not know of each other. Each shard reads
every file of many documents, since positions are counts; reading costs little beside cleaning.

Several shards may be written to one OUTPUT folder at the same time. A file that a shard makes of documents of
its own has the shard in its name. A document with an output of its own keeps the name that it has without
shards, since every shard hands out the names of all documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.batch.names import NAME_BYTES, digest, short_name, with_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DIGITS: Final = 5
"""Digits of numbers in names: as in the names of other programs' shards, and sorted up to 100,000 of them."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The part `index`, counted from 0, of `total` parts.

    >>> shard = Shard(1, 4)
    >>> [shard.has("pages.jsonl", position) for position in range(6)]
    [False, False, False, True, False, False]
    >>> shard.named("pages.jsonl.gz", ".jsonl.gz"), Shard().named("pages.jsonl", ".jsonl")
    ('pages-00001-of-00004.jsonl.gz', 'pages.jsonl')
    """

    index: int = 0
    total: int = 1

    def __str__(self) -> str:
        """The shard as it stands in names; empty where it is everything."""
        digits = max(_DIGITS, len(str(self.total)))
        return f"{self.index:0{digits}}-of-{self.total:0{digits}}" if self.total > 1 else ""

    def has(self, name: str, position: int) -> bool:
        """Whether the document at `position`, from 0, of the file called `name` below INPUT is in it."""
        return self.total == 1 or digest(f"{name}\0{position}") % self.total == self.index

    def named(self, name: str, suffix: str) -> str:
        """`name` with the shard before its `suffix`, within the length that file systems allow."""
        if self.total == 1:
            return name
        stem = with_suffix(name, (suffix.lower(),), "")
        return short_name(f"{stem}-{self}{name[len(stem) :]}", NAME_BYTES, suffix)

    def path(self, path: Path | None, suffix: str | None = None) -> Path | None:
        """`path` with the shard before the `suffix` of its name, by default the last; None for None."""
        if path is None or self.total == 1:
            return path
        return path.with_name(self.named(path.name, path.suffix if suffix is None else suffix))

    def siblings(self) -> Iterator[Shard]:
        """All shards of this division, itself included."""
        return (Shard(index, self.total) for index in range(self.total))


ALL: Final = Shard()
"""The one shard of a run without shards."""
