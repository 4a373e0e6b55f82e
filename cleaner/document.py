"""A text as it goes through the house: its source, cut into blocks, and what is known about it.

A document never changes after segmentation. Blocks point into the source, so whatever is removed
can be given back as offsets, and whatever is kept is the source's own characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.dom import Dom


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
    dom: Dom | None = field(default=None, compare=False, repr=False)
    """What the DOM knows of each block, where the text came from HTML."""
