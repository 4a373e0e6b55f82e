"""The tree of a document -> clean HTML: a small set of tags, and nothing that runs or loads unasked.

It is written from the tree alone, so nothing of the page comes through but text, addresses that
`addresses` has passed, and numbers: no scripts, styles, classes, handlers or unknown tags.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from cleaner.render.tables import is_heading_row
from cleaner.render.tree import INLINE_TAGS, Kind, Node, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_AROUND: Final = {
    Kind.QUOTE: "blockquote",
    Kind.FIGURE: "figure",
    Kind.DETAILS: "details",
    Kind.DEFINITIONS: "dl",
}
"""Nodes that hold blocks, each on lines of its own."""
_LINES: Final = {
    Kind.CAPTION: "figcaption",
    Kind.SUMMARY: "summary",
    Kind.TERM: "dt",
    Kind.DESCRIPTION: "dd",
}
"""Nodes that hold a paragraph, or several."""


def render_html(root: Node) -> str:
    """The document as HTML, without a line end after it: a part of a page, without `html` and `body`."""
    notes = [it for it in root.children if it.kind is Kind.FOOTNOTE]
    blocks = [it for it in root.children if it.kind is not Kind.FOOTNOTE]
    return "\n".join([*map(_block, blocks), *_footnotes(notes)])


def _block(node: Node) -> str:  # noqa: C901, PLR0911 - one return a kind
    match node.kind:
        case Kind.PARAGRAPH:
            return f"<p>{_inline(node.children)}</p>"
        case Kind.HEADING:
            return f"<h{node.number}>{_inline(node.children)}</h{node.number}>"
        case Kind.CODE:
            return f"<pre><code>{escape(node.value, quote=False)}</code></pre>"
        case Kind.MATH:
            return f"<p>{_formula(node.value, display=True)}</p>"
        case Kind.RULE:
            return "<hr>"
        case Kind.LIST:
            return _list(node)
        case Kind.TABLE:
            return _table(node)
        case Kind.CALLOUT:
            title = [Node(Kind.PARAGRAPH, [Node(Kind.STRONG, [Node(Kind.TEXT, value=node.title)])])]
            return _around("blockquote", [*title, *node.children] if node.title else node.children)
        case kind if kind in _AROUND:
            return _around(_AROUND[kind], node.children)
        case kind if kind in _LINES:
            return f"<{_LINES[kind]}>{_flow(node.children)}</{_LINES[kind]}>"
        case _:
            return "\n".join(map(_block, node.children))


def _around(tag: str, children: Iterable[Node]) -> str:
    inner = "\n".join(map(_block, children))
    return f"<{tag}>\n{inner}\n</{tag}>"


def _flow(children: list[Node]) -> str:
    """Blocks inside an element; a paragraph alone is only its line."""
    if not children:
        return ""
    if len(children) == 1 and children[0].kind is Kind.PARAGRAPH:
        return _inline(children[0].children)
    if children[0].kind is Kind.PARAGRAPH and all(it.kind is Kind.LIST for it in children[1:]):
        return "\n".join([_inline(children[0].children), *map(_block, children[1:])]) + "\n"
    return "\n" + "\n".join(map(_block, children)) + "\n"


def _list(node: Node) -> str:
    tag = "ol" if node.ordered else "ul"
    items = [it if it.kind is Kind.ITEM else Node(Kind.ITEM, [it]) for it in node.children]
    first = items[0].number if node.ordered and items else 1
    start = f' start="{first}"' if first != 1 else ""
    lines = []
    for place, item in enumerate(items):
        value = f' value="{item.number}"' if node.ordered and item.number != first + place else ""
        box = "" if item.checked is None else f'<input type="checkbox" disabled{" checked" * item.checked}> '
        lines.append(f"<li{value}>{box}{_flow(item.children)}</li>")
    return "\n".join([f"<{tag}{start}>", *lines, f"</{tag}>"])


def _table(node: Node) -> str:
    rows = [it for it in node.children if it.kind is Kind.ROW]
    head = [rows[0]] if rows and is_heading_row(rows[0]) else []
    lines = ["<table>"]
    lines += [f"<caption>{_flow(it.children)}</caption>" for it in node.children if it.kind is Kind.CAPTION]
    if head:
        lines += ["<thead>", _row(rows[0]), "</thead>"]
    lines += ["<tbody>", *map(_row, rows[len(head) :]), "</tbody>", "</table>"]
    others = [_block(it) for it in node.children if it.kind not in {Kind.ROW, Kind.CAPTION}]
    return "\n".join([*others, *lines])


def _row(row: Node) -> str:
    cells = (("th" if cell.checked else "td", _flow(cell.children)) for cell in row.children)
    return "<tr>" + "".join(f"<{tag}>{inner}</{tag}>" for tag, inner in cells) + "</tr>"


def _footnotes(notes: list[Node]) -> list[str]:
    if not notes:
        return []
    lines = [f'<li id="fn{it.value}" value="{it.value}">{_flow(it.children)}</li>' for it in notes]
    return ["<section>", "<ol>", *lines, "</ol>", "</section>"]


def _inline(pieces: Iterable[Node]) -> str:
    return "".join(map(_piece, pieces))


def _piece(node: Node) -> str:  # noqa: PLR0911 - one return a kind
    match node.kind:
        case Kind.TEXT:
            return escape(node.value, quote=False)
        case Kind.LINE_BREAK:
            return "<br>"
        case Kind.INLINE_CODE:
            return f"<code>{escape(words_of(node.children), quote=False)}</code>"
        case Kind.INLINE_MATH:
            return _formula(node.value, display=bool(node.checked))
        case Kind.LINK:
            return f'<a href="{escape(node.url)}">{_inline(node.children)}</a>'
        case Kind.IMAGE:
            return f'<img src="{escape(node.url)}" alt="{escape(node.value)}">'
        case Kind.REFERENCE:
            return f'<sup><a href="#fn{node.value}">{node.value}</a></sup>'
        case Kind.RUBY:
            reading = f"<rt>{escape(node.value, quote=False)}</rt>" if node.value else ""
            return f"<ruby>{_inline(node.children)}{reading}</ruby>"
        case kind if kind in INLINE_TAGS:
            return f"<{INLINE_TAGS[kind]}>{_inline(node.children)}</{INLINE_TAGS[kind]}>"
        case _:
            return _inline(node.children)


def _formula(tex: str, *, display: bool) -> str:
    """TeX between the signs that MathJax and KaTeX look for."""
    text = escape(tex, quote=False)
    return rf"\[{text}\]" if display else rf"\({text}\)"
