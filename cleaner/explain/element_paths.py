"""The element that each block of an HTML page stands in, as a path of tags, ids and classes.

A document keeps of its page's elements only what features need, and no ids and classes. So the page is parsed
again, for explanations alone; the same code gives the same tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.segment.html.block_elements import block_elements
from cleaner.segment.html.html_tags import TAGS
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.document import Document

_MOST_ELEMENTS: Final = 5
"""Elements of a path, counted from the block; those around them are left out, and marked by an ellipsis."""
_MOST_CLASSES: Final = 3
"""Classes of an element that are shown."""
_LONGEST_NAME: Final = 40
"""Characters of an id or a class that are shown."""
_WHOLE_PAGE: Final = frozenset({"html", "body"})


def element_paths(page: str, document: Document) -> tuple[str, ...]:
    """For each block of `document`, made of `page`, its element's path; empty where there are none to tell.

    >>> from cleaner.segment.html import segment_html
    >>> page = "<main id=top><div class='post text'><p>It is open."
    >>> element_paths(page, segment_html(page))
    ('main#top > div.post.text > p',)
    """
    if document.dom is None:
        return ()
    nodes = [None, *block_elements(parse(page))]
    tags = document.dom.elements.tag.tolist()
    if len(nodes) != len(tags):
        return ()  # the tree is another one
    known: dict[int, str] = {}
    for place in set(document.dom.element.tolist()):
        node = nodes[place]
        known[place] = _path(node) if node is not None else TAGS[tags[place]]
    return tuple(known[place] for place in document.dom.element.tolist())


def _path(node: LexborNode) -> str:
    steps: list[str] = []
    above: LexborNode | None = node
    while above is not None and above.tag and above.tag not in _WHOLE_PAGE and len(steps) <= _MOST_ELEMENTS:
        steps.append(_step(above))
        above = above.parent
    if len(steps) > _MOST_ELEMENTS:
        steps[-1] = "…"
    return " > ".join(reversed(steps)) or (node.tag or "")


def _step(node: LexborNode) -> str:
    attributes = node.attributes
    identity = (attributes.get("id") or "").split()[:1]
    classes = (attributes.get("class") or "").split()[:_MOST_CLASSES]
    return "".join(
        (
            node.tag or "",
            *(f"#{it[:_LONGEST_NAME]}" for it in identity),
            *(f".{it[:_LONGEST_NAME]}" for it in classes),
        )
    )
