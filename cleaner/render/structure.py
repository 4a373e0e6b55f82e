"""A page and the decisions about its blocks -> the tree of what stays.

The page is traversed once more, over the smallest element that holds all that stays. Elements put nodes
around the place that is reached and marks around texts (`openings`); each text node that belongs to a kept
block goes to the leaf of its run (`reading`); what can only be known at the end comes last (`finish`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.render.finish import finish
from cleaner.render.marks import lines_of
from cleaner.render.open_atoms import open_custom
from cleaner.render.open_blocks import open_figure
from cleaner.render.open_inline import open_link
from cleaner.render.openings import OPENINGS, SKIPPED, SKIPPED_WHOLE
from cleaner.render.reading import Reading
from cleaner.render.tree import Kind, Node
from cleaner.segment.html.block_texts import block_texts
from cleaner.segment.html.html_tags import Flag, Flow
from cleaner.segment.html.tag_ids import BUILT_IN, COMMENT, ROWS, TEXT, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.document import Document
    from cleaner.render.judged import Judged, Kept, Settings
    from cleaner.render.marks import Marks
    from cleaner.render.reading import State

_BLOCK: Final = int(Flow.BLOCK)
_NOTHING, _END_LINK, _END_BLOCK, _END_FIGURE = range(4)
"""What is done at the end of an element; see `_leave`."""


def page_tree(page: str, document: Document, judged: Judged, settings: Settings) -> Node:
    """The tree of what stays of `page`, of which `document` was made."""
    wanted = {*judged.kept} | ({judged.headline} if judged.headline is not None else set())
    on_page = {block for block in wanted if not _is_json_ld(document, block)}
    texts = block_texts(page, document, on_page)
    reading = Reading(page, texts, judged, settings)
    reading.gone, reading.row = _gone(document, judged), texts.row
    if texts.around is not None and on_page:
        _traverse(reading, texts.around)
    unseen = sorted(set(judged.kept) - set(texts.blocks))
    reading.root.children += [_paragraph(judged.kept[block]) for block in unseen]
    return finish(reading)


def _gone(document: Document, judged: Judged) -> bytes:
    """For each row of `Dom.elements`, 1 where the element has blocks of which none stays nor is neutral."""
    if document.dom is None:
        return b""
    rows, end = document.dom.element, document.dom.elements.end
    spared = np.zeros(len(rows), bool)
    spared[[*judged.kept, *judged.neutral, *([judged.headline] if judged.headline is not None else [])]] = (
        True
    )
    some, kept = (
        np.concatenate(([0], np.bincount(it, minlength=len(end)).cumsum())) for it in (rows, rows[spared])
    )
    start = np.arange(len(end))
    gone: bytes = ((some[end] > some[start]) & (kept[end] == kept[start])).astype(np.uint8).tobytes()
    return gone


def _is_json_ld(document: Document, block: int) -> bool:
    """Whether a block is in none of the page's elements."""
    return document.dom is None or bool(document.dom.flags[block] & int(Flag.JSON_LD))


def text_tree(kept: Mapping[int, Kept]) -> Node:
    """The tree of blocks without a page: paragraphs."""
    return Node(Kind.ROOT, [_paragraph(it) for it in kept.values()])


def _paragraph(block: Kept) -> Node:
    return Node(Kind.PARAGRAPH, lines_of(block.text))


def _traverse(reading: Reading, around: LexborNode) -> None:
    """Read `around`. It is a loop, as pages are deeper than functions may call themselves.

    What an element changes is put back at its end: the marks, the state and the open nodes from before it are
    kept on the stack, in plain tuples, as there is one for every element.
    """
    stack: list[tuple[int, int, Marks, State, int]] = []
    opened: tuple[int, int, Marks, State, int] = (
        around.parent.mem_id if around.parent else 0,
        _NOTHING,
        reading.marks,
        reading.state,
        1,
    )
    nodes = reading.open_nodes.nodes
    for node in around.traverse(include_text=True):
        tag = node.tag_id or 0
        if tag == COMMENT:
            continue
        parent = node.parent.mem_id  # type: ignore[union-attr] # only the document has none
        while opened[0] != parent:
            _leave(reading, opened)
            opened = stack.pop()
        if tag == TEXT:
            reading.text(node)
            continue
        stack.append(opened)
        marks, state, depth = reading.marks, reading.state, len(nodes)
        opened = (node.mem_id, _enter(reading, node, tag), marks, state, depth)
    while stack:
        _leave(reading, opened)
        opened = stack.pop()


def _enter(reading: Reading, node: LexborNode, tag: int) -> int:
    """Let an element change what is reached. Returns what its end does."""
    ending = _NOTHING
    if (ROWS[tag] if tag < BUILT_IN else row(node.tag))[0] >= _BLOCK:
        ending = _END_BLOCK
        reading.edge()
        reading.scopes.open()
        number = reading.row
        reading.row = number + 1
        if tag in SKIPPED_WHOLE and reading.gone[number : number + 1] == b"\1":
            reading.scopes.see_text(kept=False)
            reading.state = reading.state._replace(skip=True)
            return ending
    if reading.state.skip:
        return ending
    opening = OPENINGS.get(tag)
    if opening is not None:
        opening(reading, node)
        if opening is open_figure:
            return _END_FIGURE
        if opening is open_link:
            return _END_LINK
    elif tag >= BUILT_IN:
        open_custom(reading, node)
    elif tag in SKIPPED:
        reading.state = reading.state._replace(skip=True)
    return ending


def _leave(reading: Reading, opened: tuple[int, int, Marks, State, int]) -> None:
    """Put back what was before an element."""
    _, ending, marks, before, depth = opened
    if ending >= _END_BLOCK:
        reading.edge()
        reading.scopes.close(figure=ending == _END_FIGURE)
    elif ending == _END_LINK and reading.leaf is not None:
        reading.leaf.after_link = len(reading.leaf.texts)
    reading.marks = marks
    state = reading.state
    if state is not before:
        reading.state = before
        if state.formula is not None and before.formula is None and id(state.formula) not in reading.placed:
            reading.add_atom(state.formula)
    if len(reading.open_nodes.nodes) > depth:
        reading.open_nodes.close_to(depth)
