"""What counts as the text of a page, where what it shows is next to nothing."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.blocks import Piece
from cleaner.segment.html.tags import CODES, Flag

if TYPE_CHECKING:
    from cleaner.segment.html.blocks import Builder

_UNSEEN: Final = int(Flag.HIDDEN | Flag.NOSCRIPT)
_ENOUGH: Final = 500
"""Characters. A page that shows as much is taken at its word; the shortest of articles has more."""
_TIMES_AS_MUCH: Final = 2
"""How much more must wait unseen than is shown."""


def shown(builder: Builder) -> list[Piece]:
    """The blocks of the page that are its text, in order."""
    seen = [piece for piece in builder.blocks if not piece.flags & _UNSEEN]
    characters = _size(seen)
    if characters >= _ENOUGH:
        return seen
    everything = builder.blocks
    if len(seen) < len(everything) and _size(everything) > _TIMES_AS_MUCH * characters:
        seen, characters = everything, _size(everything)
    if characters < _ENOUGH and builder.head.scripts:
        body = _from_json_ld(builder)
        if _size(body) > _TIMES_AS_MUCH * characters:
            return [*seen, *body]
    return seen


def _size(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _from_json_ld(builder: Builder) -> list[Piece]:
    """The longest article body among the page's JSON-LD, a block a line."""
    bodies = (it.get("articleBody") for it in builder.head.json_ld())
    body = max((it for it in bodies if isinstance(it, str)), key=len, default="")
    if "<" in body and ">" in body:
        from cleaner.segment.html.parse import parse  # noqa: PLC0415 - a page in a page: rare
        from cleaner.segment.html.walk import walk  # noqa: PLC0415 - likewise

        lines = [piece.text for piece in walk(parse(body)).blocks]
    else:
        lines = [" ".join(line.split()) for line in unescape(body).splitlines()]
    flags = int(Flag.JSON_LD | Flag.ARTICLE_BODY)
    return [Piece(line, CODES["p"], 0, flags, 0, 0, 0, 0, 0, 0, 0, 0) for line in lines if line]
