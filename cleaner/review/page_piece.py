"""A piece of a page that holds some of its blocks and the elements around them, for cases of rule files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.conditions import fold
from cleaner.segment.html import segment_html
from cleaner.segment.html.block_elements import block_elements, is_block
from cleaner.segment.html.parse import parse
from cleaner.segment.html.tag_ids import COMMENT, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborNode

    from cleaner.result import Result

_KEPT_ATTRIBUTES: Final = frozenset({"class", "href", "id", "itemprop", "rel", "role"})
"""What rules may go by. All else goes: styles, sources, handlers, and data of scripts."""
_NO_TEXT: Final = frozenset(
    {
        *("iframe", "img", "link", "meta", "noscript", "picture", "script", "source", "style", "svg"),
        *("template", "video"),
    }
)

_CELLS: Final = frozenset({"td", "th"})
"""Elements that a block goes through: of a table of data, a block is a row."""
_BEGINS_BLOCK: Final = re.compile(
    r"> ?(?=</?(?:article|aside|div|dl|figure|footer|form|h[1-6]|header|li|main|nav|ol|p|section|table|tr|ul)"
    r"\b)"
)
"""Where a line may end before a tag of an element that is a block."""
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


class Piece(NamedTuple):
    """A part of a page."""

    html: str
    blocks: tuple[int, ...]
    """Of the blocks that it was made for, those that it gives as the page does.

    The others need what was left out: a cell its row, a word the rest of its line."""


def page_piece(result: Result, blocks: Sequence[int]) -> Piece | None:
    """HTML with these blocks of a page; None for plain text, and where the page's tree is another one."""
    document = result.document
    if result.page is None or document.dom is None or not blocks:
        return None
    tree = parse(result.page)
    nodes = [None, *block_elements(tree)]
    if len(nodes) != len(document.dom.elements.tag) or tree.body is None:
        return None
    found = [nodes[int(document.dom.element[block])] for block in blocks]
    _prune(tree.body, _with_ancestors(it for it in found if it is not None))
    piece = "".join(it.html or "" for it in tree.body.iter(include_text=True)).strip()
    piece = _BEGINS_BLOCK.sub(r">\n", _SPACE.sub(" ", piece)) + "\n"
    given = {fold(it.text) for it in segment_html(piece).blocks}
    return Piece(piece, tuple(it for it in blocks if fold(document.blocks[it].text) in given))


def _with_ancestors(nodes: Iterable[LexborNode]) -> set[int]:
    """The identities of nodes and of all elements around them."""
    kept: set[int] = set()
    for node in nodes:
        here: LexborNode | None = node
        while here is not None and here.mem_id not in kept:
            kept.add(here.mem_id)
            here = here.parent
    return kept


def _prune(node: LexborNode, kept: set[int]) -> None:
    """Remove the block-level elements inside `node` that are not `kept`, and what has no text."""
    waiting = [node]
    while waiting:
        for child in list(waiting.pop().iter(include_text=True)):
            if child.tag_id == TEXT:
                continue
            goes = is_block(child) and child.tag not in _CELLS and child.mem_id not in kept
            if child.tag_id == COMMENT or child.tag in _NO_TEXT or goes:
                child.decompose()
                continue
            for name in child.attributes.keys() - _KEPT_ATTRIBUTES:
                del child.attrs[name]
            waiting.append(child)
