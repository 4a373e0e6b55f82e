"""Decisions -> Markdown: the kept blocks of a page with the structure that its HTML gave them.

Headings, lists, quotations, code and tables; what is marked inside a block (links, emphasis) stays
plain text. A document that came as plain text has no more structure than it shows, and stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.segment.html.html_tags import CODES, TAGS, Flag
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.dom import Dom

_LEVEL: Final = {f"h{level}": level for level in range(1, 7)}
_HEADING: Final = 2
"""The level of a section heading that no tag says the level of."""
_CELLS: Final = " | "
_TAKEN_FOR_MARKS: Final = re.compile(r"(?m)^(\d*)(?=(?:(?<=\d)[.)]|(?<!\d)[#>+*-])\s|(?<!\d)```)")
"""Where plain text would be read as a mark: before its first sign, as a digit cannot be escaped."""
_INDENT: Final = "   "
"""Of a list in a list: as wide as the mark of a numbered item."""
_FENCES: Final = re.compile(r"`{3,}")


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
    numbers = _numbers(dom)
    for place, text, label in pieces:
        tag, flags = TAGS[int(dom.tag[place])], int(dom.flags[place])
        quoted = "> " if flags & Flag.QUOTE else ""
        if flags & Flag.PRE:
            fence = "`" + max(_FENCES.findall(text), key=len, default="``")
            yield "code", f"{fence}\n{text}\n{fence}"
        elif label is Label.HEADLINE:
            yield "heading", f"# {_one_line(text)}"
        elif label is Label.SECTION_HEADING or tag in _LEVEL:
            yield "heading", f"{'#' * max(_LEVEL.get(tag, _HEADING), _HEADING)} {_one_line(text)}"
        elif tag == "tr" and _CELLS in text:
            yield "row", f"| {_one_line(text)} |"
        elif tag == "li":
            indent = _INDENT * (max(int(dom.list_level[place]), 1) - 1)
            mark = numbers.get(int(dom.element[place]), "-")
            yield "list", f"{quoted}{indent}{mark} {_one_line(text)}"
        else:
            plain = _TAKEN_FOR_MARKS.sub(r"\1\\", text)
            yield "text", quoted + plain.replace("\n", f"\n{quoted}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _numbers(dom: Dom) -> dict[int, str]:
    """The marks of the items of numbered lists, by their elements, whether they are kept or not."""
    elements = dom.elements
    count: Counter[int] = Counter()
    marks: dict[int, str] = {}
    for item in np.flatnonzero(elements.tag == CODES["li"]).tolist():
        around = int(elements.parent[item])
        if elements.tag[around] == CODES["ol"]:
            count[around] += 1
            marks[item] = f"{count[around]}."
    return marks
