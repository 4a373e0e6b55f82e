"""The tree of the page that was cut into blocks last, for who asks for its structure right after.

Parsing a page a second time takes as long as all else that its Markdown needs. The tree is kept for the
thread alone, until the next page, and only where it is small: results keep none, so that they can be pickled
and held by the thousand.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LARGEST: Final = 2_000_000
"""Characters of a page whose tree is kept; it takes some ten times as many bytes."""


class _Last(threading.local):
    page: str | None = None
    tree: LexborHTMLParser | None = None


_LAST: Final = _Last()


def parse_and_keep(page: str) -> LexborHTMLParser:
    """The tree of `page`, which `take` gives again."""
    _LAST.page = _LAST.tree = None
    tree = parse(page)
    if len(page) <= _LARGEST:
        _LAST.page, _LAST.tree = page, tree
    return tree


def take(page: str) -> LexborHTMLParser:
    """The tree of `page`: the one that was kept, if it is of this very string, else a new one."""
    kept = _LAST.tree if _LAST.page is page else None
    _LAST.page = _LAST.tree = None
    return kept if kept is not None else parse(page)
