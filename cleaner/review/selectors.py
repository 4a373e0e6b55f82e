"""Simple CSS selectors for the elements around a block, and the blocks of the page that each finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.segment.html.block_elements import block_elements
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document
    from cleaner.result import Result

_NAME: Final = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")
"""Classes and ids that stand for a kind of element: those with digits are often of one page or build."""
_MOST: Final = 12
"""Selectors that are offered."""
_WHOLE_PAGE: Final = frozenset({"html", "body"})


class Selected(NamedTuple):
    """A selector and what it finds."""

    css: str
    blocks: tuple[int, ...]
    """The indexes of the blocks inside."""


def selected(result: Result, block: int) -> list[Selected]:
    """Selectors of the elements around a block, the nearest element first; empty for plain text.

    Each finds the block; of several that find the same blocks the shortest is given.
    """
    document = result.document
    if result.page is None or document.dom is None:
        return []
    tree = parse(result.page)
    nodes = [None, *block_elements(tree)]
    if len(nodes) != len(document.dom.elements.tag):
        return []
    rows = {node.mem_id: place for place, node in enumerate(nodes) if node is not None}
    found: dict[tuple[int, ...], str] = {}
    node = nodes[int(document.dom.element[block])]
    while node is not None and node.tag not in _WHOLE_PAGE:
        for css in _names(node):
            blocks = _inside(tree, css, rows, document)
            if block in blocks and len(css) < len(found.get(blocks, css + " ")):
                found[blocks] = css
        node = node.parent
    return [Selected(css, blocks) for blocks, css in found.items()][:_MOST]


def _names(node: LexborNode) -> Iterator[str]:
    """Selectors of an element: its classes and id, else its tag inside the nearest element that has one."""
    if own := _class_and_id(node):
        yield from own
        if len(own) > 1:
            yield "".join(own[:2])
        return
    around = node.parent
    while around is not None and around.tag not in _WHOLE_PAGE:
        if named := _class_and_id(around):
            yield f"{named[0]} {node.tag}"
            return
        around = around.parent
    yield node.tag or "*"


def _class_and_id(node: LexborNode) -> list[str]:
    named = ((".", node.attributes.get("class")), ("#", node.attributes.get("id")))
    return [f"{sign}{it}" for sign, names in named for it in (names or "").split() if _NAME.fullmatch(it)]


def _inside(tree: LexborHTMLParser, css: str, rows: dict[int, int], document: Document) -> tuple[int, ...]:
    """The blocks in block-level elements that `css` selects."""
    dom = document.dom
    if dom is None:
        return ()
    ends = dom.elements.end
    spans = [(row, int(ends[row])) for it in tree.css(css) if (row := rows.get(it.mem_id)) is not None]
    places = dom.element.tolist()
    return tuple(i for i, place in enumerate(places) if any(a <= place < b for a, b in spans))
