"""Pages inside a page, put where they stand: `srcdoc` of an `iframe`, `noframes` of a frameset, shadow roots.

A browser shows what is in `srcdoc` and in a `template` with `shadowrootmode` as part of the page, before
any script has run; and where a page is made of frames alone, `noframes` is all the text it has. In the
tree they are an attribute, raw text and a fragment, so the walk would pass them by. They are put into the
tree instead, so that selectors of site rules see them as well:

- an `iframe` becomes a `div` with the same attributes, round the `body` of a page that was parsed by itself;
- so does `noframes`, on a page that has no body;
- a shadow root stands before what its host holds besides, as if there were no `template` around it.

Frames that come from elsewhere stay what they are: nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST: Final = 8
"""Pages in pages that are opened; each level may cost as much as the whole page."""
_SHADOW_ROOT: Final = "template[shadowrootmode]"
_FRAME: Final = "iframe[srcdoc]"


def holds_pages(tree: LexborHTMLParser) -> bool:
    """Whether there may be anything to open; one search in C."""
    return tree.body is None or bool(tree.css(f"{_FRAME},{_SHADOW_ROOT}"))


def open_pages(tree: LexborHTMLParser, parse: Callable[[str], LexborHTMLParser]) -> None:
    """Put the pages inside `tree` where they stand; `parse` reads one of them, and opens those inside."""
    roots = tree.css(_SHADOW_ROOT)
    while roots:
        roots += _unwrap(roots.pop())
    for frame in tree.css(_FRAME):
        _put(tree, frame, parse(frame.attributes["srcdoc"] or ""))
    if tree.body is None:
        for node in tree.css("noframes"):
            _put(tree, node, parse(node.text() or ""))


def _unwrap(template: LexborNode) -> list[LexborNode]:
    """Put what is in `template` in its place; the shadow roots in that."""
    inside: list[LexborNode] = []
    for fragment in template.template_fragments():
        inside += fragment.css(_SHADOW_ROOT)
        for node in list(fragment.iter(include_text=True)):
            template.insert_before(node, move=True)
    template.remove()
    return inside


def _put(tree: LexborHTMLParser, node: LexborNode, page: LexborHTMLParser) -> None:
    """Put the body of `page` in the place of `node`."""
    if page.body is None:
        return
    box = tree.create_node("div")
    for name, value in node.attributes.items():
        if name != "srcdoc":
            box.attrs[name] = value or ""
    box.insert_child(page.body)
    node.replace_with(box)
