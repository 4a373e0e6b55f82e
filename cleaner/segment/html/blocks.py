"""Gathers blocks from the text nodes, line breaks and elements of a traversal.

White space is collapsed as browsers collapse it: to one space inside a block, and to nothing at its ends.
Preformatted text keeps its white space. A single `br` is a line end inside a block; two in a row begin a new
block, and so does one after a line as long as a paragraph, because old pages separate paragraphs so.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import INVISIBLE
from cleaner.dom import Head
from cleaner.segment.html.html_tags import CODES, Flag, Flow
from cleaner.segment.html.piece import Piece, new_tuple
from cleaner.segment.html.tables import join_rows

LINE_END: Final = "\0"
"""Stands for a line break while a block is gathered; the text of a parsed page never contains it."""
PARAGRAPH: Final = 120
"""Characters. Lines of verse, addresses and wrapped mail are shorter, paragraphs mostly longer."""
_NAMED_WITHIN: Final = 120
"""Characters. In a longer block, class names of inline elements describe only a part of it."""
HIDDEN_REST: Final = 80
"""Characters. Shorter hidden inline text is a label for machines; longer hidden text is the rest of a
paragraph, behind a button."""
_HIDDEN = int(Flag.HIDDEN | Flag.NOSCRIPT)
_LINK, _STRONG, _PRE = int(Flag.LINK), int(Flag.STRONG), int(Flag.PRE)
SPECIAL: Final = _HIDDEN | _LINK | _STRONG | _PRE
"""Flags of text that needs more than to be appended to `Builder.gathered`."""
_ROW, _TABLE = int(Flow.ROW), int(Flow.TABLE)


class Builder:
    """The blocks and block-level elements of a page, in document order.

    The traversal appends to the columns of elements itself, and calls methods for the rest.
    """

    def __init__(self) -> None:
        self.head = Head()
        self.blocks: list[Piece] = []
        self.hidden: list[str] = []
        """Short hidden inline texts, which are in no block, in order."""
        self.gathered: list[str] = []
        """The texts of the block that is being gathered; the first is not blank."""
        self.parents, self.tags = [0], [CODES["html"]]
        self.flags, self.levels, self.ends = [0], [0], [0]
        """Of each element, the page first; `levels` counts the lists around it, itself included."""
        self.classes: list[str | None] = [None]
        self.other_names = [""]
        """The other names of each besides its class (id, itemprop, custom tag), separated by spaces."""
        self.element = 0
        """The innermost open element."""
        self.images = 0
        self.inline_names = 0
        self.deepest = 0
        self.new_link = False
        """Whether a link is open that has no text yet."""
        self.after_link = -1
        """How many texts were gathered when the last link of the block closed."""
        self._tables: list[tuple[int, int, int]] = []
        self._nested = False
        self._row = self._cell = 0
        self._links = self._link_characters = self._strong_characters = 0

    def text(self, text: str, flags: int) -> None:
        """Add a text node that is not blank; `flags` are those of the elements around it.

        Where none of `SPECIAL` is set, appending it to `gathered` does the same.
        """
        if flags & _HIDDEN and len(text) < HIDDEN_REST and not self.flags[self.element] & _HIDDEN:
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
        """Add a line break."""
        gathered = self.gathered
        if not gathered:
            return
        last = len(gathered) - 1
        while last > 0 and gathered[last].isspace():
            last -= 1
        if gathered[last] == LINE_END or self._line() >= PARAGRAPH:
            self.flush()
        else:
            gathered.append(LINE_END)

    def _line(self) -> int:
        """Count the characters since the last line break."""
        length = 0
        for text in reversed(self.gathered):
            if text == LINE_END:
                break
            length += len(text.strip())
        return length

    def open_table_part(self, flow: int) -> None:
        """Note that the element just opened is a table, a row or a cell."""
        if flow == _TABLE:
            self._tables.append((len(self.blocks), self._row, self._cell))
            self._row = self._cell = 0
            self._nested = False
        elif flow == _ROW:
            self._row, self._cell = self.element, 0
        else:
            self._cell = self.element

    def close_table(self) -> None:
        """End the innermost table."""
        first, self._row, self._cell = self._tables.pop()
        if not self._nested:
            join_rows(self.blocks, first)
        self._nested = bool(self._tables)

    def flush(self) -> None:
        """Make a block of what was gathered, if it has any text."""
        gathered = self.gathered
        element = self.element
        flags = self.flags[element]
        text = "".join(gathered)
        if flags & _PRE:
            text = _preformatted(text)
        else:
            text = text.strip()
            # Of white space, only the plain space is printable; LINE_END is not.
            if "  " in text or not text.isprintable():
                text = _fold(text)
        if text.strip(INVISIBLE):
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
    if LINE_END in text:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split(LINE_END))))
    return " ".join(text.split())


def _preformatted(text: str) -> str:
    lines = text.expandtabs(8).split(LINE_END)
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines).rstrip()
