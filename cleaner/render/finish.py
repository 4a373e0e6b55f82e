"""What can only be known once a page is read: leaves without their marks, what goes, footnotes, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.code import tidy
from cleaner.render.footnote_labels import settle_footnotes
from cleaner.render.tables import unroll
from cleaner.render.tree import ATOMS, Kind, Node, walk_tree, words_of
from cleaner.render.written_tex import has_written_tex, with_formulas
from cleaner.segment.html.tables import SEPARATOR

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from cleaner.render.leaves import Leaf
    from cleaner.render.reading import Reading

_LINES: Final = frozenset((Kind.PARAGRAPH, Kind.HEADING))
"""What is in these has text, or is an image or a formula."""
_MAY_BE_EMPTY: Final = ATOMS | {Kind.CELL, Kind.ROOT}


def finish(reading: Reading, page: LexborHTMLParser) -> Node:
    """The tree of a page that was read, with its footnotes at the end."""
    root = reading.root
    _rewrite_rows(reading)
    for leaf in reading.leaves:
        leaf.finish()
    if has_written_tex(reading.leaves, page):
        reading.is_untidy = True
        for leaf in reading.leaves:
            leaf.node.children = with_formulas(leaf.node.children)
    root.children += reading.open_nodes.notes
    _prune(root, reading.scopes.dropped)
    if reading.footnotes.references:
        settle_footnotes(root, reading.footnotes.markers)
    if reading.is_untidy:
        _tidy(root)
    root.children = _without_idle_rules(root.children)
    return root


def _rewrite_rows(reading: Reading) -> None:
    """Give the cells of rows that a site rule has rewritten their texts."""
    rows: dict[int, list[Leaf]] = {}
    for leaf in reading.leaves:
        if leaf.is_part and reading.judged.kept[leaf.block].rewritten:
            rows.setdefault(leaf.block, []).append(leaf)
    for leaves in rows.values():
        text = leaves[0].expected
        cells = text.split(SEPARATOR)
        if len(cells) != len(leaves):
            cells = [text, *[""] * (len(leaves) - 1)]
        for leaf, cell in zip(leaves, cells, strict=True):
            leaf.expected, leaf.is_part = cell, False


def _prune(node: Node, dropped: set[int]) -> bool:
    """Take out what is dropped or empty. Returns whether anything is left of `node`."""
    if id(node) in dropped:
        return False
    if node.kind in _LINES:
        return bool(node.children)
    if node.kind is Kind.TABLE:
        for row in node.children:
            for cell in row.children:
                cell.children = [it for it in cell.children if _prune(it, dropped)]
        if any(row.kind is Kind.ROW for row in node.children):
            unroll(node)
        return bool(node.children)
    if node.kind is Kind.CODE:
        node.value = tidy(node.value)
        return bool(node.value)
    node.children = [it for it in node.children if _prune(it, dropped)]
    return bool(node.children) or node.kind in _MAY_BE_EMPTY


def _tidy(root: Node) -> None:
    """Give callouts their titles, and formulas that stand by themselves lines of their own."""
    for node in walk_tree(root):
        children = node.children
        if node.kind is Kind.CALLOUT and children and children[0].kind is Kind.SUMMARY:
            node.title = " ".join(words_of(children.pop(0).children).split())
        for place, child in enumerate(children):
            only = child.children[0] if child.kind is Kind.PARAGRAPH and len(child.children) == 1 else None
            if only is not None and only.kind is Kind.INLINE_MATH and only.checked:
                children[place] = Node(Kind.MATH, value=only.value)


def _without_idle_rules(blocks: list[Node]) -> list[Node]:
    """The blocks without rules that separate nothing."""
    kept: list[Node] = []
    for node in blocks:
        is_first = not kept or (len(kept) == 1 and kept[0].kind is Kind.HEADING)
        if node.kind is Kind.RULE and (is_first or kept[-1].kind is Kind.RULE):
            continue
        if node.kind is Kind.FOOTNOTE and kept and kept[-1].kind is Kind.RULE:
            kept.pop()
        kept.append(node)
    while kept and kept[-1].kind is Kind.RULE:
        kept.pop()
    return kept
