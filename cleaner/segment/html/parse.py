"""Text of a page -> tree, by lexbor, which builds the tree that browsers build.

Two things are put right first. Pages that are XML close elements in ways HTML does not know, and
everything after an empty `<script/>` would be lost. And nesting far beyond what any page needs makes
the algorithm browsers share take time by the square; like browsers, we put what lies deeper than a
limit beside each other, so that no text is lost. (libxml2 drops it without a word.)
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html.tags import KNOWN, UNKNOWN, Flow

DEEPEST: Final = 400
"""Elements open at once; browsers allow about 500."""
_UNBALANCED: Final = 2000
"""Start tags without an end tag, above which a page is looked at; void elements are among them."""
_LONGEST_TAG: Final = 50_000
"""Characters between two `<`, above which there may be a tag of thousands of attributes."""
_MOST_ATTRIBUTES: Final = 2000

_NEVER_DEEP: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound "
    "a p li dt dd option optgroup tr td th tbody thead tfoot colgroup html head body".split()
)
"""Elements that hold nothing, or that close when the next of their kind begins."""
_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+>?",
    re.DOTALL | re.IGNORECASE,
)
_EMPTY_ELEMENT: Final = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|select|a|p|div|span|td|ul|li|b|i|em|strong|h[1-6])"
    r"(\s[^<>]*?)?/>",
    re.IGNORECASE,
)
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_INSIDE_TAG: Final = re.compile(rb"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")


def parse(page: str) -> LexborHTMLParser:
    """The tree of a page or of a piece of one; takes time linear in its length."""
    if page[:200].lstrip("\ufeff \t\r\n").startswith("<?xml"):
        page = _from_xml(page)
    data = page.encode("utf-8", errors="replace")
    starts, ends, longest = _tags(data)
    if starts - ends > _UNBALANCED:
        data = limit_depth(page).encode("utf-8", errors="replace")
    if longest > _LONGEST_TAG:
        data = b"<".join(map(_without_attributes, data.split(b"<")))
    return LexborHTMLParser(data)


def _tags(data: bytes) -> tuple[int, int, int]:
    """About how many start tags and end tags there are, and the most bytes between two `<`."""
    codes = np.frombuffer(data, np.uint8)
    places = np.flatnonzero(codes == ord("<"))
    ends = int(np.count_nonzero(codes[np.minimum(places + 1, len(codes) - 1)] == ord("/")))
    longest = int(np.diff(places, prepend=0, append=len(codes)).max())
    return len(places) - ends, ends, longest


def limit_depth(page: str, deepest: int = DEEPEST) -> str:
    """`page` without the tags that would nest deeper than `deepest`; all of its text stays."""
    kept: list[str] = []
    depth = at = 0
    for tag in _TAG.finditer(page):
        name = (tag["name"] or "").lower()
        if not name or name in _NEVER_DEEP:
            continue
        if not tag["end"]:
            depth += 1
            drop = depth > deepest
        else:
            drop = depth > deepest
            depth = max(depth - 1, 0)
        if drop:
            kept += (page[at : tag.start()], "<br>" if KNOWN.get(name, UNKNOWN).flow is Flow.BLOCK else "")
            at = tag.end()
    kept.append(page[at:])
    return "".join(kept)


def _from_xml(page: str) -> str:
    """XHTML as HTML: empty elements get their end tags, and marked sections are text."""
    page = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", page)
    return _CDATA.sub(lambda found: escape(found[1], quote=False), page)


def _without_attributes(piece: bytes) -> bytes:
    """What follows a `<`, without the attributes if these are thousands: lexbor compares each with each."""
    if len(piece) <= _LONGEST_TAG:
        return piece
    tag = _INSIDE_TAG.match(piece)
    inside = tag.group() if tag else b""
    if len(inside.split(maxsplit=_MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES:
        return piece
    return inside.split(maxsplit=1)[0] + piece[len(inside) :]
