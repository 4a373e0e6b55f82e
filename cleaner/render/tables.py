"""Tables: which are tables of data, and their rows with spans unrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_GUTTERS: Final = "td.gutter,td.linenos,td.lntd,td.rouge-gutter,td.hljs-ln-numbers,td.code"
_LINES_OF_CODE: Final = "td.blob-code,td.js-file-line,td.crayon-code,.syntaxhighlighter td.code"
_LAYOUT: Final = frozenset(("presentation", "none"))
_MOST_COLUMNS: Final = 200
_MOST_CELLS: Final = 100_000
"""Of one table once its spans are unrolled; a larger one keeps its spans as empty cells."""
_MOST_SPAN: Final = 1000
_FEWEST_NAMED: Final = 2
"""Headings beside a cell, in a table whose first row is one cell, its title: the box of facts of a wiki."""


def holds_code(table: LexborNode) -> bool:
    """Whether a table is how a highlighter puts line numbers beside code."""
    return table.css_first("pre,code") is not None and table.css_first(_GUTTERS) is not None


def is_code(table: LexborNode) -> bool:
    """Whether a table holds lines of code without `pre`, as on code forges and from old highlighters."""
    return table.css_first(_LINES_OF_CODE) is not None and table.css_first("pre") is None


def is_data(table: LexborNode, *, is_joined: bool) -> bool:
    """Whether a table is one of data rather than for layout.

    It is where the cells of its rows were joined to blocks (`is_joined`), which goes by what they hold, and
    where the page itself says so with headings of columns or rows.
    """
    given = table.attributes
    if (given.get("role") or "").lower() in _LAYOUT or _holds_tables(table):
        return False
    if is_joined:
        return True
    if table.css_first("th,thead,caption") is None or table.css_first("h1,h2,h3") is not None:
        return False
    rows = table.css("tr")
    if rows and len(rows[0].css("td,th")) > 1:
        return True
    return len(table.css("tr>th+td,tr>th+th")) >= _FEWEST_NAMED


def _holds_tables(table: LexborNode) -> bool:
    return any(it.mem_id != table.mem_id for it in table.css("table"))


def new_cell(node: LexborNode) -> Node:
    """The node of a cell, with its spans."""
    given = node.attributes
    cell = Node(Kind.CELL, checked=node.tag == "th")
    cell.number, cell.span = _span(given.get("colspan")), _span(given.get("rowspan"))
    return cell


def _span(value: str | None) -> int:
    value = (value or "").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() and len(value) < 6 else 1  # noqa: PLR2004 - digits


def unroll(table: Node) -> None:
    """Repeat cells over the rows and columns that they span, and leave out rows and columns without text."""
    rows = [row for row in table.children if row.kind is Kind.ROW]
    others = [it for it in table.children if it.kind is not Kind.ROW]
    grid = _grid([row.children for row in rows])
    for row, cells in zip(rows, grid, strict=True):
        row.children = cells
    kept = [row for row in rows if any(cell.children for cell in row.children)]
    width = max((len(row.children) for row in kept), default=0)
    for row in kept:
        row.children += [Node(Kind.CELL) for _ in range(width - len(row.children))]
    used = [any(row.children[at].children for row in kept) for at in range(width)]
    for row in kept:
        row.children = [cell for cell, wanted in zip(row.children, used, strict=True) if wanted]
    table.children = [*others, *kept]


def _grid(rows: list[list[Node]]) -> list[list[Node]]:
    """The cells of each row at their columns; one that spans a whole row is a title, and stands once."""
    made: list[list[Node]] = []
    below: dict[int, tuple[Node, int]] = {}
    budget = _MOST_CELLS
    for row in rows:
        line: list[Node] = []
        cells = iter(row)
        cell = next(cells, None)
        while (cell is not None or any(at >= len(line) for at in below)) and len(line) < _MOST_COLUMNS:
            at = len(line)
            if at in below:
                above, left = below.pop(at)
                line.append(above)
                if left > 1:
                    below[at] = (above, left - 1)
            elif cell is None:
                line.append(Node(Kind.CELL))
            else:
                width = cell.number if budget > 0 and len(row) > 1 else 1
                for column in range(at, min(at + width, _MOST_COLUMNS)):
                    line.append(cell)
                    if cell.span > 1 and budget > 0:
                        below[column] = (cell, cell.span - 1)
                cell = next(cells, None)
        budget -= len(line)
        made.append(line)
    return made


def is_heading_row(row: Node) -> bool:
    """Whether all cells of a row that hold anything are headings."""
    return all(cell.checked for cell in row.children if cell.children)
