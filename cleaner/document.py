"""A text as it goes through the house: its source, cut into blocks, and what is known about it.

A document never changes after segmentation. Blocks point into the source, so whatever is removed
can be given back as offsets, and whatever is kept is the source's own characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from cleaner.dom import Dom

INVISIBLE: Final = "\u00ad\u2060\ufeff"
"""Soft hyphens, word joiners and byte order marks: characters inside words that no reader sees."""
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")


class Shape(StrEnum):
    """How a plain text is laid out, which says what its blocks are."""

    LINES = "lines"
    """A block a line, with or without blank lines between."""
    WRAPPED = "wrapped"
    """Paragraphs broken over several lines at a fixed width."""
    SENTENCES = "sentences"
    """Everything on one line, or nearly: the blocks are sentences."""


class Block(NamedTuple):
    """A paragraph-sized piece of a document.

    `source[start:end] == text`, offsets in characters; blocks are in order and do not overlap, and
    only white space lies between them.
    """

    start: int
    end: int
    text: str


class Skipped(NamedTuple):
    """A stretch of a document's source, after its last block, that is no block and so never judged."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text to clean."""

    source: str
    blocks: tuple[Block, ...]
    shape: Shape = Shape.LINES
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code as the caller gave it; None where it is still to be found out."""
    skipped: tuple[Skipped, ...] = ()
    """Hidden pieces of lines of an HTML page: names for machines and for who hears a page."""
    surrogates: int = 0
    """How many lone surrogates were given; each is one U+FFFD now, so offsets hold in what was given, too."""
    is_markdown: bool = False
    """Whether plain text is Markdown, by its own marks."""
    dom: Dom | None = field(default=None, compare=False, repr=False)
    """What the DOM knows of each block, where the text came from HTML."""


def as_seen(document: Document) -> Document:
    r"""`document` without its `INVISIBLE` characters, as features are made of it; offsets are in the rest.

    Words with a soft hyphen match no other use of them. A block of nothing else stays as it is.

    >>> as_seen(Document("Dampf\u00adschiff ahoi", (Block(0, 17, "Dampf\u00adschiff ahoi"),))).blocks
    (Block(start=0, end=16, text='Dampfschiff ahoi'),)
    """
    if not any(sign in document.source for sign in INVISIBLE):
        return document
    spared = [block for block in document.blocks if not block.text.strip(INVISIBLE)]
    kept = {place for block in spared for place in range(block.start, block.end)}
    gone = [it.start() for it in _INVISIBLE.finditer(document.source) if it.start() not in kept]
    bounds = [0, *(place + 1 for place in gone)]
    source = "".join(document.source[start:end] for start, end in zip(bounds, [*gone, None], strict=True))

    def moved(place: int) -> int:
        return place - bisect_left(gone, place)

    blocks = [(moved(start), moved(end)) for start, end, _ in document.blocks]
    return replace(
        document,
        source=source,
        blocks=tuple(Block(start, end, source[start:end]) for start, end in blocks),
        skipped=tuple(Skipped(moved(it.start), moved(it.end)) for it in document.skipped),
    )
