"""An article in data -> its paragraphs, headings and lists as HTML."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.script_article.prose import IS_HTML, SENTENCE, TAG, is_address_or_date, prose_of
from cleaner.segment.html.script_article.shape import LEVELS, VALUES, Article
from cleaner.segment.html.script_values import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.segment.html.script_values import Value

_HEADING: Final = 120
"""Characters of the longest heading."""
_IS_HEADING: Final = re.compile(r"h[1-6]\Z|(?:sub)?(?:head(?:ing|er|line)?|title)\b.*", re.IGNORECASE)
_IS_ITEM: Final = re.compile(r"(?:un)?(?:ordered)?[-_]?list.*|li\Z|.*list[-_ ]?item", re.IGNORECASE)
_ELEMENT: Final = "$"


def as_html(article: Article) -> str:
    """The paragraphs, headings and lists of `article` as HTML."""
    if article.text is not None:
        return _text_as_html(article.text)
    parts = groupby(_parts(article.node, article.name), key=lambda part: part.startswith("<li>"))
    return "\n".join(f"<ul>{''.join(run)}</ul>" if are_items else "\n".join(run) for are_items, run in parts)


def _text_as_html(text: str) -> str:
    if IS_HTML.search(text):
        return text
    return "\n".join(f"<p>{_escaped(line)}</p>" for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    """A text that may have inline tags, as HTML: without tags, and with entities as they are."""
    return escape(unescape(TAG.sub("", text)), quote=False)


def _parts(root: Node, name: str) -> Iterator[str]:
    """The texts under `name` in `root` as HTML, in order: parts of a line joined, headings and items kept."""
    line: list[str] = []
    tag = before = ""
    last: Node | None = None
    for node, key, text in _texts(root):
        own_heading = key != name and _heads(node, key, text, name)
        if key != name and not own_heading:
            continue
        goes_on = bool(line) and key == before and _goes_on(root, last, node, line[-1], text)
        if line and not goes_on:
            yield _element(tag, "".join(line))
            line = []
        if not line:
            tag = "h2" if own_heading else _tag_of(node, root)
        line.append(text)
        last, before = node, key
    if line:
        yield _element(tag, "".join(line))


def _texts(root: Node) -> Iterator[tuple[Node, str, str]]:
    """Every text in `root` in order, with the node that it stands in and its name."""
    waiting: list[tuple[Node, int]] = [(root, 0)]
    while waiting:
        node, at = waiting.pop()
        if at == len(node.values):
            continue
        waiting.append((node, at + 1))
        value = node.values[at]
        if isinstance(value, Node):
            waiting.append((value, 0))
        elif isinstance(value, str) and not _is_element(node):
            yield node, node.keys[at], value


def _is_element(node: Node) -> bool:
    """Whether a list is an element as React streams it: a sign, the tag, the key and the properties."""
    return node.is_list and len(node.values) > 1 and node.values[0] == _ELEMENT


def _goes_on(root: Node, last: Node | None, node: Node, before: str, text: str) -> bool:
    """Whether `text` is on the line of the text before it, as a space or a mark between them says.

    Not so where both are items of the article itself: a paragraph may end with a space.
    """
    if last is None or before.endswith("\n") or root in {node, node.parent}:
        return False
    near = last is node or last.parent is node.parent or last.parent is node or node.parent is last
    return near and (before[-1:].isspace() or text[:1].isspace() or text[:1] in ",.;:!?)”’»")


def _heads(node: Node, key: str, text: str, name: str) -> bool:
    """Whether `text` is the heading of the text under `name` in the same object."""
    names = node.keys[:VALUES]
    if node.is_list or name not in names or key not in names or names.index(key) > names.index(name):
        return False
    return (
        " " in text.strip() and len(text) <= _HEADING and not is_address_or_date(text) and not prose_of(text)
    )


def _tag_of(node: Node, root: Node) -> str:
    """The tag that the kind of the block says which a text is in, `p` where it says none."""
    around: Node | None = node
    for _ in range(LEVELS):
        if around is None or around is root:
            break
        for value in _kinds(around):
            if isinstance(value, str) and len(value) <= SENTENCE:
                if _IS_HEADING.match(value):
                    return "h2"
                if _IS_ITEM.match(value):
                    return "li"
        around = around.parent
    return "p"


def _kinds(node: Node) -> Sequence[Value]:
    """The values of a node that may say what kind of block it is."""
    if _is_element(node):
        return node.values[1:2]
    return () if node.is_list else node.values[:VALUES]


def _element(tag: str, text: str) -> str:
    if IS_HTML.search(text):
        return text
    if tag == "p" and "\n" in text.strip():
        return _text_as_html(text)
    return f"<{tag}>{_escaped(text)}</{tag}>"
