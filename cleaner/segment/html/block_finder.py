"""Which block each text of a page is in, for who traverses the page again.

A document keeps no nodes, as its tree costs memory and cannot be pickled. So for who asks for Markdown or
HTML the page is traversed a second time, and its blocks are counted: they were made of the texts between
edges, in document order, by the rules of `blocks.Builder`, and a document knows the element of each. No block
is found by its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.document import INVISIBLE
from cleaner.segment.html.blocks import HIDDEN_REST, PARAGRAPH
from cleaner.segment.html.html_tags import CODES, Flag

if TYPE_CHECKING:
    from cleaner.document import Document

_ROW: Final = CODES["tr"]
_PRE, _HIDDEN = int(Flag.PRE), int(Flag.HIDDEN | Flag.NOSCRIPT)


class BlockFinder:
    """Counts the blocks of a page while its texts, line breaks and edges of elements go by.

    A *run* is what stands on lines of its own in the page: a block, or of a row of a data table a part of a
    cell.
    """

    def __init__(self, document: Document, first: int) -> None:
        """`first` is the first block of what is traversed."""
        assert document.dom is not None  # noqa: S101 - for the type checker: only pages are traversed
        dom = document.dom
        self.block = -1
        """The block of the run that has begun; -1 between runs."""
        self.has_hidden = bool(document.skipped)
        """Whether some inline text is in no block, as it is hidden."""
        self._elements: list[int] = dom.element.tolist()
        self._flags: list[int] = dom.flags.tolist()
        self._tags: list[int] = dom.tag.tolist()
        self._ends: list[int] = dom.elements.end.tolist()
        self._next = first
        self._row = -1
        """The block that the table row is, while one is open whose cells were joined."""
        self._line = 0
        """Characters since the last line break of the run."""
        self._is_broken = False
        """Whether the run ends with a line break so far."""

    def find(self, content: str, element: int) -> int:
        """The block of a text that is not blank, directly in the `element` with that row; -1 for none."""
        if self.block < 0:
            self.block = self._begun(content, element)
            if self.block < 0:
                return -1
        seen = content.replace("\n", ".") if self._flags[self.block] & _PRE else content
        self._line += len(seen.strip())
        self._is_broken = False
        return self.block

    def _begun(self, content: str, element: int) -> int:
        if self._row >= 0:
            return self._row
        if not content.strip().strip(INVISIBLE):
            return -1
        elements, following = self._elements, self._next
        while following < len(elements) and elements[following] != element:
            above = elements[following]
            if above < element < self._ends[above]:
                if self._tags[following] != _ROW:
                    return -1
                break
            if above > element:
                return -1
            following += 1  # its element has ended, without the text that was expected there
        if following == len(elements):
            return -1
        self._next = following + 1
        if self._tags[following] == _ROW:
            self._row = following
        return following

    def is_hidden(self, content: str, element: int) -> bool:
        """Whether a text inside a hidden inline element is in no block."""
        if len(content) >= HIDDEN_REST:
            return False
        block = self._next if self.block < 0 else self.block
        inside = block < len(self._flags) and (self.block >= 0 or self._elements[block] == element)
        return not (inside and self._flags[block] & _HIDDEN)

    def line_end(self) -> bool:
        """Note a line break. Returns whether it ends the run."""
        if self.block < 0:
            return False
        if self._is_broken or self._line >= PARAGRAPH:
            self.edge()
            return True
        self._is_broken, self._line = True, 0
        return False

    @property
    def is_row(self) -> bool:
        """Whether the run is a part of a row of a data table."""
        return self._row >= 0

    def edge(self) -> None:
        """Note an edge of a block-level element: it ends the run."""
        self.block, self._line, self._is_broken = -1, 0, False

    def end_row(self) -> None:
        """Note the end of a table row."""
        self._row = -1

    def skip(self, element: int) -> None:
        """Pass over an element with all its blocks."""
        end = self._ends[element]
        while self._next < len(self._elements) and element <= self._elements[self._next] < end:
            self._next += 1
