"""Markdown that comes in as text: whether a text is, and what in it is one block though it has several lines.

README files and notes are Markdown; most plain text is not, and has dashes, numbers and signs of its own. So
a text is Markdown only where it says so beyond doubt: with fenced code, the line of dashes of a table,
headings of several signs, or links in number. Lists and quotations alone say nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

_LARGEST: Final = 1_000_000
"""Characters. A longer text is data, and would take seconds to parse."""
_FENCE: Final = re.compile(r"^ {0,3}(`{3,})[ \t]*([^`\r\n]*)\r?$", re.MULTILINE)
"""Fences of tildes are left out: in a novel they are the pause between two scenes."""
_HEADING: Final = re.compile(r"(?:\A|\n[ \t]*+\r?\n) {0,3}#{2,6} +(?=[^\s#])")
"""A heading after a blank line. A single sign begins comments and commands, too."""
_TITLE: Final = re.compile(r"\s*# +[^\s#]")
_LINK: Final = re.compile(r"\[[^\]\n]{1,300}\]\((?:https?://|mailto:|\.{0,2}/|#)[^)\s]{0,2000}\)")
_DASHES: Final = re.compile(r"\n([ \t]*+\|?+[ \t]*+:?+-++:?+[ \t]*+\|[ \t|:-]*+)(?=\r?\n|\Z)")
_FEWEST_HEADINGS: Final = 2
_FEWEST_LINKS: Final = 3
_LINE: Final = re.compile(r"\r\n?|\n")
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_LEAVES: Final = frozenset(("fence", "heading_open"))
_AROUND: Final = frozenset(("list_item", "blockquote"))
"""What makes the paragraphs in it one block each; others are lines or wrapped text as in any plain text."""


def is_markdown(source: str) -> bool:
    r"""Whether a text is Markdown beyond doubt; quick where it has none of its signs.

    >>> is_markdown("Install it:\n\n```sh\npip install mill\n```\n"), is_markdown("- milk\n- eggs\n# 1 fan")
    (True, False)
    """
    if len(source) > _LARGEST:
        return False
    if "`" in source and "```" in source and _has_fence(source):
        return True
    if "|" in source and _has_table(source):
        return True
    links = sum(1 for _ in _LINK.finditer(source)) if "]" in source and "](" in source else 0
    if links >= _FEWEST_LINKS:
        return True
    headings = sum(1 for _ in _HEADING.finditer(source)) if "#" in source and "## " in source else 0
    has_title = _TITLE.match(source) is not None
    return headings + has_title >= _FEWEST_HEADINGS or (has_title and links > 0)


def _has_fence(source: str) -> bool:
    """Whether there is fenced code, with a fence after it."""
    opening = ""
    for found in _FENCE.finditer(source):
        if not opening:
            opening = found[1]
        elif len(found[1]) >= len(opening) and not found[2].strip():
            return True
    return False


def _has_table(source: str) -> bool:
    """Whether under a row of cells stands a row of dashes with as many."""
    for found in _DASHES.finditer(source):
        above = source[source.rfind("\n", 0, found.start()) + 1 : found.start()]
        if "|" in above and _cells(above) == _cells(found[1]):
            return True
    return False


def _cells(row: str) -> int:
    row = row.strip()
    return row.count("|") + 1 - row.startswith("|") - row.endswith("|")


def markdown_blocks(source: str) -> list[tuple[int, int]]:
    r"""Where the code, headings, rows of tables, items and quoted paragraphs of Markdown are, in order.

    Each is a range of whole lines, in characters, with its marks. A row of dashes goes with the row above it.

    >>> source = "- one,\n  two\n\n| a |\n|---|\n| b |\n"
    >>> [source[start:end] for start, end in markdown_blocks(source)]
    ['- one,\n  two\n', '| a |\n|---|\n', '| b |\n']
    """
    starts = [0, *(it.end() for it in _LINE.finditer(source)), len(source)]
    found = [
        (starts[first], starts[min(last, len(starts) - 1)])
        for first, last in _ranges(without_front_matter(source))
    ]
    blocks: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if start < end and (not blocks or start >= blocks[-1][1]):
            blocks.append((start, end))
    return blocks


def without_front_matter(source: str) -> str:
    """`source` with spaces for its front matter, which would be read as a heading; no offset changes."""
    head = _FRONT_MATTER.match(source)
    return re.sub(r"[^\r\n]", " ", head[0]) + source[head.end() :] if head else source


def _ranges(source: str) -> Iterator[tuple[int, int]]:
    """The first line of each block, and the one after its last."""
    around: list[str] = []
    is_head = False
    for token in _parser().parse(source):
        kind, _, side = token.type.rpartition("_")
        if kind == "thead":
            is_head = side == "open"
        elif kind in _AROUND:
            around.append(kind) if side == "open" else around.pop()
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "tr_open":
            yield first, last + is_head
        elif token.type in _LEAVES or (token.type == "paragraph_open" and around):
            yield first, last


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - for texts that are Markdown alone

    # Indented text is rarely code: pages that were flattened to text have much of it.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "code"])
