"""The texts of footnotes that go with what refers to them: kept although they were removed by themselves.

A list of references looks like boilerplate, but the text of a footnote that the article refers to is the
article's. What a site rule or an option removes stays removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.render.judged import Kept
from cleaner.segment.html.block_elements import is_block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document
    from cleaner.render.footnotes import Footnotes
    from cleaner.render.judged import Judged


def with_footnotes(
    judged: Judged, footnotes: Footnotes, tree: LexborHTMLParser, document: Document
) -> Judged:
    """`judged`, in which removed footnotes stay that a kept block, or one of them, refers to."""
    dom = document.dom
    if dom is None or not judged.removed:
        return judged
    rows = _rows(tree, {*footnotes.references, *footnotes.texts})
    element, end = dom.element.tolist(), dom.elements.end.tolist()
    blocks_of: dict[int, list[int]] = {}
    for block, at in enumerate(element):
        blocks_of.setdefault(at, []).append(block)
    referring: dict[str, set[int]] = {}
    for link, label in footnotes.references.items():
        around = rows.get(link, 0)
        while around and around not in blocks_of:
            around = int(dom.elements.parent[around])
        referring.setdefault(label, set()).update(blocks_of.get(around, ()))
    waiting: dict[str, list[int]] = {}
    for note, label in footnotes.texts.items():
        inside = range(rows[note], end[rows[note]]) if note in rows else ()
        waiting.setdefault(label, []).extend(block for at in inside for block in blocks_of.get(at, ()))
    kept = set(judged.kept)
    while found := [label for label in waiting if not kept.isdisjoint(referring.get(label, ()))]:
        for label in found:
            kept.update(block for block in waiting.pop(label) if block in judged.removed)
    more = {block: Kept(document.blocks[block].text) for block in kept.difference(judged.kept)}
    if not more:
        return judged
    return judged._replace(kept=dict(sorted({**judged.kept, **more}.items())))


def _rows(tree: LexborHTMLParser, wanted: set[int]) -> dict[int, int]:
    """The row in `Dom.elements` of some elements, or for inline ones that of the element around them."""
    rows: dict[int, int] = {}
    found: dict[int, int] = {}
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        if is_block(node):
            rows[node.mem_id] = len(rows) + 1
        if node.mem_id in wanted:
            around: LexborNode | None = node
            while around is not None and around.mem_id not in rows:
                around = around.parent
            found[node.mem_id] = rows[around.mem_id] if around else 0
    return found
