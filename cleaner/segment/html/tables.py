"""Tables: the rows of a data table become blocks, a layout table is left as the blocks of its cells.

Which of the two a table is has to be told from what stands in it: a cell that is a column of the page
holds many blocks, or a long text; a row of data has several cells, each a word or a sentence or two.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.tags import CODES

if TYPE_CHECKING:
    from cleaner.segment.html.blocks import Piece

SEPARATOR: Final = " | "
_MOST_BLOCKS: Final = 4
"""Blocks in a cell of data; a column of a page has more."""
_LONGEST: Final = 500
"""Characters in a cell of data."""
_HEADINGS: Final = frozenset(CODES[f"h{level}"] for level in range(1, 7))

_row = attrgetter("row")
_cell = attrgetter("cell")


def join_rows(blocks: list[Piece], first: int) -> None:
    """Make blocks of the rows, in place, if the blocks from `first` on are a table of data."""
    rows = [list(row) for _, row in groupby(blocks[first:], _row)]
    cells = [[list(cell) for _, cell in groupby(row, _cell)] for row in rows]
    if not _is_data(cells):
        return
    joined: list[Piece] = []
    for row in cells:
        if len(row) > 1:
            joined.append(_joined(row))
        else:
            joined.extend(row[0])
    blocks[first:] = joined


def _is_data(rows: list[list[list[Piece]]]) -> bool:
    several = sum(len(row) > 1 for row in rows)
    if several * 2 < len(rows) or not several:
        return False
    return not any(
        len(cell) > _MOST_BLOCKS
        or sum(len(piece.text) for piece in cell) > _LONGEST
        or any(piece.tag in _HEADINGS for piece in cell)
        for row in rows
        for cell in row
    )


def _joined(row: list[list[Piece]]) -> Piece:
    """One block of all blocks of a row."""
    pieces = [piece for cell in row for piece in cell]
    text = SEPARATOR.join(" ".join(" ".join(piece.text.split()) for piece in cell) for cell in row)
    names = 0
    flags = pieces[0].flags
    for piece in pieces:
        names |= piece.inline_names
        flags &= piece.flags
    return pieces[0]._replace(
        text=text,
        tag=CODES["tr"],
        element=pieces[0].row or pieces[0].element,
        flags=flags,
        inline_names=names,
        links=sum(piece.links for piece in pieces),
        link_characters=sum(piece.link_characters for piece in pieces),
        strong_characters=sum(piece.strong_characters for piece in pieces),
        images=sum(piece.images for piece in pieces),
    )
