"""The one walk over a parsed page: every node once, in reading order, without recursion.

The parser's own tree is walked in C and says of a node no more than which its parent is, so what is open
is kept here. The builder is called with what matters to text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html.blocks import HEEDED, Builder
from cleaner.segment.html.names import look_up, look_up_all
from cleaner.segment.html.tags import CODES, KNOWN, ROLES, UNKNOWN, Flag, Flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.segment.html.head import Head

    _Attributes = Mapping[str, str | None]

_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MAY_HIDE: Final = frozenset(("style", "hidden", "aria-hidden"))
_OTHERS: Final = _MAY_HIDE | {"id", "role", "itemprop", "property"}
"""What matters of the attributes of a block, the class aside."""
_NAMING: Final = frozenset(("class", "id", "rel"))
_OF_INLINE: Final = _MAY_HIDE | _NAMING
_BODY_PROPERTIES: Final = frozenset(("articlebody", "text", "reviewbody"))
_UNNAMED: Final = frozenset((CODES["html"], CODES["body"]))
"""Their classes tell of the theme and of what the page has, not of what stands in it."""
_PAGE = CODES["html"]
_HIDDEN, _SKIP, _LINK = int(Flag.HIDDEN), int(Flag.SKIP), int(Flag.LINK)
_ARIA_HIDDEN, _ARTICLE_BODY = int(Flag.ARIA_HIDDEN), int(Flag.ARTICLE_BODY)
_OF_INLINES, _OF_LINK, _OF_BLOCKS = int(Flow.INLINE), int(Flow.LINK), int(Flow.BLOCK)
_BREAK, _IMAGE, _HEAD = int(Flow.BREAK), int(Flow.IMAGE), int(Flow.HEAD)
_NOTHING: Final = 0
"""What there is to do when most inline elements end."""
_STATIC: Final = 1 << 12
"""Ids of the tags that lexbor knows are below; others are addresses, good for one tree."""


def _known() -> tuple[dict[int, tuple[int, int, int]], int, int]:
    """What `KNOWN` says, by lexbor's ids of the tags, which are got faster than names; those of text and comments."""
    tree = LexborHTMLParser("<body>text<!-- comment -->")
    ids = {node.tag: node.tag_id for node in tree.body.traverse(include_text=True)}
    known = {tree.create_node(tag).tag_id: (int(it.flow), it.code, it.flags if it.flow != Flow.LINK else 0) for tag, it in KNOWN.items()}
    return {tag: row for tag, row in known.items() if tag < _STATIC}, ids["-text"], ids["-comment"]


_TAGS, _TEXT, _COMMENT = _known()


