"""Text as it comes from the walk -> blocks, with what the DOM knows of each.

White space is folded as a browser folds it: a stretch of it is one space, and none stands at the ends
of a block; only what is preformatted keeps its own. A single line break is a line end inside a block,
two in a row begin a new block, and so does one after a line as long as a paragraph, since pages of
old part their paragraphs so.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import Final, NamedTuple

from cleaner.segment.html.head import Head
from cleaner.segment.html.tables import join_rows
from cleaner.segment.html.tags import CODES, Flag, Flow

LINE_END: Final = "\0"
"""Stands for a line break while a block is gathered; no text of a parsed page can hold it."""
SOFT_HYPHEN: Final = "\u00ad"
"""Where a word may be parted; it is not seen, and no word is found that has it."""
_PARAGRAPH: Final = 120
"""Characters. Lines of verse, addresses and wrapped mail are shorter, paragraphs mostly longer."""
_NAMED_WITHIN: Final = 120
"""Characters of a block beyond which names of inline elements are about a part of it only."""
_HIDDEN_REST: Final = 80
"""Characters. A hidden piece of a line that is shorter is a label for machines; a longer one is the rest of
a paragraph, behind a button."""
_HIDDEN = int(Flag.HIDDEN | Flag.NOSCRIPT)
_LINK, _STRONG, _PRE = int(Flag.LINK), int(Flag.STRONG), int(Flag.PRE)
HEEDED: Final = _HIDDEN | _LINK | _STRONG | _PRE
"""Flags of text that does more than join what is gathered."""
new_tuple: Final = tuple.__new__
"""Makes a named tuple of a tuple in a third of the time that calling its class takes."""
_ROW, _TABLE = int(Flow.ROW), int(Flow.TABLE)
_LISTS: Final = frozenset(CODES[tag] for tag in ("ul", "ol", "dl", "dir", "menu"))


class Piece(NamedTuple):
    """A block as gathered; the fields are those of `Dom`, and where it stands in a table."""

    text: str
    tag: int
    element: int
    flags: int
    inline_names: int
    links: int
    link_characters: int
    strong_characters: int
    images: int
    list_level: int
    row: int
    """The element of the table row it stands in; 0 outside tables."""
    cell: int


_PAGE: Final = (0, CODES["html"], 0, 0, 0, 0, 0, 0)
_PARENT: Final = 0
_FLAGS: Final = 6
"""Places in the tuple of an element."""


class Builder:
    """Gathers blocks and elements in the order of the walk."""

    def __init__(self) -> None:
        self.head = Head()
        self.blocks: list[Piece] = []
        self.gathered: list[str] = []
        """Text of the block that is being gathered; it begins with what is not just white space."""
        self.elements = [_PAGE]
        """Of each: parent, tag, names, depth, names around, likeness, as in `Elements`; flags; list level."""
        self.ends = [0]
        self.images = 0
        self.inline_names = 0
        self.deepest = 0
        self._element = 0
        self._like: defaultdict[tuple[int, int, str | None], int] = defaultdict(count(1).__next__)
        self._tables: list[tuple[int, int, int]] = []
        self._nested = False
        self._row = self._cell = 0
        self._links = self._link_characters = self._strong_characters = 0
        self._new_link = False
        self._after_link = -1

    def text(self, text: str, flags: int) -> None:
        """A text node that is not just white space, in an element for which `flags` hold.

        Without any of `HEEDED` it may as well be put to what is gathered.
        """
        if flags & _HIDDEN and len(text) < _HIDDEN_REST:
            around = self.elements[self._element][_FLAGS]
            if not around & _HIDDEN:
                return
        if flags & _PRE:
            text = text.replace("\n", LINE_END)
        self.gathered.append(text)
        if flags & (_LINK | _STRONG):
            length = len(text.strip())
            if flags & _LINK:
                self._link_characters += length
                if self._new_link:
                    self._links += 1
                    self._new_link = False
            if flags & _STRONG:
                self._strong_characters += length

    def link_begin(self) -> None:
        """A link opens; two links side by side are two things, though nothing stands between them."""
        self._new_link = True
        if self._after_link == len(self.gathered) > 0:
            self.gathered.append(" ")

    def link_end(self) -> None:
        """The link closes."""
        self._after_link = len(self.gathered)

    def line_end(self) -> None:
        """A line break."""
        gathered = self.gathered
        if not gathered:
            return
        last = len(gathered) - 1
        while last > 0 and gathered[last].isspace():
            last -= 1
        if gathered[last] == LINE_END or self._line() >= _PARAGRAPH:
            self.flush()
        else:
            gathered.append(LINE_END)

    def _line(self) -> int:
        """Characters since the last line break."""
        length = 0
        for text in reversed(self.gathered):
            if text == LINE_END:
                break
            length += len(text.strip())
        return length

    def open(self, flow: int, tag: int, flags: int, names: int, css_class: str | None) -> None:
        """A block-level element begins."""
        if self.gathered:
            self.flush()
        above = self._element
        _, _, _, depth, around, _, _, level = self.elements[above]
        like = self._like[above, tag, css_class]
        if tag in _LISTS:
            level += 1
        self._element = len(self.ends)
        self.elements.append((above, tag, names, depth + 1, around | names, like, flags, level))
        self.ends.append(0)
        if flow >= _ROW:
            self._open_table_part(flow)

    def close(self, flow: int) -> None:
        """The innermost open block-level element ends."""
        if self.gathered:
            self.flush()
        element = self._element
        self.ends[element] = len(self.ends)
        self._element = self.elements[element][_PARENT]
        if flow == _TABLE:
            first, self._row, self._cell = self._tables.pop()
            if not self._nested:
                join_rows(self.blocks, first)
            self._nested = bool(self._tables)

    def _open_table_part(self, flow: int) -> None:
        if flow == _TABLE:
            self._tables.append((len(self.blocks), self._row, self._cell))
            self._row = self._cell = 0
            self._nested = False
        elif flow == _ROW:
            self._row, self._cell = self._element, 0
        else:
            self._cell = self._element

    def flush(self) -> None:
        """What was gathered becomes a block, if it has any text."""
        gathered = self.gathered
        element = self._element
        _, tag, _, _, _, _, flags, level = self.elements[element]
        text = gathered[0] if len(gathered) == 1 else "".join(gathered)
        text = _preformatted(text) if flags & _PRE else _fold(text)
        if text:
            self.blocks.append(
                new_tuple(
                    Piece,
                    (
                        text,
                        tag,
                        element,
                        flags,
                        self.inline_names if len(text) <= _NAMED_WITHIN else 0,
                        self._links,
                        self._link_characters,
                        self._strong_characters,
                        self.images,
                        level,
                        self._row,
                        self._cell,
                    ),
                )
            )
            self.images = 0
        gathered.clear()
        self._links = self._link_characters = self._strong_characters = 0
        self.inline_names = 0
        self._after_link = -1


def _fold(text: str) -> str:
    text = text.strip()
    # No white space but the plain space is printable; nor is a soft hyphen, or the sign for a line end.
    if text.isprintable() and "  " not in text:
        return text
    if SOFT_HYPHEN in text:
        text = text.replace(SOFT_HYPHEN, "")
    if LINE_END in text:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split(LINE_END))))
    return " ".join(text.split())


def _preformatted(text: str) -> str:
    lines = text.replace(SOFT_HYPHEN, "").expandtabs(8).split(LINE_END)
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines).rstrip()
