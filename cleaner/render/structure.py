"""A page and the decisions about its blocks -> the tree of what stays.

The page is traversed once more, over the smallest element that holds all that stays. Elements put nodes
around the place that is reached and marks around texts (`openings`); each text node that belongs to a kept
block goes to the leaf of its run (`reading`); what can only be known at the end comes last (`finish`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.render.finish import finish
from cleaner.render.marks import lines_of
from cleaner.render.openings import OPENINGS, SKIPPED, open_custom, open_figure, open_link
from cleaner.render.reading import Reading, State
from cleaner.render.tree import Kind, Node
from cleaner.segment.html.block_texts import block_texts
from cleaner.segment.html.html_tags import Flow
from cleaner.segment.html.tag_ids import BUILT_IN, COMMENT, ROWS, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.render.judged import Judged, Kept, Settings

_BLOCK: Final = int(Flow.BLOCK)
_PLAIN: Final = frozenset(
    ("html", "body", "div", "main", "article", "section", "header", "footer", "aside", "nav", "form", "center", "p")
)
"""Elements that say nothing of the structure of what is in them."""


def page_tree(page: str, judged: Judged, settings: Settings) -> Node:
    """The tree of what stays of `page`, which is the text that the document was made of."""
    texts = block_texts(page)
    reading = Reading(page, texts, judged, settings)
    wanted = {*judged.kept} | ({judged.headline} if judged.headline is not None else set())
    nodes = [node for node, block in zip(texts.first, texts.blocks, strict=True) if block in wanted]
    around = _common_element(nodes)
    if around is not None:
        _traverse(reading, around)
    unseen = set(judged.kept) - set(texts.blocks)
    reading.root.children += [_paragraph(judged.kept[block]) for block in sorted(unseen)]
    return finish(reading)


def text_tree(kept: Mapping[int, Kept]) -> Node:
    """The tree of blocks without a page: paragraphs."""
    return Node(Kind.ROOT, [_paragraph(it) for it in kept.values()])


def _paragraph(block: Kept) -> Node:
    return Node(Kind.PARAGRAPH, lines_of(block.text))


def _common_element(texts: list[LexborNode]) -> LexborNode | None:
    """The smallest element around all of some text nodes, with the marks and nodes around it."""
    if not texts:
        return None
    around = [*_ancestors(texts[0])]
    places = {node.mem_id: place for place, node in enumerate(around)}
    reached = 0
    seen: set[int] = set()
    for text in texts:
        for node in _ancestors(text):
            number = node.mem_id
            if number in places:
                reached = max(reached, places[number])
                break
            if number in seen:
                break
            seen.add(number)
    outer = (place for place in range(len(around) - 1, reached, -1) if around[place].tag not in _PLAIN)
    reached = next(outer, reached)
    blocks = (place for place in range(reached, len(around)) if _is_block(around[place]))
    return around[next(blocks, reached)]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, the innermost first."""
    around = node.parent
    while around is not None and around.parent is not None:
        yield around
        around = around.parent


def _is_block(node: LexborNode) -> bool:
    tag = node.tag_id
    return tag is not None and tag < BUILT_IN and ROWS[tag][0] >= _BLOCK


def _traverse(reading: Reading, around: LexborNode) -> None:
    """Read `around`. It is a loop, as pages are deeper than functions may call themselves."""
    stack: list[tuple[int, _Opened]] = []
    top, opened = (around.parent.mem_id if around.parent else 0), _Opened(1, reading.state)
    for node in around.traverse(include_text=True):
        tag = node.tag_id or 0
        if tag == COMMENT:
            continue
        parent = node.parent.mem_id  # type: ignore[union-attr] # only the document has none
        while top != parent:
            _leave(reading, opened)
            top, opened = stack.pop()
        if tag == TEXT:
            reading.text(node)
        else:
            stack.append((top, opened))
            top, opened = node.mem_id, _enter(reading, node, tag)
    while stack:
        _leave(reading, opened)
        top, opened = stack.pop()


class _Opened(NamedTuple):
    """What is done at the end of an element."""

    depth: int
    """How many nodes were open before it."""
    before: State
    is_block: bool = False
    is_figure: bool = False
    is_link: bool = False


def _enter(reading: Reading, node: LexborNode, tag: int) -> _Opened:
    depth, before = len(reading.open_nodes.nodes), reading.state
    is_block = tag < BUILT_IN and ROWS[tag][0] >= _BLOCK
    if is_block:
        reading.edge()
        reading.scopes.open()
    if before.skip:
        return _Opened(depth, before, is_block)
    opening = OPENINGS.get(tag)
    if opening is not None:
        opening(reading, node)
    elif tag >= BUILT_IN:
        open_custom(reading, node)
    elif tag in SKIPPED:
        reading.state = before._replace(skip=True)
    return _Opened(depth, before, is_block, opening is open_figure, opening is open_link)


def _leave(reading: Reading, opened: _Opened) -> None:
    if opened.is_block:
        reading.edge()
        reading.scopes.close(figure=opened.is_figure)
    formula, before = reading.state.formula, opened.before
    reading.state = before
    if formula is not None and before.formula is None and id(formula) not in reading.placed:
        reading.add_atom(formula)
    if opened.is_link and reading.leaf is not None:
        reading.leaf.after_link = len(reading.leaf.texts)
    reading.open_nodes.close_to(opened.depth)
