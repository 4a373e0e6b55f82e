"""Text as it comes from the walk -> blocks, with what the DOM knows of each.

White space is folded as a browser folds it: a stretch of it is one space, and none stands at the ends
of a block; only what is preformatted keeps its own. A single line break is a line end inside a block,
two in a row begin a new block, and so does one after a line as long as a paragraph, since pages of
old part their paragraphs so.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cleaner.segment.html.head import Head
from cleaner.segment.html.tables import join_rows
from cleaner.segment.html.tags import CODES, Flag, Flow, Tag

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


class Builder:
    """Gathers blocks and elements in the order of the walk."""

    def __init__(self) -> None:
        self.head = Head()
        self.blocks: list[Piece] = []
        self.pieces: list[str] = []
        """Text of the block that is being gathered."""
        self.parent, self.tag = [0], [CODES["html"]]
        self.names, self.like, self.end = [0], [0], [0]
        self.images = 0
        self.inline_names = 0
        self.deepest = 0
        self._kinds: dict[tuple[int, int, str | None], int] = {}
        self._flags = [0]
        self._levels = [0]
        self._open = [0]
        self._tables: list[tuple[int, int, int]] = []
        self._nested = False
        self._row = self._cell = 0
        self._links = self._link_characters = self._strong_characters = self._line = 0
        self._new_link = False
        self._after_link = -1

    def text(self, text: str, flags: int) -> None:
        """A text node that is not just white space, in an element for which `flags` hold."""
        if flags & _HIDDEN and len(text) < _HIDDEN_REST and not self._flags[self._open[-1]] & _HIDDEN:
            return
        if flags & _PRE:
            text = text.replace("\n", LINE_END)
        self.pieces.append(text)
        length = len(text.strip())
        self._line += length
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
        if self._after_link == len(self.pieces) > 0:
            self.pieces.append(" ")

    def link_end(self) -> None:
        """The link closes."""
        self._after_link = len(self.pieces)

    def line_end(self) -> None:
        """A line break."""
        pieces = self.pieces
        if not pieces:
            return
        last = len(pieces) - 1
        while last > 0 and pieces[last].isspace():
            last -= 1
        if pieces[last] == LINE_END or self._line >= _PARAGRAPH:
            self.flush()
        else:
            pieces.append(LINE_END)
            self._line = 0

    def open(self, tag: Tag, flags: int, names: int, css_class: str | None) -> None:
        """A block-level element begins."""
        if self.pieces:
            self.flush()
        above = self._open[-1]
        element = len(self.parent)
        code = tag.code
        self.parent.append(above)
        self.tag.append(code)
        self.names.append(names)
        self.end.append(0)
        self.like.append(self._kinds.setdefault((above, code, css_class), len(self._kinds) + 1))
        self._open.append(element)
        self._flags.append(flags)
        self._levels.append(self._levels[above] + (code in _LISTS))
        if tag.flow >= Flow.ROW:
            self._open_table_part(tag.flow, element)

    def close(self, flow: int) -> None:
        """The innermost open block-level element ends."""
        if self.pieces:
            self.flush()
        self.end[self._open.pop()] = len(self.parent)
        if flow == Flow.TABLE:
            first, self._row, self._cell = self._tables.pop()
            if not self._nested:
                join_rows(self.blocks, first)
            self._nested = bool(self._tables)

    def _open_table_part(self, flow: Flow, element: int) -> None:
        if flow is Flow.TABLE:
            self._tables.append((len(self.blocks), self._row, self._cell))
            self._row = self._cell = 0
            self._nested = False
        elif flow is Flow.ROW:
            self._row, self._cell = element, 0
        else:
            self._cell = element

    def flush(self) -> None:
        """What was gathered becomes a block, if it has any text."""
        element = self._open[-1]
        flags = self._flags[element]
        text = _fold("".join(self.pieces), preformatted=bool(flags & _PRE))
        if text:
            self.blocks.append(
                Piece(
                    text,
                    self.tag[element],
                    element,
                    flags,
                    self.inline_names if len(text) <= _NAMED_WITHIN else 0,
                    self._links,
                    self._link_characters,
                    self._strong_characters,
                    self.images,
                    self._levels[element],
                    self._row,
                    self._cell,
                )
            )
            self.images = 0
        self.pieces.clear()
        self._links = self._link_characters = self._strong_characters = self._line = 0
        self.inline_names = 0
        self._after_link = -1


def _fold(text: str, *, preformatted: bool) -> str:
    if SOFT_HYPHEN in text:
        text = text.replace(SOFT_HYPHEN, "")
    if preformatted:
        lines = [line.rstrip() for line in text.expandtabs(8).split(LINE_END)]
        while lines and not lines[0]:
            del lines[0]
        return "\n".join(lines).rstrip()
    if LINE_END in text:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split(LINE_END))))
    return " ".join(text.split())
