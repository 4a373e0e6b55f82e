"""Markdown that came in as text: it stays as it is; what its marks mean is read from the page it makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from cleaner.render.judged import Judged, Kept
from cleaner.render.structure import page_tree
from cleaner.segment.html import segment_html
from cleaner.segment.markdown import without_front_matter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.document import Document
    from cleaner.render.judged import Settings
    from cleaner.render.tree import Node

_HEAD: Final = re.compile(r"\|[^\n]*\n[ \t|:-]*-[ \t|:-]*\r?$|\n[ \t:-]*\|[ \t|:-]*\r?$")
"""The first row of a table with the row of dashes below it."""
_TASK: Final = re.compile(r"(<li>\s*(?:<p>)?)\[([ xX])\] ")
"""The beginning of an item of a task list; code has no tags here."""


def with_heads(document: Document, kept: Sequence[int]) -> list[int]:
    """`kept`, and the first row of each table of which a row is kept: without it Markdown shows no table."""
    blocks, source = document.blocks, document.source
    wanted = set(kept)
    head = -1
    found: set[int] = set()
    for index, block in enumerate(blocks):
        if _HEAD.search(block.text):
            head = index
        elif head >= 0:
            follows = "|" in block.text and source[blocks[index - 1].end : block.start].count("\n") == 1
            head = head if follows else -1
        if head >= 0 and index in wanted:
            found.add(head)
    return sorted(wanted | found)


def markdown_tree(markdown: str, settings: Settings) -> Node:
    """The tree of Markdown; HTML in it is read as that of a page, so nothing in it can run."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = _TASK.sub(_with_box, parser.render(without_front_matter(markdown)))
    document = segment_html(page)
    return page_tree(
        page, document, Judged(dict(enumerate(Kept(it.text) for it in document.blocks))), settings
    )


def _with_box(item: re.Match[str]) -> str:
    """An item of a task list with a box to tick."""
    checked = "" if item[2] == " " else " checked"
    return f'{item[1]}<input type="checkbox"{checked}> '
