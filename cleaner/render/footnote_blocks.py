"""The texts of footnotes that go with what refers to them: kept although they were removed by themselves.

A list of references looks like boilerplate, but the text of a footnote that the article refers to is the
article's. What a site rule or an option removes stays removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.render.judged import Kept
from cleaner.segment.html.html_tags import Flow
from cleaner.segment.html.tag_ids import BUILT_IN, COMMENT, ROWS, TEXT, row

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from cleaner.document import Document
    from cleaner.render.footnotes import Footnotes
    from cleaner.render.judged import Judged

_BLOCK = int(Flow.BLOCK)


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
    texts = {
        label: [block for at in range(rows[note], end[rows[note]]) for block in blocks_of.get(at, ())]
        for note, label in footnotes.texts.items()
        if note in rows
    }
    kept = set(judged.kept)
    waiting = dict(texts)
    while found := [label for label in waiting if not kept.isdisjoint(referring.get(label, ()))]:
        for label in found:
            kept.update(block for block in waiting.pop(label) if block in judged.removed)
    more = {block: Kept(document.blocks[block].text) for block in kept.difference(judged.kept)}
    return judged._replace(kept=dict(sorted({**judged.kept, **more}.items())))


def _rows(tree: LexborHTMLParser, wanted: set[int]) -> dict[int, int]:
    """The row in `Dom.elements` of some elements, or for inline ones that of the element around them."""
    found: dict[int, int] = {}
    if tree.root is None:
        return found
    count = 0
    inner: dict[int, int] = {}
    for node in tree.root.traverse(include_text=False):
        tag = node.tag_id or 0
        if tag in (TEXT, COMMENT):
            continue
        number = node.mem_id
        flow = (ROWS[tag] if tag < BUILT_IN else row(node.tag))[0]
        if flow >= _BLOCK:
            count += 1
            inner[number] = count
        else:
            inner[number] = inner.get(node.parent.mem_id, 0) if node.parent else 0
        if number in wanted:
            found[number] = inner[number]
    return found
