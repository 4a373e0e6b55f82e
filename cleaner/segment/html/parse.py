"""Page -> tree, by lexbor, which builds the tree that browsers build, four times as fast as other parsers.

Before parsing, what would lose text or time is mended:

- XHTML closes elements in ways that HTML does not know: everything after an empty `<script/>` would be lost.
- The declarations of a document type in brackets would become text from their first `>` on.
- Extreme depth, attributes and lists of options take time by the square (see `guards`).

Pages inside the page are put into the tree after it is parsed (see `embedded_pages`).
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html.embedded_pages import MAX_LEVEL, holds_pages, insert_pages
from cleaner.segment.html.guards import guarded

_EMPTY_ELEMENT: Final = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|select|a|p|div|span|td|ul|li|b|i|em|strong|h[1-6])"
    r"(\s[^<>]*?)?/>",
    re.IGNORECASE,
)
_PROLOG_CHARS: Final = 4096
"""Characters at the start in which a document type is searched for."""
_DOCTYPE: Final = re.compile(r"<!doctype\b(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*+(?=\[)", re.IGNORECASE)
"""A document type up to its internal subset."""
_SUBSET: Final = re.compile(
    r"""\[(?:\s++|%[\w.:-]++;|<!--(?>.*?-->)|<\?(?>.*?\?>)|<![A-Z]++(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>)*+\]""",
    re.DOTALL,
)
"""Complete declarations, comments and references only: after an unclosed one, the rest may be the page."""
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parse(page: str, level: int = 0) -> LexborHTMLParser:
    """The tree of a page or of a part of one; takes time linear in its length.

    `level` is the number of pages around it.
    """
    page = page.removeprefix("\ufeff")
    if page[:200].lstrip().startswith("<?xml"):
        page = _from_xml(page)
    page = _without_internal_subset(page)
    tree = LexborHTMLParser(guarded(page))
    if level < MAX_LEVEL and holds_pages(tree):
        insert_pages(tree, partial(parse, level=level + 1))
    return tree


def _without_internal_subset(page: str) -> str:
    """`page` without the internal subset of its document type, which HTML parsers take for text."""
    doctype = _DOCTYPE.search(page, 0, _PROLOG_CHARS)
    subset = _SUBSET.match(page, doctype.end()) if doctype else None
    return page[: subset.start()] + page[subset.end() :] if subset else page


def _from_xml(page: str) -> str:
    """XHTML as HTML: empty elements get end tags, and CDATA sections become text."""
    page = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", page)
    return _CDATA.sub(lambda found: escape(found[1], quote=False), page)
