"""The tree of a document -> Markdown: CommonMark with the tables, footnotes and task lists of GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.escape import escaped_heading, escaped_lines, fence, inline_code
from cleaner.render.inline_markdown import line_of
from cleaner.render.tree import Kind, Node, walk_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BULLETS: Final = ("-", "*")
_DELIMITERS: Final = (".", ")")
"""Two lists in a row have different signs, else they would be one."""
_MOST_DIGITS: Final = 999_999_999


def render_markdown(root: Node) -> str:
    """The document as Markdown, without a line end after it."""
    return "\n".join(_blocks(root.children))


def _blocks(nodes: Iterable[Node], *, tight: bool = False) -> list[str]:
    """The lines of blocks, with blank lines between them."""
    lines: list[str] = []
    before: Node | None = None
    is_second = False
    for node in nodes:
        is_second = _follows(before, node) and not is_second
        made = (
            _list(node, second=is_second) if node.kind is Kind.LIST else _BLOCKS.get(node.kind, _inner)(node)
        )
        if lines and made and not tight:
            lines.append("")
        lines += made
        before = node if made else before
    return lines


def _follows(before: Node | None, node: Node) -> bool:
    """Whether a list comes right after one of its kind."""
    return before is not None and before.kind is node.kind is Kind.LIST and before.ordered == node.ordered


def _inner(node: Node) -> list[str]:
    return _blocks(node.children)


def _paragraph(node: Node) -> list[str]:
    return escaped_lines(line_of(node.children)).split("\n")


def _heading(node: Node) -> list[str]:
    line = line_of(node.children).replace("\\\n", " ")
    return [f"{'#' * node.number} {escaped_heading(line)}"]


def _quote(node: Node) -> list[str]:
    return [f"> {line}".rstrip() if not line else f"> {line}" for line in _blocks(node.children)]


def _callout(node: Node) -> list[str]:
    title = line_of([Node(Kind.TEXT, value=node.title)])
    return [f"> [!{node.value.upper()}] {title}".rstrip(), *_quote(node)]


def _list(node: Node, *, second: bool) -> list[str]:
    items = [it if it.kind is Kind.ITEM else Node(Kind.ITEM, [it]) for it in node.children]
    tight = all(map(_is_tight, items))
    lines: list[str] = []
    for item in items:
        if lines and not tight:
            lines.append("")
        number = min(max(item.number, 0), _MOST_DIGITS)
        mark = f"{number}{_DELIMITERS[second]}" if node.ordered else _BULLETS[second]
        lines += _indented(f"{mark} ", _item(item, tight=tight))
    return lines


def _item(item: Node, *, tight: bool) -> list[str]:
    children = item.children
    while children and children[0].kind is Kind.RULE:
        children = children[1:]
    lines = _blocks(children, tight=tight)
    if item.checked is not None and lines:
        lines[0] = f"[{'x' if item.checked else ' '}] {lines[0]}"
    return lines


def _is_tight(item: Node) -> bool:
    """Whether no blank line is needed in an item: one paragraph, and lists that may follow it at once."""
    first, rest = item.children[:1], item.children[1:]
    return all(it.kind in {Kind.PARAGRAPH, Kind.LIST} for it in first) and all(
        it.kind is Kind.LIST and (not it.ordered or (it.children and it.children[0].number == 1))
        for it in rest
    )


def _indented(mark: str, lines: Sequence[str]) -> list[str]:
    """Lines after a mark, the others as far to the right as its end."""
    space = " " * len(mark)
    return [
        (mark + line if not place else space + line if line else "")
        for place, line in enumerate(lines or [""])
    ]


def _code(node: Node) -> list[str]:
    line = fence(node.value)
    language = "" if "`" in node.title else node.title
    return [line + language, *node.value.split("\n"), line]


def _math(node: Node) -> list[str]:
    return ["$$", node.value, "$$"]


def _table(node: Node) -> list[str]:
    rows = [it for it in node.children if it.kind is Kind.ROW]
    lines = _blocks(it for it in node.children if it.kind is not Kind.ROW)
    if rows and len(rows[0].children) == 1 and not rows[0].children[0].checked:
        return [*lines, *([""] if lines else []), *_blocks(child for row in rows for child in row.children)]
    if lines and rows:
        lines.append("")
    for place, row in enumerate(rows):
        lines.append(f"| {' | '.join(map(_cell, row.children))} |")
        if place == 0:
            lines.append(f"| {' | '.join('---' for _ in row.children)} |")
    return lines


def _cell(cell: Node) -> str:
    """A cell on one line."""
    return "<br>".join(filter(None, map(_in_cell, cell.children))).replace("|", r"\|")


def _in_cell(node: Node) -> str:
    """A block in a cell."""
    match node.kind:
        case Kind.CODE:
            return "<br>".join(inline_code(line) for line in node.value.split("\n") if line)
        case Kind.MATH:
            return f"$${node.value}$$"
        case Kind.RULE:
            return ""
        case Kind.ITEM:
            inner = "<br>".join(map(_in_cell, node.children))
            return f"{node.number}. {inner}" if node.number else f"• {inner}"
        case Kind.PARAGRAPH | Kind.HEADING:
            return line_of(node.children).replace("\\\n", "<br>")
        case _:
            return "<br>".join(filter(None, map(_in_cell, node.children)))


def _rule(_node: Node) -> list[str]:
    return ["---"]


def _summary(node: Node) -> list[str]:
    """What opens a `details`, in bold, as Markdown has no such thing."""
    for child in node.children:
        marked = any(it.kind is Kind.STRONG for it in walk_tree(child))
        if child.kind is Kind.PARAGRAPH and not marked:
            child = Node(Kind.PARAGRAPH, [Node(Kind.STRONG, child.children)])  # noqa: PLW2901 - the same in bold
        return [*_blocks([child]), *(["", *_blocks(node.children[1:])] if node.children[1:] else [])]
    return []


def _described(node: Node) -> list[str]:
    return _indented(": ", _blocks(node.children))


def _definitions(node: Node) -> list[str]:
    """Terms and descriptions as Pandoc and Markdown Extra have them; none without a term before it."""
    terms = [place for place, child in enumerate(node.children) if child.kind is Kind.TERM]
    first = terms[0] if terms else len(node.children)
    lines = _blocks(node.children[:first])
    before: Kind | None = None
    for child in node.children[first:]:
        if lines and (child.kind is Kind.TERM and before is not Kind.TERM):
            lines.append("")
        if lines and before is Kind.TERM and child.kind is Kind.TERM:
            lines[-1] += "\\"
        lines += _described(child) if child.kind is Kind.DESCRIPTION else _blocks([child])
        before = child.kind
    return lines


def _footnote(node: Node) -> list[str]:
    first, *rest = _blocks(node.children) or [""]
    return [f"[^{node.value}]: {first}", *(f"    {line}" if line else "" for line in rest)]


_BLOCKS: Final[dict[Kind, Callable[[Node], list[str]]]] = {
    Kind.PARAGRAPH: _paragraph,
    Kind.HEADING: _heading,
    Kind.QUOTE: _quote,
    Kind.CALLOUT: _callout,
    Kind.CODE: _code,
    Kind.MATH: _math,
    Kind.TABLE: _table,
    Kind.RULE: _rule,
    Kind.SUMMARY: _summary,
    Kind.DEFINITIONS: _definitions,
    Kind.FOOTNOTE: _footnote,
}
