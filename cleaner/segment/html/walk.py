"""The one walk over a parsed page: every node once, in reading order, without recursion.

It calls the builder with what matters to text and keeps for itself only what is open: a stack, as
the parser's own tree is walked in C and says of a node no more than which its parent is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.blocks import Builder
from cleaner.segment.html.names import look_up
from cleaner.segment.html.tags import KNOWN, ROLES, UNKNOWN, Flag, Flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.segment.html.tags import Tag

Attributes = dict[str, "str | None"]

_NAMING: Final = ("class", "id", "role", "itemprop", "rel", "data-component", "data-testid")
"""Attributes whose words say what an element is."""
_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BODY_PROPERTIES: Final = frozenset(("articlebody", "text", "reviewbody"))
_HIDDEN, _SKIP, _LINK = int(Flag.HIDDEN), int(Flag.SKIP), int(Flag.LINK)
_ARIA_HIDDEN, _ARTICLE_BODY = int(Flag.ARIA_HIDDEN), int(Flag.ARTICLE_BODY)
_UNNAMED: Final = frozenset(("html", "body"))
"""Their classes tell of the theme and of what the page has, not of what stands in it."""


def walk(tree: LexborHTMLParser) -> Builder:
    """The blocks, elements and head of a parsed page."""
    builder = Builder()
    root = tree.root
    if root is None:
        return builder
    document = root.parent
    walker = _Walker(builder, 0 if document is None else document.mem_id)
    opened, closed, text = walker.open, walker.close, walker.text
    open_ids = walker.ids
    for node in root.traverse(include_text=True):
        parent = node.parent.mem_id
        while open_ids[-1] != parent:
            closed()
        tag = node.tag
        if tag == "-text":
            text(node)
        elif tag != "-comment":
            opened(node, tag)
    while len(open_ids) > 1:
        closed()
    builder.finish()
    return builder


class _Walker:
    """What is open at a point of the walk."""

    def __init__(self, builder: Builder, document: int) -> None:
        self.builder = builder
        self.ids = [document]
        self.flags = [0]
        self.flows: list[Flow] = [Flow.BLOCK]
        self.named: dict[tuple[str | None, ...], int] = {}

    def text(self, node: LexborNode) -> None:
        flags = self.flags[-1]
        if not flags & _SKIP:
            content = node.text_content
            if content:
                self.builder.text(content, flags)

    def open(self, node: LexborNode, tag: str) -> None:
        known = KNOWN.get(tag, UNKNOWN)
        flow = known.flow
        flags = self.flags[-1] | known.flags
        if flow is Flow.HEAD:
            self._head(node, tag)
        elif flow is Flow.BREAK:
            self.builder.line_end()
        elif flow is Flow.IMAGE:
            self.builder.images += 1
        elif flow < Flow.BREAK:
            if flow is not Flow.PLAIN and not flags & _SKIP:
                flags = self._inline(node, tag, flow, flags)
        elif flow is not Flow.SKIP:
            flags = self._block(node, tag, known, flags)
        self.ids.append(node.mem_id)
        self.flags.append(flags)
        self.flows.append(flow)
        builder = self.builder
        if len(self.ids) > builder.deepest:
            builder.deepest = len(self.ids)

    def close(self) -> None:
        self.ids.pop()
        self.flags.pop()
        flow = self.flows.pop()
        if flow is Flow.LINK:
            self.builder.link_end()
        elif Flow.BLOCK <= flow <= Flow.TABLE:
            self.builder.close(flow)

    def _inline(self, node: LexborNode, tag: str, flow: Flow, flags: int) -> int:
        attributes = node.attributes
        if flow is Flow.LINK:
            if "href" in attributes:
                self.builder.link_begin()
            else:
                flags &= ~_LINK | self.flags[-1]
        if attributes:
            bits = self._names(tag, attributes)
            if bits:
                self.builder.inline_names |= bits
            flags = _shown(attributes, flags)
        elif "-" in tag:
            self.builder.inline_names |= look_up(tag)
        return flags

    def _block(self, node: LexborNode, tag: str, known: Tag, flags: int) -> int:
        attributes = node.attributes
        bits = 0
        if tag == "html":
            self.builder.head.language = attributes.get("lang") or attributes.get("xml:lang")
        if attributes and tag not in _UNNAMED:
            bits = self._names(tag, attributes)
            flags = _shown(attributes, flags)
            if role := attributes.get("role"):
                flags |= ROLES.get(role, 0)
            item = attributes.get("itemprop") or attributes.get("property")
            if item and item.lower().rpartition(":")[2] in _BODY_PROPERTIES:
                flags |= _ARTICLE_BODY
        self.builder.open(known.flow, known.code, flags, bits, attributes.get("class"))
        return flags

    def _names(self, tag: str, attributes: Mapping[str, str | None]) -> int:
        """The bits of all names an element has; the same names are put together once a page."""
        get = attributes.get
        key = (get("class"), get("id"), get("role"), get("itemprop"), get("rel"), get("data-component"))
        bits = self.named.get(key)
        if bits is None:
            bits = 0
            for value in key:
                for name in value.split() if value else ():
                    bits |= look_up(name)
            self.named[key] = bits
        return bits | look_up(tag) if "-" in tag else bits

    def _head(self, node: LexborNode, tag: str) -> None:
        head = self.builder.head
        if tag == "meta":
            head.add_meta(node.attributes)
        elif tag == "link":
            head.add_link(node.attributes)
        elif tag == "title":
            if head.title is None and node.parent.tag == "head":
                head.title = node.text() or None
        elif "ld+json" in (node.attributes.get("type") or ""):
            head.add_script(node.text())


def _shown(attributes: Mapping[str, str | None], flags: int) -> int:
    """`flags`, with what the attributes say of whether the element is seen."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        flags |= _HIDDEN
    elif (style := attributes.get("style")) and _HIDING.search(style):
        flags |= _HIDDEN
    if attributes.get("aria-hidden") == "true":
        flags |= _ARIA_HIDDEN
    return flags
