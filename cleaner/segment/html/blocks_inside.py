"""Which blocks are inside given elements of a page, for the selectors of site rules.

Blocks know the block-level element around them, but a selector may match a link or a `span`, and a block may
be inside such an element wholly or in part. Only the traversal knows which texts became which block, how
table rows were joined and which hidden text was left out. So the page is traversed again, with a bit for each
set of elements among the flags that text inherits. The same traversal of the same tree gives the blocks of
the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.segment.html.blocks import Builder
from cleaner.segment.html.html_tags import Flag
from cleaner.segment.html.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from selectolax.lexbor import LexborHTMLParser

_FIRST: Final = len(Flag)
"""The lowest bit that no flag uses."""


class Inside(NamedTuple):
    """The texts of the blocks of a page, and for each set of elements the indexes of the blocks inside."""

    texts: tuple[str, ...]
    wholly: tuple[frozenset[int], ...]
    """Blocks with all their text inside elements of the set, one or several."""
    partly: tuple[frozenset[int], ...]
    """Blocks with some of their text inside, those of `wholly` included."""


def blocks_inside(tree: LexborHTMLParser, sets: Sequence[Collection[int]]) -> Inside:
    """The blocks inside each of `sets` of elements of `tree`, which are given by their `mem_id`."""
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

    Where cells are joined to a row, the row gets the flags of all its cells and the inline names of any,
    which is what marks need.
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
