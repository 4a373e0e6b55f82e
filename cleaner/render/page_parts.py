"""Which part of a page is read for its structure: the smallest element that holds all that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.block_elements import element_of_row
from cleaner.segment.html.html_tags import CODES, TAGS, Flag

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document
    from cleaner.dom import Dom
    from cleaner.render.judged import Judged

_PLAIN: Final = frozenset(
    "html body div main article section header footer aside nav form center p".split()  # noqa: SIM905 - a list of words
)
"""Elements that say nothing of the structure of what is in them."""
_ROW, _TABLE = CODES["tr"], CODES["table"]
WITH_IMAGES: Final = 2
_JSON_LD = int(Flag.JSON_LD)


@dataclass(frozen=True, slots=True)
class PageParts:
    """A parsed page, and the part of it that is read."""

    document: Document
    tree: LexborHTMLParser
    around: LexborNode | None
    """The element that is traversed; None where nothing of the page stays."""
    row: int
    """Its row in `Dom.elements`."""
    first: int
    """The first block in it."""
    parents: list[int]
    ends: list[int]
    """The columns of `Dom.elements`."""
    gone: bytes
    """For each row of `Dom.elements`: not 0 where the element has blocks of which none stays nor is spared;
    `WITH_IMAGES` where it has images, too."""

    def joined_tables(self, kept: Collection[int]) -> set[int]:
        """The rows of the tables with rows that were joined to a block that stays."""
        dom = self.document.dom
        if dom is None or not kept:
            return set()
        blocks = np.fromiter(kept, np.int64, len(kept))
        found: set[int] = set()
        for row in dom.element[blocks[dom.tag[blocks] == _ROW]].tolist():
            while row and dom.elements.tag[row] != _TABLE:
                row = self.parents[row]  # noqa: PLW2901 - the row above
            found.add(row)
        return found


def parts_of(tree: LexborHTMLParser, document: Document, judged: Judged) -> PageParts:
    """The part of a page in which the headline and all that stays are; captions make nothing `gone`."""
    dom = document.dom
    wanted = set(judged.kept) if judged.headline is None else {*judged.kept, judged.headline}
    blocks = np.fromiter(wanted, np.int64, len(wanted))
    on_page = blocks[dom.flags[blocks] & _JSON_LD == 0] if dom is not None else blocks[:0]
    if dom is None or not on_page.size:
        return PageParts(document, tree, None, 0, 0, [0], [1], b"\0")
    parents, ends = dom.elements.parent.tolist(), dom.elements.end.tolist()
    row = _common_row(dom, on_page, parents, ends)
    node = element_of_row(tree.root, ends, row) if row else None
    inside = (dom.element >= row) & (dom.element < ends[row])
    row, first, node = (row, int(inside.argmax()), node) if node is not None else (1, 0, tree.root)
    return PageParts(document, tree, node, row, first, parents, ends, _gone(dom, wanted | judged.neutral))


def _common_row(dom: Dom, wanted: NDArray[np.int64], parents: list[int], ends: list[int]) -> int:
    """The row of the smallest element around some blocks, with the lists, tables and so on around it."""
    rows = dom.element[wanted]
    lowest, highest, row = int(rows.min()), int(rows.max()), int(rows[0])
    while row and not row <= lowest <= highest < ends[row]:
        row = parents[row]
    around = row
    while around:
        if TAGS[dom.elements.tag[around]] not in _PLAIN:
            row = around
        around = parents[around]
    return row


def _gone(dom: Dom, spared: Collection[int]) -> bytes:
    rows, end = dom.element, dom.elements.end
    is_spared = np.zeros(len(rows), bool)
    is_spared[np.fromiter(spared, np.int64, len(spared))] = True
    some, kept, images = (_before(it, len(end)) for it in (rows, rows[is_spared], rows[dom.images > 0]))
    gone: NDArray[np.bool_] = (some[end] > some[:-1]) & (kept[end] == kept[:-1])
    return (gone * (1 + (images[end] > images[:-1]))).astype(np.uint8).tobytes()


def _before(rows: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """How many blocks the elements before each row have."""
    before = np.zeros(count + 1, np.int64)
    np.bincount(rows, minlength=count).cumsum(out=before[1:])
    return before
