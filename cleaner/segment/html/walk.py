"""The one walk over a parsed page: every node once, in reading order, without recursion.

It calls the builder with what matters to text and keeps for itself only what is open: a stack, as
the parser's own tree is walked in C and says of a node no more than which its parent is. A page has
thousands of nodes, so what is done for each is kept to the least: a table leads from the tag to the
method that knows what to do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.blocks import Builder
from cleaner.segment.html.names import look_up, look_up_all
from cleaner.segment.html.tags import KNOWN, ROLES, Flag, Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    _Handler = Callable[[LexborNode, str, int], None]

_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MAY_HIDE: Final = frozenset(("style", "hidden", "aria-hidden"))
_NAMING_BLOCKS: Final = frozenset(("class", "id"))
_NAMING: Final = _NAMING_BLOCKS | {"rel"}
_ITEMS: Final = frozenset(("itemprop", "property"))
_BODY_PROPERTIES: Final = frozenset(("articlebody", "text", "reviewbody"))
_UNNAMED: Final = frozenset(("html", "body"))
"""Their classes tell of the theme and of what the page has, not of what stands in it."""
_HIDDEN, _SKIP, _LINK = int(Flag.HIDDEN), int(Flag.SKIP), int(Flag.LINK)
_ARIA_HIDDEN, _ARTICLE_BODY = int(Flag.ARIA_HIDDEN), int(Flag.ARTICLE_BODY)
_NOTHING, _OF_LINK = int(Flow.INLINE), int(Flow.LINK)


def walk(
    tree: LexborHTMLParser, builder: Builder | None = None, marks: Mapping[int, int] | None = None
) -> Builder:
    """The blocks, elements and head of a parsed page.

    `marks` adds flags to elements, by their `mem_id`; a `builder` of one's own can make use of them.
    """
    builder = builder or Builder()
    root = tree.root
    if root is None:
        return builder
    walker = _Walker(builder, root)
    if marks:
        walker.mark(marks)
    stack, gathered, text, close, handlers, otherwise = (
        walker.stack,
        builder.pieces,
        builder.text,
        walker.close,
        walker.handlers,
        walker.otherwise,
    )
    for node in root.traverse(include_text=True):
        tag: str = node.tag  # type: ignore[assignment] # every node below the document has one
        if tag == "-comment" or (tag == "-text" and not gathered and node.is_empty_text_node):
            continue
        parent = node.parent.mem_id  # type: ignore[union-attr] # only the document has none
        if stack[-1][0] != parent:
            close(parent)
        flags = stack[-1][1]
        if tag != "-text":
            handlers.get(tag, otherwise)(node, tag, flags)
        elif not flags & _SKIP:
            content = node.text_content or ""
            if content and not content.isspace():
                text(content, flags)
            elif gathered:
                gathered.append(content)
    close(walker.outermost)
    builder.flush()
    return builder


class _Walker:
    """What is open at a point of the walk."""

    def __init__(self, builder: Builder, root: LexborNode) -> None:
        self.builder = builder
        document = root.parent
        self.outermost = 0 if document is None else document.mem_id
        self.stack: list[tuple[int, int, int]] = [(self.outermost, 0, _NOTHING)]
        """Identity, flags and flow of each open element."""
        methods = {
            Flow.PLAIN: self.plain,
            Flow.LINK: self.inline,
            Flow.BREAK: self.line_end,
            Flow.IMAGE: self.image,
            Flow.HEAD: self.head,
            Flow.SKIP: self.plain,
        }
        self.handlers: dict[str, _Handler] = {
            tag: methods.get(known.flow, self.block) for tag, known in KNOWN.items()
        }
        self.otherwise: _Handler = self.inline

    def mark(self, marks: Mapping[int, int]) -> None:
        """Have elements handled with the flags that `marks` adds to them."""

        def marking(handle: _Handler) -> _Handler:
            return lambda node, tag, flags: handle(node, tag, flags | marks.get(node.mem_id, 0))

        self.handlers = {tag: marking(handle) for tag, handle in self.handlers.items()}
        self.otherwise = marking(self.otherwise)

    def close(self, until: int) -> None:
        """Close what is open inside the element `until`."""
        stack, builder = self.stack, self.builder
        builder.deepest = max(builder.deepest, len(stack))
        while stack[-1][0] != until:
            flow = stack.pop()[2]
            if flow > _OF_LINK:
                builder.close(flow)
            elif flow == _OF_LINK:
                builder.link_end()

    def plain(self, node: LexborNode, tag: str, flags: int) -> None:
        self.stack.append((node.mem_id, flags | KNOWN[tag].flags, _NOTHING))

    def line_end(self, node: LexborNode, _tag: str, flags: int) -> None:
        self.stack.append((node.mem_id, flags, _NOTHING))
        if not flags & _SKIP:
            self.builder.line_end()

    def image(self, node: LexborNode, _tag: str, flags: int) -> None:
        self.stack.append((node.mem_id, flags, _NOTHING))
        self.builder.images += 1

    def inline(self, node: LexborNode, tag: str, flags: int) -> None:
        attributes = node.attributes
        flow = _NOTHING
        if tag == "a" and "href" in attributes and not flags & _SKIP:
            self.builder.link_begin()
            flags |= _LINK
            flow = _OF_LINK
        if attributes:
            bits = look_up(tag) if "-" in tag else 0
            for name, value in attributes.items():
                if value and name in _NAMING:
                    bits |= look_up_all(value)
                elif name in _MAY_HIDE:
                    flags |= _unseen(name, value)
            self.builder.inline_names |= bits
        self.stack.append((node.mem_id, flags, flow))

    def block(self, node: LexborNode, tag: str, flags: int) -> None:
        known = KNOWN[tag]
        flags |= known.flags
        bits = 0
        css_class = item = None
        attributes = node.attributes
        if attributes and tag not in _UNNAMED:
            css_class = attributes.get("class")
            bits = look_up(tag) if "-" in tag else 0
            for name, value in attributes.items():
                if name in _NAMING_BLOCKS:
                    bits |= look_up_all(value or "")
                elif name in _MAY_HIDE:
                    flags |= _unseen(name, value)
                elif name in _ITEMS:
                    item = attributes.get("itemprop") or value
                elif name == "role":
                    flags |= ROLES.get(value or "", 0)
            if item:
                bits |= look_up_all(item)
                flags |= _of_item(item)
        elif tag == "html":
            self.builder.head.language = attributes.get("lang") or attributes.get("xml:lang")
        self.builder.open(known, flags, bits, css_class)
        self.stack.append((node.mem_id, flags, known.flow))

    def head(self, node: LexborNode, tag: str, flags: int) -> None:
        self.plain(node, tag, flags)
        head = self.builder.head
        if tag == "meta":
            head.add_meta(node.attributes)
        elif tag == "link":
            head.add_link(node.attributes)
        elif tag == "title":
            if head.title is None and not self.builder.blocks:
                head.title = node.text() or None
        elif "ld+json" in (node.attributes.get("type") or ""):
            head.add_script(node.text())


def _unseen(attribute: str, value: str | None) -> int:
    """The flags for what one of `_MAY_HIDE` says of whether the element is seen."""
    if attribute == "style":
        return _HIDDEN if value and _HIDING.search(value) else 0
    if attribute == "hidden":
        return _HIDDEN if value != "until-found" else 0
    return _ARIA_HIDDEN if value == "true" else 0


def _of_item(item: str) -> int:
    """The flags for what `itemprop` or `property` says."""
    return _ARTICLE_BODY if item.lower().rpartition(":")[2] in _BODY_PROPERTIES else 0
