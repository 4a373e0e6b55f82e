"""Which text nodes each block of a page consists of, for rendering with the page's structure.

A document keeps no nodes, as its tree costs memory and cannot be pickled. So for who asks for Markdown or
HTML the page is parsed and traversed again, with a builder that notes every text node that it gathers. The
same traversal of the same page gives the blocks of the document, so nothing is matched by similarity.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.blocks import Builder
from cleaner.segment.html.html_tags import TAGS
from cleaner.segment.html.parse import parse
from cleaner.segment.html.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Collection

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document
    from cleaner.dom import Dom
    from cleaner.segment.html.piece import Piece


_PLAIN: Final = frozenset(
    (
        "html",
        "body",
        "div",
        "main",
        "article",
        "section",
        "header",
        "footer",
        "aside",
        "nav",
        "form",
        "center",
        "p",
    )
)
"""Elements that say nothing of the structure of what is in them."""


@dataclass(frozen=True, slots=True)
class BlockTexts:
    """A parsed page, and the texts of which its blocks were made.

    A *run* is what stood on lines of its own in the page: a block, or of a row of a data table a part of a
    cell.
    """

    tree: LexborHTMLParser
    around: LexborNode | None
    """The element that was traversed; None for a page without any."""
    row: int
    """Its row in `Dom.elements`."""
    runs: dict[int, int]
    """The `mem_id` of a text node -> its run. Blank and hidden texts have none."""
    texts: list[str]
    """The text of each run, white space folded as in a block."""
    first: list[LexborNode]
    """The first text node of each run."""
    blocks: list[int]
    """The index of the block that each run is in."""


def block_texts(page: str, document: Document, wanted: Collection[int]) -> BlockTexts:
    """The texts of the blocks with the indexes `wanted`, and of those between; `page` gave `document`.

    Only the smallest element around them is traversed, and the lists, tables and so on around that.

    >>> from cleaner.segment.html import segment_html
    >>> page = "<p>An <b>old</b> mill.</p><table><tr><td>a<td>b<tr><td>c<td>d</table>"
    >>> found = block_texts(page, segment_html(page), {0, 1, 2})
    >>> found.texts, found.blocks
    (['An old mill.', 'a', 'b', 'c', 'd'], [0, 1, 1, 2, 2])
    """
    tree = parse(page)
    row = _common_row(document.dom, wanted) if document.dom and wanted else 0
    start = _node_of(tree, document.dom, row) if document.dom and row else None
    if document.dom is not None and start is not None:
        inside = (document.dom.element >= row) & (document.dom.element < document.dom.elements.end[row])
        first, count = int(inside.argmax()), int(inside.sum())
        builder = _recorded(tree, start)
        if [it.text for it in builder.blocks] == [it.text for it in document.blocks[first : first + count]]:
            return _texts_of(tree, start, row, builder, first)
    return _texts_of(tree, tree.root, 1, _recorded(tree, None), 0)


def _recorded(tree: LexborHTMLParser, start: LexborNode | None) -> _Recorder:
    builder = _Recorder()
    walk(tree, builder, {}, start)
    return builder


def _texts_of(
    tree: LexborHTMLParser, around: LexborNode | None, row: int, builder: _Recorder, first: int
) -> BlockTexts:
    blocks = [block for block, runs in enumerate(builder.runs_of, first) for _ in runs]
    return BlockTexts(tree, around, row, builder.runs, builder.texts, builder.first, blocks)


def _common_row(dom: Dom, wanted: Collection[int]) -> int:
    """The row of the smallest element around some blocks, with the lists, tables and so on around it."""
    elements = dom.elements
    rows = dom.element[sorted(wanted)]
    lowest, highest, row = int(rows.min()), int(rows.max()), int(rows[0])
    while row and not row <= lowest <= highest < elements.end[row]:
        row = int(elements.parent[row])
    around = row
    while around:
        if TAGS[elements.tag[around]] not in _PLAIN:
            row = around
        around = int(elements.parent[around])
    return row


def _node_of(tree: LexborHTMLParser, dom: Dom, row: int) -> LexborNode | None:
    """The element of a row: of those with its tag the one with its number."""
    tag = dom.elements.tag[row]
    number = int((dom.elements.tag[1:row] == tag).sum())
    nodes = tree.css(TAGS[tag])
    return nodes[number] if number < len(nodes) else None


class _Recorder(Builder):
    """A builder that notes which text nodes were gathered for a block."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: dict[int, int] = {}
        self.texts: list[str] = []
        self.first: list[LexborNode] = []
        self.runs_of: list[list[int]] = []
        """Of each block, its runs."""
        self._nodes: list[LexborNode] = []
        """The text nodes gathered since the last block."""

    def text(self, text: str, flags: int, node: LexborNode | None = None) -> None:
        gathered = len(self.gathered)
        super().text(text, flags)
        if node is not None and len(self.gathered) > gathered:
            self._nodes.append(node)

    def flush(self) -> None:
        count = len(self.blocks)
        super().flush()
        if len(self.blocks) > count:
            run = len(self.texts)
            self.runs.update((node.mem_id, run) for node in self._nodes)
            self.texts.append(self.blocks[-1].text)
            self.first.append(self._nodes[0])
            self.runs_of.append([run])
        self._nodes = []

    def close_table(self) -> None:
        first = self._tables[-1][0]
        before, runs = self.blocks[first:], self.runs_of[first:]
        super().close_table()
        self.runs_of[first:] = _joined(before, runs, self.blocks[first:])


def _joined(before: list[Piece], runs: list[list[int]], after: list[Piece]) -> list[list[int]]:
    """The runs of the blocks of a table, after cells of rows were joined as `tables.join_rows` does."""
    if len(after) == len(before):
        return runs
    made: list[list[int]] = []
    at = 0
    for _, group in groupby(before, attrgetter("row")):
        row = list(group)
        if after[len(made)] is row[0]:
            made.extend(runs[at : at + len(row)])
        else:
            made.append([run for it in runs[at : at + len(row)] for run in it])
        at += len(row)
    return made
