"""Page -> tree, by lexbor, which builds the tree that browsers build, four times as fast as other parsers.

Before parsing, what would lose text or time is mended:

- XHTML closes elements in ways that HTML does not know: everything after an empty `<script/>` would be lost.
- The declarations of a document type in brackets would become text from their first `>` on.
- Extreme depth, attributes and lists of options take time by the square (see `guards`).

Pages inside the page are put into the tree after it is parsed (see `inner`).
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html import inner
from cleaner.segment.html.guards import guarded

_EMPTY_ELEMENT: Final = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|select|a|p|div|span|td|ul|li|b|i|em|strong|h[1-6])"
    r"(\s[^<>]*?)?/>",
    re.IGNORECASE,
)
_PROLOG_CHARS: Final = 4096
"""Characters in which a page declares its document type."""
_DOCTYPE: Final = re.compile(r"<!doctype\b(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*+(?=\[)", re.IGNORECASE)
"""A document type as far as its internal subset."""
_SUBSET: Final = re.compile(
    r"""\[(?:\s++|%[\w.:-]++;|<!--(?>.*?-->)|<\?(?>.*?\?>)|<![A-Z]++(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>)*+\]""",
    re.DOTALL,
)
"""Declarations, comments and references alone: what is not closed may be followed by the page."""
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parse(page: str, level: int = 0) -> LexborHTMLParser:
    """The tree of a page or of a piece of one; takes time linear in its length.

    `level` says how many pages it stands in.
    """
    page = page.removeprefix("\ufeff")
    if page[:200].lstrip().startswith("<?xml"):
        page = _from_xml(page)
    page = _without_internal_subset(page)
    tree = LexborHTMLParser(guarded(page))
    if level < inner.DEEPEST and inner.holds_pages(tree):
        inner.open_pages(tree, partial(parse, level=level + 1))
    return tree


def _without_internal_subset(page: str) -> str:
    """`page` without the declarations in brackets of its document type, which HTML does not know."""
    doctype = _DOCTYPE.search(page, 0, _PROLOG_CHARS)
    subset = _SUBSET.match(page, doctype.end()) if doctype else None
    return page[: subset.start()] + page[subset.end() :] if subset else page


def _from_xml(page: str) -> str:
    """XHTML as HTML: empty elements get their end tags, and marked sections are text."""
    page = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", page)
    return _CDATA.sub(lambda found: escape(found[1], quote=False), page)
