"""Traversal of a parsed page: every node once, in document order, without recursion.

The parser iterates over its tree in C and gives of each node only its parent, so the open elements are kept
on a stack here. A `Builder` gathers the blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.segment.html.attributes import (
    BLOCK_ATTRIBUTES,
    HIDING_ATTRIBUTES,
    NAME_ATTRIBUTES,
    hidden_flags,
    names_and_flags,
)
from cleaner.segment.html.blocks import SPECIAL, Builder
from cleaner.segment.html.class_labels import look_up_all
from cleaner.segment.html.html_tags import CODES, Flag, Flow
from cleaner.segment.html.tag_ids import BUILT_IN, COMMENT, ROWS, TEXT, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIP, _LINK = int(Flag.SKIP), int(Flag.LINK)
_OF_LINK, _OF_BLOCKS, _TABLE = int(Flow.LINK), int(Flow.BLOCK), int(Flow.TABLE)
_BREAK, _IMAGE, _HEAD = int(Flow.BREAK), int(Flow.IMAGE), int(Flow.HEAD)
_INLINE: Final = frozenset((int(Flow.INLINE), _OF_LINK))
"""The flows of inline elements whose attributes are read."""
_INLINE_ATTRIBUTES: Final = HIDING_ATTRIBUTES | NAME_ATTRIBUTES
_NOTHING: Final = 0
"""The end of most inline elements needs no action."""
_LISTS: Final = frozenset(CODES[tag] for tag in ("ul", "ol", "dl", "dir", "menu"))
_PAGE: Final = CODES["html"]
_UNNAMED: Final = frozenset((_PAGE, CODES["body"]))
"""Their classes name the theme and the parts of the page, not what it is about."""


def walk(  # noqa: C901, PLR0912, PLR0915 - see the docstring
    tree: LexborHTMLParser, builder: Builder | None = None, marks: Mapping[int, int] | None = None
) -> Builder:
    """The blocks, elements and head of a parsed page.

    `marks` adds flags to elements, by their `mem_id`; a `builder` that uses them is called with every text
    that is not blank.

    This is one long loop, because a page has thousands of nodes, and a call in Python costs as much as
    parsing a node: what most nodes need is inline, columns of elements are filled here, and the builder is
    called for what is rare or happens once a block. The innermost open element is held in three variables
    (`top`, its identity; `around`, its flags; `ending`, what to do at its end), those around it on the stack.
    """
    builder = builder or Builder()
    root = tree.root
    if root is None:
        return builder
    document = root.parent
    top, around, ending = 0 if document is None else document.mem_id, 0, _NOTHING
    stack: list[tuple[int, int, int]] = []
    deepest = 0
    gathered = builder.gathered
    parents, ends, levels = builder.parents, builder.ends, builder.levels
    tags, all_flags, classes, other_names = builder.tags, builder.flags, builder.classes, builder.other_names
    for node in root.traverse(include_text=True):
        tag = node.tag_id
        if tag == TEXT:
            if not gathered and node.is_empty_text_node:
                continue
        elif tag == COMMENT:
            continue

        parent = node.parent.mem_id  # type: ignore[union-attr] # only the document has none
        if top != parent:
            if len(stack) > deepest:  # noqa: PLR1730 - a call less for every second element
                deepest = len(stack)
            while top != parent:
                if ending >= _OF_BLOCKS:
                    if gathered:
                        builder.flush()
                    element = builder.element
                    ends[element] = len(ends)
                    builder.element = parents[element]
                    if ending == _TABLE:
                        builder.close_table()
                elif ending:
                    builder.after_link = len(gathered)
                top, around, ending = stack.pop()

        if tag == TEXT:
            if not around & _SKIP:
                content = node.text_content or ""
                if not content or content.isspace():
                    if gathered:
                        gathered.append(content)
                elif around & SPECIAL or marks is not None:
                    builder.text(content, around)
                else:
                    gathered.append(content)
            continue

        flow, code, flags = ROWS[tag] if tag < BUILT_IN else row(node.tag)
        flags |= around
        if marks:
            flags |= marks.get(node.mem_id, 0)
        then = _NOTHING
        if flow >= _OF_BLOCKS:
            attributes = node.attributes
            css_class, others = None, ""
            if attributes and code not in _UNNAMED:
                css_class = attributes.get("class")
                if not BLOCK_ATTRIBUTES.isdisjoint(attributes):
                    others, more_flags = names_and_flags(attributes)
                    flags |= more_flags
                if tag >= BUILT_IN:
                    others += _custom_tag(node)
            elif code == _PAGE:
                builder.head.language = attributes.get("lang") or attributes.get("xml:lang")
            if gathered:
                builder.flush()
            above = builder.element
            builder.element = len(ends)
            parents.append(above)
            tags.append(code)
            classes.append(css_class)
            other_names.append(others)
            all_flags.append(flags)
            levels.append(levels[above] + (code in _LISTS))
            ends.append(0)
            if flow > _OF_BLOCKS:
                builder.open_table_part(flow)
            then = flow
        elif flow in _INLINE and not flags & _SKIP:
            attributes = node.attributes
            if flow == _OF_LINK:
                if "href" in attributes:
                    builder.new_link = True
                    if builder.after_link == len(gathered) > 0:
                        gathered.append(" ")  # adjacent links are separate words
                    flags |= _LINK
                    then = _OF_LINK
            elif tag >= BUILT_IN and attributes:
                builder.inline_names |= look_up_all(_custom_tag(node))
            if not _INLINE_ATTRIBUTES.isdisjoint(attributes):
                for name, value in attributes.items():
                    if name in NAME_ATTRIBUTES:
                        if value:
                            builder.inline_names |= look_up_all(value)
                    elif name in HIDING_ATTRIBUTES:
                        flags |= hidden_flags(name, value)
        elif flow == _IMAGE:
            builder.images += 1
        elif flow == _BREAK:
            if not flags & _SKIP:
                builder.line_end()
        elif flow == _HEAD:
            _add_to_head(builder, node)
        stack.append((top, around, ending))
        top, around, ending = node.mem_id, flags, then

    stack.append((top, around, ending))
    builder.deepest = max(deepest + 1, len(stack))
    for *_, ending in reversed(stack):
        if ending >= _OF_BLOCKS:
            builder.flush()
            ends[builder.element] = len(ends)
            builder.element = parents[builder.element]
        if ending == _TABLE:
            builder.close_table()
    builder.flush()
    return builder


def _custom_tag(node: LexborNode) -> str:
    """The tag of a custom element, such as `my-share`, as a name; empty for others."""
    tag = node.tag or ""
    return f" {tag}" if "-" in tag else ""


def _add_to_head(builder: Builder, node: LexborNode) -> None:
    """Add an element with metadata to the page's head."""
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
