"""The tree of a document with structure, which the renderers of Markdown and HTML read.

Kinds are those of mdast, the syntax tree of Markdown, with a few more for what HTML has and Markdown has not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What a node is; in the value of each, what it uses besides `children`."""

    ROOT = "root"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """`number`: its depth, 1 to 6."""
    QUOTE = "quote"
    CALLOUT = "callout"
    """A note, tip or warning. `value`: which; `title`: its own title, if any."""
    LIST = "list"
    """`ordered`."""
    ITEM = "item"
    """`number` in an ordered list; `checked` in a task list."""
    CODE = "code"
    """`value`: the code; `title`: its language, if known."""
    MATH = "math"
    """On a line of its own. `value`: TeX."""
    TABLE = "table"
    """Children are rows; `title`: nothing."""
    ROW = "row"
    CELL = "cell"
    """`checked`: whether it is a heading. Children are blocks; `number` and `span`: columns and rows."""
    RULE = "rule"
    """A thematic break."""
    FIGURE = "figure"
    CAPTION = "caption"
    DETAILS = "details"
    SUMMARY = "summary"
    DEFINITIONS = "definitions"
    TERM = "term"
    DESCRIPTION = "description"
    FOOTNOTE = "footnote"
    """The text of a footnote. `value`: its label."""

    TEXT = "text"
    """`value`: plain text, in which a line end is a space."""
    EMPHASIS = "emphasis"
    STRONG = "strong"
    DELETED = "deleted"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    KEYBOARD = "keyboard"
    INLINE_CODE = "inline code"
    INLINE_MATH = "inline math"
    """`value`: TeX."""
    LINK = "link"
    """`url`."""
    IMAGE = "image"
    """`url`; `value`: the alternative text; `title`: the address of the link around it, if any; `checked`:
    whether a larger one may be shown in its place."""
    RUBY = "ruby"
    """`value`: how its children are read."""
    LINE_BREAK = "line break"
    REFERENCE = "reference"
    """To a footnote. `value`: its label; children are its words where the footnote is not there."""


@dataclass(slots=True, eq=False)
class Node:
    """A block or an inline piece of a document."""

    kind: Kind
    children: list[Node] = field(default_factory=list)
    value: str = ""
    url: str = ""
    title: str = ""
    number: int = 0
    span: int = 1
    ordered: bool = False
    checked: bool | None = None


ATOMS: Final = frozenset(
    (Kind.CODE, Kind.MATH, Kind.INLINE_MATH, Kind.IMAGE, Kind.RULE, Kind.TEXT, Kind.LINE_BREAK)
)
"""Kinds that are something without children."""


INLINE_TAGS: Final = {
    Kind.EMPHASIS: "em",
    Kind.STRONG: "strong",
    Kind.DELETED: "del",
    Kind.SUBSCRIPT: "sub",
    Kind.SUPERSCRIPT: "sup",
    Kind.KEYBOARD: "kbd",
}
"""The elements of HTML that marks inside a line are."""


def walk_tree(node: Node) -> Iterator[Node]:
    """`node` and all nodes inside it, parents before children."""
    waiting = [node]
    while waiting:
        it = waiting.pop()
        yield it
        waiting.extend(reversed(it.children))


def words_of(nodes: list[Node]) -> str:
    """The text of inline pieces without marks."""
    return "".join(
        it.value if it.kind is Kind.TEXT else " " if it.kind is Kind.LINE_BREAK else words_of(it.children)
        for it in nodes
    )
