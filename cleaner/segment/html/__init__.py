"""HTML -> blocks: the text of a page in reading order, all of it, with what the DOM knows of each block.

The document's source is the page as text: every block, boilerplate and all, parted by line ends. What is
hidden, or stands in `noscript`, is there too and says so: on one article in fifty the body itself is hidden,
waiting for a script, so whether hidden text is body is a judgement and not a matter of reading. Short hidden
pieces of a line (names for machines) are in no block; they stand in the source after all blocks, and
`Document.skipped` says where. Where the article was to be drawn by scripts alone, it is taken from the
JSON-LD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.document import Block, Document, Skipped
from cleaner.segment.html.blocks import new_tuple
from cleaner.segment.html.charset import decode
from cleaner.segment.html.columns import dom
from cleaner.segment.html.fallback import undrawn_article
from cleaner.segment.html.parse import parse
from cleaner.segment.html.tags import CODES
from cleaner.segment.html.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.segment.html.blocks import Piece

_TIGHT: Final = frozenset(CODES[tag] for tag in ("li", "dt", "dd", "tr", "td", "th"))
"""What stands line under line, without a blank line between."""


def segment_html(page: str | bytes, *, url: str | None = None, language: str | None = None) -> Document:
    """The document in a page, or in a piece of one; takes time linear in its length.

    Any input gives a document: bytes that are no HTML are a page with little on it.
    """
    builder = walk(parse(page if isinstance(page, str) else decode(page)))
    pieces = builder.blocks + undrawn_article(builder)
    source, blocks = _lay_out(pieces)
    source, skipped = _with_hidden(source, builder.hidden)
    return Document(source, blocks, url=url, language=language, skipped=skipped, dom=dom(builder, pieces))


def _with_hidden(source: str, hidden: Sequence[str]) -> tuple[str, tuple[Skipped, ...]]:
    """`source` with the hidden pieces of lines after it, a line each, and where they stand."""
    if not hidden:
        return source, ()
    skipped = []
    end = len(source) + 1
    for text in hidden:
        skipped.append(Skipped(end + 1, end + 1 + len(text)))
        end += 1 + len(text)
    return "\n".join((source, "", *hidden)), tuple(skipped)


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The source text, and the blocks in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    end = 0
    tight = False
    for piece in pieces:
        text = piece[0]
        was_tight, tight = tight, piece[1] in _TIGHT
        if end:
            gap = "\n" if tight and was_tight else "\n\n"
            parts.append(gap)
            end += len(gap)
        parts.append(text)
        start, end = end, end + len(text)
        blocks.append(new_tuple(Block, (start, end, text)))
    return "".join(parts), tuple(blocks)
