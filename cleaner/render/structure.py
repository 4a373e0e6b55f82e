"""A page and the decisions about its blocks -> the tree of what stays.

The page is traversed once more, over the smallest element that holds all that stays. Elements put nodes
around the place that is reached and marks around texts (`openings`); each text node that belongs to a kept
block goes to the leaf of its run (`reading`); what can only be known at the end comes last (`finish`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.addresses import base_of
from cleaner.render.finish import finish
from cleaner.render.footnote_blocks import with_footnotes
from cleaner.render.footnotes import find_footnotes
from cleaner.render.marks import lines_of
from cleaner.render.open_atoms import open_custom
from cleaner.render.open_blocks import is_captioned
from cleaner.render.openings import OPENINGS, SKIPPED_WHOLE
from cleaner.render.page_parts import WITH_IMAGES, parts_of
from cleaner.render.reading import Reading
from cleaner.render.tree import Kind, Node
from cleaner.segment.html.attributes import HIDING_ATTRIBUTES, hidden_flags
from cleaner.segment.html.html_tags import Flag, Flow
from cleaner.segment.html.last_page import take
from cleaner.segment.html.tag_ids import BUILT_IN, COMMENT, ROWS, TEXT, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.document import Document
    from cleaner.render.judged import Judged, Kept, Settings
    from cleaner.render.marks import Marks
    from cleaner.render.page_parts import PageParts
    from cleaner.render.reading import State

_BLOCK, _ROW, _LINK = int(Flow.BLOCK), int(Flow.ROW), int(Flow.LINK)
_INLINE: Final = frozenset((int(Flow.INLINE), _LINK))
_UNSEEN, _HIDDEN = int(Flag.SKIP), int(Flag.HIDDEN)
_NOT_SHOWN = _UNSEEN | _HIDDEN
_NOTHING, _END_LINK, _END_BLOCK, _END_ROW, _END_FIGURE = range(5)
"""What is done at the end of an element; see `_leave`."""
Opened = tuple[int, "Marks", "State", int, int]
"""An open element: what is done at its end, and what is put back there: the marks, the state, how many nodes
were open, and the block-level element around."""


def page_tree(page: str, document: Document, judged: Judged, settings: Settings) -> Node:
    """The tree of what stays of `page`, of which `document` was made."""
    tree = take(page)
    parts = parts_of(tree, document, judged)
    footnotes = find_footnotes(tree, parts.around)
    if footnotes.references:
        with_notes = with_footnotes(judged, footnotes, tree, document)
        if with_notes is not judged:
            judged, parts = with_notes, parts_of(tree, document, with_notes)
    settings = settings._replace(url=base_of(tree, settings.url))
    reading = Reading(parts, judged, settings, footnotes)
    if parts.around is not None:
        _traverse(reading, parts, parts.around)
    unseen = sorted(set(judged.kept) - reading.seen)
    reading.root.children += [_paragraph(judged.kept[block]) for block in unseen]
    return finish(reading, tree)


def text_tree(kept: Mapping[int, Kept]) -> Node:
    """The tree of blocks without a page: paragraphs."""
    return Node(Kind.ROOT, [_paragraph(it) for it in kept.values()])


def _paragraph(block: Kept) -> Node:
    return Node(Kind.PARAGRAPH, lines_of(block.text))


def _traverse(reading: Reading, parts: PageParts, around: LexborNode) -> None:
    """Read `around`. It is a loop, as pages are deeper than functions may call themselves.

    What an element changes is put back at its end: the marks, the state and the open nodes from before it are
    kept on the stack, in plain tuples, as there is one for every element. Elements of which nothing stays are
    passed over.
    """
    stack: list[tuple[LexborNode, Opened]] = []
    nodes, node = reading.open_nodes.nodes, around
    while True:
        tag = node.tag_id or 0
        if tag == TEXT:
            content = node.text_content
            if not content or content.isspace():
                reading.blank(content or "")
            else:
                reading.text(content)
        elif tag != COMMENT and (opened := _open(reading, parts, node, tag)) is not None:
            child = node.child
            if child is not None:
                stack.append((node, opened))
                node = child
                continue
            _leave(reading, opened)
        while stack:
            after = node.next
            if after is not None:
                node = after
                break
            node, opened = stack.pop()
            if opened[0] or reading.state is not opened[2] or len(nodes) > opened[3]:
                _leave(reading, opened)
            else:
                reading.marks = opened[1]  # a call less for most inline elements
        else:
            return


def _open(reading: Reading, parts: PageParts, node: LexborNode, tag: int) -> Opened | None:
    """Enter an element; None if nothing of it stays, and it is passed over."""
    flow, _, flags = ROWS[tag] if tag < BUILT_IN else row(node.tag)
    above = reading.element
    ending = _NOTHING
    if flow >= _BLOCK:
        if tag in SKIPPED_WHOLE and _is_gone(parts.gone[reading.row], node):
            reading.row = reading.pass_over(reading.row, parts.ends)
            return None
        reading.enter_block()
        ending = _END_ROW if flow == _ROW else _END_BLOCK
    marks, state, depth = reading.marks, reading.state, len(reading.open_nodes.nodes)
    if flow < _BLOCK and (flags & _NOT_SHOWN or (reading.finder.has_hidden and flow in _INLINE)):
        _note_hidden(reading, node, flags)
    if not reading.state.skip:
        opening = OPENINGS.get(tag)
        if flow == _LINK:
            ending = _END_LINK
        if opening is not None:
            if opening(reading, node):
                ending = _END_FIGURE
        elif tag >= BUILT_IN:
            open_custom(reading, node)
    return ending, marks, state, depth, above


def _is_gone(gone: int, node: LexborNode) -> bool:
    """Whether nothing of an element stays: an image may, whose caption goes."""
    return gone > 0 and not (gone == WITH_IMAGES and is_captioned(node))


def _note_hidden(reading: Reading, node: LexborNode, flags: int) -> None:
    """Note that an inline element is not shown: its text is in no block."""
    if flags & _UNSEEN:
        reading.state = reading.state._replace(unseen=True)
        return
    hidden = flags & _HIDDEN
    if not hidden:
        given = node.attributes
        if HIDING_ATTRIBUTES.isdisjoint(given):
            return
        for name in HIDING_ATTRIBUTES & given.keys():
            hidden |= hidden_flags(name, given[name]) & _HIDDEN
    if hidden:
        reading.state = reading.state._replace(hidden=True)


def _leave(reading: Reading, opened: Opened) -> None:
    """Put back what was before an element."""
    ending, marks, before, depth, above = opened
    if ending >= _END_BLOCK:
        reading.edge()
        reading.element = above
        reading.scopes.close(figure=ending == _END_FIGURE)
        if ending == _END_ROW:
            reading.finder.end_row()
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
