"""Pages made readable for libxml2, which trafilatura and htmldate parse with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.segment.html.guards import limit_attributes, limit_depth

if TYPE_CHECKING:
    from cleaner.document import Document

MOST_TAGS: Final = 100_000
"""Tags. A page has a fiftieth of it; on ten times as many trafilatura may take minutes."""
_DEEP: Final = 250
"""Nodes. libxml2 drops text below a depth of 256."""
_SHALLOWER: Final = 60
"""Elements left open at once for such a page; what closes by itself comes on top."""


def for_libxml2(page: str, document: Document) -> str | None:
    """`page`, from which `document` came, as libxml2 can read it: in good time, and without losing text.

    None where it has so many tags that trafilatura's own loops could take minutes.
    """
    if page.count("<") > MOST_TAGS:
        return None
    page = limit_attributes(page)
    deep = document.dom is not None and document.dom.deepest > _DEEP
    return limit_depth(page, _SHALLOWER) if deep else page
