"""The article in a page's JSON-LD (`articleBody`), for pages whose scripts were to draw it.

Such a page may still have text: a menu, a cookie notice, a line that asks for scripts. The article is taken
from the JSON-LD where the page's text is much shorter, or where none of some samples of the article is in
that text. A page that shows the beginning of its article, and the rest to subscribers, is left as it is.
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Final

from cleaner.characters.letters import letters
from cleaner.segment.html.html_tags import CODES, Flag
from cleaner.segment.html.json_ld_objects import json_ld
from cleaner.segment.html.piece import Piece

if TYPE_CHECKING:
    from cleaner.dom import Head
    from cleaner.segment.html.blocks import Builder

_ENOUGH: Final = 500
"""Characters. A page with less text shows no article, and a shorter article is not taken."""
_TIMES_AS_MUCH: Final = 2
"""How many times as long as all text of such a page the article must be."""
_SAMPLES: Final = 20
"""How many samples of the article are searched for on the page."""
_SAMPLE: Final = 40
"""Letters of a sample: enough that no other text contains it by chance."""


def undrawn_article(builder: Builder) -> list[Piece]:
    """The blocks of `articleBody`, if the page does not show the article; else none."""
    body = _article_body(builder.head)
    characters = sum(len(piece.text) for piece in builder.blocks) if body else 0
    if len(body) <= (_TIMES_AS_MUCH * characters if characters < _ENOUGH else _ENOUGH):
        return []
    lines = _lines(body)
    if characters >= _ENOUGH and _is_shown(lines, builder.blocks):
        return []
    flags = int(Flag.JSON_LD | Flag.ARTICLE_BODY)
    return [Piece(line, CODES["p"], 0, flags, 0, 0, 0, 0, 0, 0, 0, 0) for line in lines]


def article_lines(head: Head) -> list[str]:
    """The lines of the longest `articleBody` in the JSON-LD, if any."""
    return _lines(_article_body(head))


def _article_body(head: Head) -> str:
    if not any("articleBody" in script for script in head.scripts):
        return ""
    bodies = (it.get("articleBody") for it in json_ld(head))
    return max((it for it in bodies if isinstance(it, str)), key=len, default="")


def _lines(body: str) -> list[str]:
    if "&lt;/" in body:
        body = unescape(body)
    if "</" in body or "<br" in body:
        from cleaner.segment.html.parse import parse  # noqa: PLC0415 - a page in a page: rare
        from cleaner.segment.html.traversal import walk  # noqa: PLC0415 - likewise

        return [piece.text for piece in walk(parse(body)).blocks]
    return [line for line in (" ".join(line.split()) for line in unescape(body).splitlines()) if line]


def _is_shown(lines: list[str], blocks: list[Piece]) -> bool:
    """Whether any sample of the article is on the page."""
    article = "".join(letters(lines))
    page = "".join(letters([piece.text for piece in blocks]))
    step = max(len(article) // _SAMPLES, _SAMPLE)
    return any(article[at : at + _SAMPLE] in page for at in range(0, len(article) - _SAMPLE, step))
