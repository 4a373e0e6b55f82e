"""The block-level elements of a page, for who looks at its tree again: a document keeps no nodes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.segment.html.html_tags import Flow
from cleaner.segment.html.tag_ids import COMMENT, TEXT, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode


def block_elements(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The block-level elements in document order, as the traversal that makes blocks meets them.

    The first is row 1 of `Dom.elements`; row 0 is the page itself.
    """
    for node in tree.root.traverse() if tree.root else ():
        if node.tag_id not in (TEXT, COMMENT) and row(node.tag)[0] >= Flow.BLOCK:
            yield node
