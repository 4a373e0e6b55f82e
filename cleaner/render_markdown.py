"""Decisions -> Markdown: the kept blocks of a page with the structure that its HTML gave them.

Headings, lists, quotations, code and tables; what is marked inside a block (links, emphasis) stays
plain text. A document that came as plain text has no more structure than it shows, and stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.segment.html.tags import TAGS, Flag
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.segment.html.dom import Dom

_LEVEL: Final = {f"h{level}": level for level in range(1, 7)}
_HEADING: Final = 2
"""The level of a section heading that no tag says the level of."""
_CELLS: Final = " | "
_TAKEN_FOR_MARKS: Final = re.compile(r"(?m)^(?=[#>+*-]\s|\d+[.)]\s|```)")
"""Where plain text would be read as a mark."""


class Piece(NamedTuple):
    """A kept block."""

    place: int
    text: str
    label: Label


def render_markdown(dom: Dom, pieces: Iterable[Piece]) -> str:
    """The pieces, which are in order, as one text."""
    parts: list[str] = []
    before = ""
    for kind, text in _marked(dom, list(pieces)):
        if parts:
            parts.append("\n" if kind == before and kind in {"list", "row"} else "\n\n")
        if kind == "row" and before != "row":
            text += "\n" + "| " + _CELLS.join(["---"] * (text.count(_CELLS) + 1)) + " |"  # noqa: PLW2901
        parts.append(text)
        before = kind
    return "".join(parts)


def _marked(dom: Dom, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Each piece with its marks, and what kind of thing it is."""
    for place, text, label in pieces:
        tag, flags = TAGS[int(dom.tag[place])], int(dom.flags[place])
        quoted = "> " if flags & Flag.QUOTE else ""
        if flags & Flag.PRE:
            yield "code", f"```\n{text}\n```"
        elif label is Label.HEADLINE:
            yield "heading", f"# {_one_line(text)}"
        elif label is Label.SECTION_HEADING or tag in _LEVEL:
            yield "heading", f"{'#' * max(_LEVEL.get(tag, _HEADING), _HEADING)} {_one_line(text)}"
        elif tag == "tr" and _CELLS in text:
            yield "row", f"| {_one_line(text)} |"
        elif tag == "li":
            yield "list", f"{quoted}{'  ' * (max(int(dom.list_level[place]), 1) - 1)}- {_one_line(text)}"
        else:
            plain = _TAKEN_FOR_MARKS.sub(r"\\", text)
            yield "text", quoted + plain.replace("\n", f"\n{quoted}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
