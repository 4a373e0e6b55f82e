"""Pages inside a page: `srcdoc` of an `iframe`, `noframes` of a frameset, and declarative shadow roots.

Browsers show `srcdoc` and a `template` with `shadowrootmode` as part of the page before any script has run.
Where a page consists of frames alone, `noframes` is all its text. The parser gives these as an attribute, as
a fragment and as raw text. They are put into the tree as elements, for the traversal and for the selectors of
site rules:

- an `iframe` becomes a `div` with the same attributes, around the `body` of its page, which is parsed by
  itself;
- so does `noframes`, on a page without a body;
- the content of a shadow root replaces its `template`, before the other children of its host.

Frames with a URL are left alone: nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_LEVEL: Final = 8
"""Levels of pages in pages that are read; each may cost as much as the whole page."""
_SHADOW_ROOT: Final = "template[shadowrootmode]"
_FRAME: Final = "iframe[srcdoc]"


def holds_pages(tree: LexborHTMLParser) -> bool:
    """Whether there may be pages inside; one search in C."""
    return tree.body is None or bool(tree.css(f"{_FRAME},{_SHADOW_ROOT}"))


def insert_pages(tree: LexborHTMLParser, parse: Callable[[str], LexborHTMLParser]) -> None:
    """Put the pages inside `tree` into it. `parse` parses one of them, those inside it included."""
    roots = tree.css(_SHADOW_ROOT)
    while roots:
        roots += _unwrap(roots.pop())
    for frame in tree.css(_FRAME):
        _put(tree, frame, parse(frame.attributes["srcdoc"] or ""))
    if tree.body is None:
        for node in tree.css("noframes"):
            _put(tree, node, parse(node.text() or ""))


def _unwrap(template: LexborNode) -> list[LexborNode]:
    """Replace `template` by its content. Returns the shadow roots in that."""
    inside: list[LexborNode] = []
    for fragment in template.template_fragments():
        inside += fragment.css(_SHADOW_ROOT)
        for node in list(fragment.iter(include_text=True)):
            template.insert_before(node, move=True)
    template.remove()
    return inside


def _put(tree: LexborHTMLParser, node: LexborNode, page: LexborHTMLParser) -> None:
    """Replace `node` by the body of `page`."""
    if page.body is None:
        return
    box = tree.create_node("div")
    for name, value in node.attributes.items():
        if name != "srcdoc":
            box.attrs[name] = value or ""
    box.insert_child(page.body)
    node.replace_with(box)
