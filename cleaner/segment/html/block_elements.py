"""The block-level elements of a page, for who looks at its tree again: a document keeps no nodes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.segment.html.html_tags import Flow
from cleaner.segment.html.tag_ids import BUILT_IN, ROWS, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCK: Final = int(Flow.BLOCK)


def is_block(node: LexborNode) -> bool:
    """Whether a node is a block-level element; texts and comments are none."""
    tag = node.tag_id or 0
    return (ROWS[tag] if tag < BUILT_IN else row(node.tag))[0] >= _BLOCK


def block_elements(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The block-level elements in document order, as the traversal that makes blocks meets them.

    The first is row 1 of `Dom.elements`; row 0 is the page itself.
    """
    for node in tree.root.traverse() if tree.root else ():
        if is_block(node):
            yield node


def element_of_row(root: LexborNode | None, ends: list[int], wanted: int) -> LexborNode | None:
    """The element of one row of `Dom.elements`, whose column `end` is given.

    Elements that end before it are passed over whole.
    """
    node, row = root, 1
    while node is not None:
        into = node.child
        if is_block(node):
            if row == wanted:
                return node
            if ends[row] <= wanted:
                row, into = ends[row], None
            else:
                row += 1
        while into is None and node is not None:
            into, node = node.next, node.parent
        node = into
    return None