def walk(  # noqa: C901, PLR0912, PLR0915 - see the docstring
    tree: LexborHTMLParser, builder: Builder | None = None, marks: Mapping[int, int] | None = None
) -> Builder:
    """The blocks, elements and head of a parsed page.

    `marks` adds flags to elements, by their `mem_id`; a `builder` of one's own can make use of them.

    A page has thousands of nodes, and a call costs Python as much as the parser takes for a node. So this
    is one long loop: what happens to most nodes is written out in it, and calls are left to what is rare
    or is done once a block. What is open innermost is held in three variables (`top`, its identity,
    `around`, its flags, and `ending`, what is to do at its end), what is around it on the stack.
    """
    builder = builder or Builder()
    root = tree.root
    if root is None:
        return builder
    document = root.parent
    outermost = 0 if document is None else document.mem_id
    top, around, ending = outermost, 0, _NOTHING
    stack: list[tuple[int, int, int]] = []
    deepest = 0
    gathered = builder.gathered
    row_of = _TAGS.get
    for node in root.traverse(include_text=True):
        tag = node.tag_id
        if tag == _TEXT:
            if not gathered and node.is_empty_text_node:
                continue
        elif tag == _COMMENT:
            continue

        parent = node.parent.mem_id  # type: ignore[union-attr] # only the document has none
        if top != parent:
            if len(stack) > deepest:
                deepest = len(stack)
            while top != parent:
                if ending >= _OF_BLOCKS:
                    builder.close(ending)
                elif ending:
                    builder.link_end()
                top, around, ending = stack.pop()

        if tag == _TEXT:
            if not around & _SKIP:
                content = node.text_content or ""
                if around & HEEDED or not gathered or marks:
                    builder.text(content, around)
                else:
                    gathered.append(content)
            continue

        flow, code, flags = row_of(tag) or _unlisted(node)
        flags |= around
        if marks:
            flags |= marks.get(node.mem_id, 0)
        then = _NOTHING
        if flow >= _OF_BLOCKS:
            names, css_class = 0, None
            attributes = node.attributes
            if attributes and code not in _UNNAMED:
                css_class = attributes.get("class")
                if css_class:
                    names = look_up_all(css_class)
                if not _OTHERS.isdisjoint(attributes):
                    more, said = _block_attributes(attributes)
                    names |= more
                    flags |= said
                if tag > _STATIC:
                    names |= _of_tag(node)
            elif code == _PAGE:
                builder.head.language = attributes.get("lang") or attributes.get("xml:lang")
            builder.open(flow, code, flags, names, css_class)
            then = flow
        elif flow == _OF_INLINES or flow == _OF_LINK:
            attributes = node.attributes
            if flow == _OF_LINK:
                if "href" in attributes and not flags & _SKIP:
                    builder.link_begin()
                    flags |= _LINK
                    then = _OF_LINK
            elif tag > _STATIC and attributes:
                builder.inline_names |= _of_tag(node)
            if not _OF_INLINE.isdisjoint(attributes):
                for name, value in attributes.items():
                    if name in _NAMING:
                        if value:
                            builder.inline_names |= look_up_all(value)
                    elif name in _MAY_HIDE:
                        flags |= _unseen(name, value)
        elif flow == _IMAGE:
            builder.images += 1
        elif flow == _BREAK:
            if not flags & _SKIP:
                builder.line_end()
        elif flow == _HEAD:
            _tell(builder, node)
        stack.append((top, around, ending))
        top, around, ending = node.mem_id, flags, then
    if len(stack) > deepest:
        deepest = len(stack)
    while top != outermost:
        if ending >= _OF_BLOCKS:
            builder.close(ending)
        elif ending:
            builder.link_end()
        top, around, ending = stack.pop()
    builder.deepest = deepest + 1
    builder.flush()
    return builder


def _unlisted(node: LexborNode) -> tuple[int, int, int]:
    known = KNOWN.get(node.tag, UNKNOWN)
    return int(known.flow), known.code, known.flags


def _of_tag(node: LexborNode) -> int:
    """What an element of one's own, such as `my-share`, is called."""
    return look_up(node.tag) if "-" in node.tag else 0


def _block_attributes(attributes: _Attributes) -> tuple[int, int]:
    """What attributes say of a block-level element, the class aside: names and flags."""
    names = flags = 0
    item = None
    for name, value in attributes.items():
        if name == "id":
            names |= look_up_all(value or "")
        elif name in _MAY_HIDE:
            flags |= _unseen(name, value)
        elif name == "role":
            flags |= ROLES.get(value or "", 0)
        elif name in ("itemprop", "property"):
            item = attributes.get("itemprop") or value
    if item:
        names |= look_up_all(item)
        flags |= _of_item(item)
    return names, flags


def _tell(builder: Builder, node: LexborNode) -> None:
    """Have the page's head hear of one of its elements."""
    head = builder.head
    tag = node.tag
    if tag == "meta":
        head.add_meta(node.attributes)
    elif tag == "link":
        head.add_link(node.attributes)
    elif tag == "title":
        if head.title is None and not builder.blocks:
            head.title = node.text() or None
    elif "ld+json" in (node.attributes.get("type") or ""):
        head.add_script(node.text())


def _unseen(attribute: str, value: str | None) -> int:
    """The flags for what one of `_MAY_HIDE` says of whether the element is seen."""
    if attribute == "style":
        if not value:
            return 0
        lowered = value.lower()
        may_hide = "none" in lowered or "dden" in lowered
        return _HIDDEN if may_hide and _HIDING.search(value) else 0
    if attribute == "hidden":
        return _HIDDEN if value != "until-found" else 0
    return _ARIA_HIDDEN if value == "true" else 0


def _of_item(item: str) -> int:
    """The flags for what `itemprop` or `property` says."""
    return _ARTICLE_BODY if item.lower().rpartition(":")[2] in _BODY_PROPERTIES else 0
