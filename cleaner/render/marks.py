"""Inline marks: the texts of a run, each with the marks around it, as nested pieces.

White space is folded as it is in blocks. A space between two texts has the marks that both have, so no mark
begins or ends with white space. Code is innermost: a link inside code becomes a link around code, as Markdown
has no marks inside code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE_END: Final = "\0"
"""Stands for a line break among texts, as while a block is gathered."""
MOST_MARKS: Final = 16
"""Marks around one text; what is nested deeper on a hostile page is left out."""
Marks = tuple[Node, ...]
"""Marks around a text, outermost first. Texts that have the same node are in the same element."""
Text = tuple[str | Node, Marks]
"""A text as it stands in the page, or an image or formula, and its marks."""


def with_mark(marks: Marks, mark: Node) -> Marks:
    """`marks` and one more inside them, unless there is one of its kind already."""
    if not marks:
        return (mark,)
    if len(marks) >= MOST_MARKS or any(it.kind is mark.kind for it in marks):
        return marks
    if marks[-1].kind is Kind.INLINE_CODE:
        return (*marks[:-1], mark, marks[-1])
    return (*marks, mark)


def folded(texts: Iterable[Text]) -> list[Text]:
    """`texts` without the white space that no reader sees; a line break is `LINE_END`."""
    made: list[Text] = []
    gap = ""
    for content, marks in texts:
        after = ""
        if isinstance(content, str):
            if content == LINE_END:
                gap = LINE_END
                continue
            words = " ".join(content.split())
            if not words:
                gap = gap or " "
                continue
            if content[0].isspace():
                gap = gap or " "
            if content[-1].isspace():
                after = " "
            content = words  # noqa: PLW2901 - without its white space
        if gap and made:
            before = made[-1][1]
            made.append((gap, marks if before is marks else _common(before, marks)))
        made.append((content, marks))
        gap = after
    return made


def plain(texts: Iterable[Text]) -> str:
    """The text of folded texts, as it stands in a block."""
    return "".join("\n" if it == LINE_END else it for it, _ in texts if isinstance(it, str))


def nested(texts: Iterable[Text]) -> list[Node]:
    """Folded texts as inline pieces, one in the other as their marks are."""
    texts = list(texts)
    if all(not marks and isinstance(it, str) and it != LINE_END for it, marks in texts):
        return [Node(Kind.TEXT, value="".join(it for it, _ in texts if isinstance(it, str)))] if texts else []
    top = innermost = list[Node]()
    opened: Marks = ()
    made: list[Node] = []
    for content, marks in texts:
        if marks is not opened:
            common = len(_common(opened, marks))
            del made[common:]
            innermost = made[-1].children if made else top
            for mark in marks[common:]:
                if not (innermost and _may_merge(innermost[-1], mark)):
                    innermost.append(Node(mark.kind, [], mark.value, mark.url))
                made.append(innermost[-1])
                innermost = made[-1].children
            opened = marks
        innermost.append(_piece(content))
    return top


def _may_merge(before: Node, mark: Node) -> bool:
    """Whether a mark goes on right after one like it: two in a row cannot be told apart in Markdown."""
    return before.kind is mark.kind and before.kind not in {Kind.LINK, Kind.REFERENCE, Kind.RUBY}


def _piece(content: str | Node) -> Node:
    if isinstance(content, Node):
        return content
    return Node(Kind.LINE_BREAK) if content == LINE_END else Node(Kind.TEXT, value=content)


def _common(one: Sequence[Node], other: Sequence[Node]) -> Marks:
    """The marks that two texts share."""
    if not one or not other or one[0] is not other[0]:
        return ()
    count = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        count += 1
    return tuple(other[:count])


def lines_of(text: str) -> list[Node]:
    """A text without marks as pieces, with its line ends as line breaks."""
    pieces: list[Node] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        if pieces:
            pieces.append(Node(Kind.LINE_BREAK))
        pieces.append(Node(Kind.TEXT, value=line))
    return pieces
