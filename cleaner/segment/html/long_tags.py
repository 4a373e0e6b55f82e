"""Tags with thousands of attributes: seen before a page is parsed, and made short.

Parsers compare each attribute of a tag with each, so a million of them would take hours. No page has such
tags, so looking for them must cost next to nothing: a tag that is long shows by a long way to the next `<`,
and only on large pages, where it could do harm that such signs in its values hide, all tags are measured.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.depth import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 2000
"""Attributes of one tag."""
_LONG: Final = 50_000
"""Characters to the next `<`, above which a tag may be long enough to do harm."""
_LARGE: Final = 1_000_000
"""Characters. On a smaller page a tag that hides takes two minutes at the worst."""
_NAME: Final = r"(?:(?P<script>(?i:script)\b)|[a-zA-Z])"
_ATTRIBUTES: Final = r"(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+)>?"
_CODE: Final = r"(?(script)[^<]*+(?:<(?!/(?i:script))[^<]*+)*+)"
_ONE_TAG: Final = re.compile(f"<{_NAME}{_ATTRIBUTES}")
"""A tag by itself, without the code that follows it in a script."""
_TAGS: Final = re.compile(rf"<(?:{_NAME}{_ATTRIBUTES}{_CODE}|!--.*?(?:-->|\Z))", re.DOTALL)
"""As `TAG`, four times as fast, and blind to what is text in other elements than scripts."""
_QUOTED: Final = re.compile(r"\"[^\"]*+\"|'[^']*+'")


def has_too_many(page: str) -> bool:
    """Whether any tag of a page may have thousands of attributes; asked by each who parses the page.

    Asking again costs less than an answer kept by the page, which would be hashed.
    """
    found = _TAGS.finditer(page) if len(page) > _LARGE else _long(page)
    return any(_are_too_many(page, *tag.span("attributes")) for tag in found)


def _long(page: str) -> Iterator[re.Match[str]]:
    """The tags with a long way to the next `<`.

    So long a way holds a window of half its length that begins at a multiple of that, and nearly every
    window has a `<` at once: what is looked at is a small part of the page.
    """
    window = _LONG // 2
    at = 0
    while at + window < len(page):
        if page.find("<", at, at + window) >= 0:
            at += window
            continue
        start, end = page.rfind("<", 0, at), page.find("<", at + window)
        at = end if end >= 0 else len(page)
        if start >= 0 and at - start > _LONG and (tag := _ONE_TAG.match(page, start)):
            yield tag


def limit_attributes(page: str) -> str:
    """`page`, its tags with far too many attributes left without any; all of its text stays."""
    kept: list[str] = []
    at = 0
    for tag in TAG.finditer(page):
        start, end = tag.span("attributes")
        if _are_too_many(page, start, end):
            kept.append(page[at:start])
            at = end
    return "".join((*kept, page[at:]))


def _are_too_many(page: str, start: int, end: int) -> bool:
    """Whether a stretch of a page, a tag's attributes, may hold more than `_MOST`."""
    if end - start <= 2 * _MOST:
        return False
    return len(_QUOTED.sub(" ", page[start:end]).replace("/", " ").split()) > _MOST
