"""The article as the page's metadata has it, where the page was to be drawn by scripts alone."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.blocks import Piece
from cleaner.segment.html.tags import CODES, Flag

if TYPE_CHECKING:
    from cleaner.segment.html.blocks import Builder
    from cleaner.segment.html.head import Head

_ENOUGH: Final = 500
"""Characters. A page with as much text is taken at its word; the shortest of articles has more."""
_TIMES_AS_MUCH: Final = 2
"""How much longer than all text of the page the article must be."""


def undrawn_article(builder: Builder) -> list[Piece]:
    """The blocks of the JSON-LD's `articleBody`, if the page itself has next to no text; else none."""
    if not builder.head.scripts:
        return []
    characters = sum(len(piece.text) for piece in builder.blocks)
    if characters >= _ENOUGH:
        return []
    lines = article_body(builder.head)
    if sum(map(len, lines)) <= _TIMES_AS_MUCH * characters:
        return []
    flags = int(Flag.JSON_LD | Flag.ARTICLE_BODY)
    return [Piece(line, CODES["p"], 0, flags, 0, 0, 0, 0, 0, 0, 0, 0) for line in lines]


def article_body(head: Head) -> list[str]:
    """The lines of the longest `articleBody` in the JSON-LD; none where there is none."""
    bodies = (it.get("articleBody") for it in head.json_ld())
    return _lines(max((it for it in bodies if isinstance(it, str)), key=len, default=""))


def _lines(body: str) -> list[str]:
    if "<" in body and ">" in body:
        from cleaner.segment.html.parse import parse  # noqa: PLC0415 - a page in a page: rare
        from cleaner.segment.html.walk import walk  # noqa: PLC0415 - likewise

        return [piece.text for piece in walk(parse(body)).blocks]
    return [line for line in (" ".join(line.split()) for line in unescape(body).splitlines()) if line]
