"""HTML -> blocks: all text of a page in document order, with what the DOM says of each block.

A page goes through `parse` (with `guards` before it), `traversal`, which gathers `blocks`, and `dom_arrays`.

The document's source is the page as text: all blocks, boilerplate included, separated by line ends. Hidden
text and `noscript` are blocks with a flag: on one article in fifty the body itself is hidden until a script
runs, so whether hidden text is body is decided later. Short hidden inline texts (labels for machines) are in
no block; they stand in the source after all blocks, where `Document.skipped` records them. Where scripts were
to draw the article, it is taken from the JSON-LD, or from their data (`script_page`, which puts what
`script_article` finds in what `script_values` reads into the page).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.document import Block, Document, Skipped
from cleaner.segment.html.charset import decode
from cleaner.segment.html.dom_arrays import dom_of
from cleaner.segment.html.html_tags import CODES
from cleaner.segment.html.json_ld_article import undrawn_article
from cleaner.segment.html.last_page import parse_and_keep
from cleaner.segment.html.piece import new_tuple
from cleaner.segment.html.script_page import with_script_article
from cleaner.segment.html.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from cleaner.segment.html.piece import Piece

_TIGHT: Final = frozenset(CODES[tag] for tag in ("li", "dt", "dd", "tr", "td", "th"))
"""Blocks that follow each other without a blank line between."""


def segment_html(page: str | bytes, *, url: str | None = None, language: str | None = None) -> Document:
    r"""The document of a page, or of a part of one; takes time linear in its length.

    Any input gives a document: bytes that are no HTML are a page with little text.

    >>> [block.text for block in segment_html("<h1>Old mill</h1><p>It will be<br>repaired.").blocks]
    ['Old mill', 'It will be\nrepaired.']
    """
    return _document(parse_and_keep(page if isinstance(page, str) else decode(page)), url, language)


def segment_drawn(page: str, *, url: str | None = None, language: str | None = None) -> tuple[str, Document]:
    """`page` and its document; both with the article from the page's scripts where they were to draw it."""
    tree = parse_and_keep(page)
    document = _document(tree, url, language)
    drawn = with_script_article(page, tree, document)
    return (page, document) if drawn is None else (drawn, segment_html(drawn, url=url, language=language))


def _document(tree: LexborHTMLParser, url: str | None, language: str | None) -> Document:
    builder = walk(tree)
    pieces = builder.blocks + undrawn_article(builder)
    source, blocks = _lay_out(pieces)
    source, skipped = _with_hidden(source, builder.hidden)
    return Document(source, blocks, url=url, language=language, skipped=skipped, dom=dom_of(builder, pieces))


def _with_hidden(source: str, hidden: Sequence[str]) -> tuple[str, tuple[Skipped, ...]]:
    """`source` with the hidden inline texts after it, one a line, and where each is."""
    if not hidden:
        return source, ()
    skipped = []
    end = len(source) + 1
    for text in hidden:
        skipped.append(Skipped(end + 1, end + 1 + len(text)))
        end += 1 + len(text)
    return "\n".join((source, "", *hidden)), tuple(skipped)


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The source text of a document, and its blocks."""
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
