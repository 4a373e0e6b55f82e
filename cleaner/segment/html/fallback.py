"""The article as the page's metadata has it, where the page was to be drawn by scripts alone.

Such a page may still have text: a menu, a cookie notice, a line that asks for scripts. So what counts is
whether the article is there: it is not where all text is little beside it, nor where nothing of it is
found in that text. A page that shows its beginning, and the rest to subscribers, is taken at its word.
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Final

from cleaner.characters.letters import letters
from cleaner.segment.html.blocks import Piece
from cleaner.segment.html.tags import CODES, Flag

if TYPE_CHECKING:
    from cleaner.segment.html.blocks import Builder
    from cleaner.segment.html.head import Head

_ENOUGH: Final = 500
"""Characters. A page with less text has no article on it, and an article with less is not missed."""
_TIMES_AS_MUCH: Final = 2
"""How much longer than all text of such a page the article must be."""
_SAMPLES: Final = 20
"""Places of the article that are looked for on the page."""
_SAMPLE: Final = 40
"""Letters. Long enough that no other text has them by chance."""


def undrawn_article(builder: Builder) -> list[Piece]:
    """The blocks of the JSON-LD's `articleBody`, if the page itself does not have the article; else none."""
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
    """The lines of the longest `articleBody` in the JSON-LD; none where there is none."""
    return _lines(_article_body(head))


def _article_body(head: Head) -> str:
    if not any("articleBody" in script for script in head.scripts):
        return ""
    bodies = (it.get("articleBody") for it in head.json_ld())
    return max((it for it in bodies if isinstance(it, str)), key=len, default="")


def _lines(body: str) -> list[str]:
    if "&lt;/" in body:
        body = unescape(body)
    if "</" in body or "<br" in body:
        from cleaner.segment.html.parse import parse  # noqa: PLC0415 - a page in a page: rare
        from cleaner.segment.html.walk import walk  # noqa: PLC0415 - likewise

        return [piece.text for piece in walk(parse(body)).blocks]
    return [line for line in (" ".join(line.split()) for line in unescape(body).splitlines()) if line]


def _is_shown(lines: list[str], blocks: list[Piece]) -> bool:
    """Whether any of some places of the article is on the page."""
    article = "".join(letters(lines))
    page = "".join(letters([piece.text for piece in blocks]))
    step = max(len(article) // _SAMPLES, _SAMPLE)
    return any(article[at : at + _SAMPLE] in page for at in range(0, len(article) - _SAMPLE, step))
