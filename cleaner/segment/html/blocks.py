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
    """What is gathered in the order of the walk: elements, written here by the walk itself, and blocks."""

    def __init__(self) -> None:
        self.head = Head()
        self.blocks: list[Piece] = []
        self.hidden: list[str] = []
        """Hidden pieces of lines that are in no block, in order."""
        self.gathered: list[str] = []
        """Text of the block that is being gathered; it begins with what is not just white space."""
        self.parents, self.tags = [0], [CODES["html"]]
        self.flags, self.levels, self.ends = [0], [0], [0]
        """Of each element, the page first; `levels` is how many lists it stands in or is."""
        self.classes: list[str | None] = [None]
        self.other_names = [""]
        """What each is called beside its class, as a list of words."""
        self.element = 0
        """The innermost element that is open."""
        self.images = 0
        self.inline_names = 0
        self.deepest = 0
        self.new_link = False
        """Whether a link has begun that has no text yet."""
        self.after_link = -1
        """How many pieces were gathered when the last link of the block closed."""
        self._tables: list[tuple[int, int, int]] = []
        self._nested = False
        self._row = self._cell = 0
        self._links = self._link_characters = self._strong_characters = 0

    def text(self, text: str, flags: int) -> None:
        """A text node that is not just white space, in an element for which `flags` hold.

        Without any of `HEEDED` it may as well be put to what is gathered.
        """
        if flags & _HIDDEN and len(text) < _HIDDEN_REST and not self.flags[self.element] & _HIDDEN:
            if not text.isspace():
                self.hidden.append(_fold(text))
            return
        if flags & _PRE:
            text = text.replace("\n", LINE_END)
        self.gathered.append(text)
        if flags & (_LINK | _STRONG):
            length = len(text.strip())
            if flags & _LINK:
                self._link_characters += length
                if self.new_link:
                    self._links += 1
                    self.new_link = False
            if flags & _STRONG:
                self._strong_characters += length

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

    def open_table_part(self, flow: int) -> None:
        """The element just opened is a table, a row or a cell."""
        if flow == _TABLE:
            self._tables.append((len(self.blocks), self._row, self._cell))
            self._row = self._cell = 0
            self._nested = False
        elif flow == _ROW:
            self._row, self._cell = self.element, 0
        else:
            self._cell = self.element

    def close_table(self) -> None:
        """The innermost table ends."""
        first, self._row, self._cell = self._tables.pop()
        if not self._nested:
            join_rows(self.blocks, first)
        self._nested = bool(self._tables)

    def flush(self) -> None:
        """What was gathered becomes a block, if it has any text."""
        gathered = self.gathered
        element = self.element
        flags = self.flags[element]
        text = "".join(gathered)
        if flags & _PRE:
            text = _preformatted(text)
        else:
            text = text.strip()
            # No white space but the plain space is printable; nor is a soft hyphen, or a line end's sign.
            if "  " in text or not text.isprintable():
                text = _fold(text)
        if text:
            self.blocks.append(
                new_tuple(
                    Piece,
                    (
                        text,
                        self.tags[element],
                        element,
                        flags,
                        self.inline_names if len(text) <= _NAMED_WITHIN else 0,
                        self._links,
                        self._link_characters,
                        self._strong_characters,
                        self.images,
                        self.levels[element],
                        self._row,
                        self._cell,
                    ),
                )
            )
            self.images = 0
        gathered.clear()
        self._links = self._link_characters = self._strong_characters = 0
        self.inline_names = 0
        self.after_link = -1


def _fold(text: str) -> str:
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
