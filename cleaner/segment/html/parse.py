"""Text of a page -> tree, by lexbor, which builds the tree that browsers build, four times as fast as others.

What would make it lose text or time is put right first. Pages that are XML close elements in ways HTML
does not know, and everything after an empty `<script/>` would be lost. Nesting far beyond what any page
needs is limited (see `depth`), and so is the number of attributes of one tag: both take time by the
square. Pages inside the page are opened last (see `inner`).
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html import inner
from cleaner.segment.html.depth import limit_depth, looks_deep

_LONGEST_TAG: Final = 50_000
"""Bytes between two `<`, above which there may be a tag of thousands of attributes."""
_MOST_ATTRIBUTES: Final = 2000

_EMPTY_ELEMENT: Final = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|select|a|p|div|span|td|ul|li|b|i|em|strong|h[1-6])"
    r"(\s[^<>]*?)?/>",
    re.IGNORECASE,
)
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_QUOTED: Final = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_INSIDE_TAG: Final = re.compile(rb"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")


def parse(page: str, level: int = 0) -> LexborHTMLParser:
    """The tree of a page or of a piece of one; takes time linear in its length.

    `level` says how many pages it stands in.
    """
    if page[:200].lstrip("\ufeff \t\r\n").startswith("<?xml"):
        page = _from_xml(page)
    data = page.encode("utf-8", errors="replace")
    if _may_have_long_tags(data):
        before, *pieces = data.split(b"<")
        data = b"<".join([before, *map(_without_attributes, pieces)])
    if looks_deep(data):
        data = limit_depth(data.decode()).encode()
    tree = LexborHTMLParser(data)
    if level < inner.DEEPEST and inner.holds_pages(tree, data):
        inner.open_pages(tree, partial(parse, level=level + 1))
    return tree


def _may_have_long_tags(data: bytes) -> bool:
    """Whether somewhere no tag begins for longer than any sound tag is; errs towards yes.

    A stretch so long holds a window of half its length that begins at a multiple of that, and nearly
    every window has a `<` at once: what is looked at is a small part of the page.
    """
    size = _LONGEST_TAG // 2
    return any(data.find(b"<", at, at + size) < 0 for at in range(0, len(data) - size, size))


def _from_xml(page: str) -> str:
    """XHTML as HTML: empty elements get their end tags, and marked sections are text."""
    page = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", page)
    return _CDATA.sub(lambda found: escape(found[1], quote=False), page)


def _without_attributes(piece: bytes) -> bytes:
    """What follows a `<`, without the attributes if these are thousands: lexbor compares each with each."""
    if len(piece) <= _LONGEST_TAG or not piece[:1].isalpha():
        return piece
    tag = _INSIDE_TAG.match(piece)
    inside = tag.group() if tag else b""
    if len(_QUOTED.sub(b" ", inside).split(maxsplit=_MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES:
        return piece
    return inside.split(maxsplit=1)[0] + piece[len(inside) :]
