"""Data tables and layout tables: each row of a data table becomes one block, a layout table is left alone.

The content decides which of the two a table is. A cell of a layout table holds many blocks, a heading or a
long text; a row of data has several cells of a few words or sentences each.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.html_tags import CODES

if TYPE_CHECKING:
    from cleaner.segment.html.piece import Piece

SEPARATOR: Final = " | "
_MOST_BLOCKS: Final = 4
"""Blocks in a cell of data; a column of a page layout has more."""
_LONGEST: Final = 500
"""Characters in a cell of data."""
_HEADINGS: Final = frozenset(CODES[f"h{level}"] for level in range(1, 7))

_row = attrgetter("row")
_cell = attrgetter("cell")


def join_rows(blocks: list[Piece], first: int) -> None:
    """Join the cells of each row to one block, in place, if the blocks from `first` on are a data table."""
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
    """All blocks of a row as one."""
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
