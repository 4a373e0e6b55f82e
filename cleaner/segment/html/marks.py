"""Which blocks stand in given elements of a page: the walk once more, over elements that carry marks.

Blocks know the block-level element around them, but a selector may well mean a link or a `span`, and a
block may lie in such an element wholly or in part. Only the walk knows which pieces of text became which
block, how rows of a table were joined, and what hidden text was passed over; so it is taken again, with a
bit for each set of elements among the flags that all text below inherits. The blocks that come out are
those of the document, one by one, because the same walk goes over the same tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.segment.html.blocks import Builder
from cleaner.segment.html.tags import Flag
from cleaner.segment.html.walk import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from selectolax.lexbor import LexborHTMLParser

_FIRST: Final = len(Flag)
"""The lowest bit of a flag that no flag uses."""


class Inside(NamedTuple):
    """The blocks of a page, and for each set of elements the blocks that stand in them, by index."""

    texts: tuple[str, ...]
    wholly: tuple[frozenset[int], ...]
    """All their text stands in elements of the set; in several, if need be."""
    partly: tuple[frozenset[int], ...]
    """Some of it does; those that do wholly are among them."""


def blocks_inside(tree: LexborHTMLParser, sets: Sequence[Collection[int]]) -> Inside:
    """What stands in each of `sets`, which hold elements of `tree` by their `mem_id`."""
    marks: dict[int, int] = {}
    for number, elements in enumerate(sets):
        for element in elements:
            marks[element] = marks.get(element, 0) | 1 << (_FIRST + number)
    builder = _MarkedBuilder()
    walk(tree, builder, marks)
    pieces = builder.blocks

    def having(column: str, number: int) -> frozenset[int]:
        return frozenset(
            place for place, piece in enumerate(pieces) if getattr(piece, column) >> (_FIRST + number) & 1
        )

    return Inside(
        tuple(piece.text for piece in pieces),
        tuple(having("flags", number) for number in range(len(sets))),
        tuple(having("inline_names", number) for number in range(len(sets))),
    )


class _MarkedBuilder(Builder):
    """A builder whose blocks have as flags the marks of all their text, as inline names those of any of it.

    Where cells are joined to a row, the row gets the flags that all its cells have and the inline names
    that any of them has: just what marks need.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_all, self._of_any = -1, 0

    def text(self, text: str, flags: int) -> None:
        gathered = len(self.gathered)
        super().text(text, flags)
        if len(self.gathered) > gathered:
            self._of_all &= flags
            self._of_any |= flags

    def flush(self) -> None:
        count = len(self.blocks)
        super().flush()
        if len(self.blocks) > count:
            self.blocks[-1] = self.blocks[-1]._replace(flags=self._of_all, inline_names=self._of_any)
        self._of_all, self._of_any = -1, 0
