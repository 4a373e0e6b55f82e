"""Footnotes of a page: which links refer to one, and which elements hold their texts.

A reference is a link inside the page with a number or sign as its text, to an element further down that looks
like a note, by its name or by that of the link. The link back from the note points up, and is no reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from cleaner.segment.html.html_tags import Flow
from cleaner.segment.html.tag_ids import BUILT_IN, ROWS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SIGN: Final = re.compile(r"#[\w:.-]{0,40}(?:fn|ftn|[Nn]ote|cite|[Rr]ef)")
"""Searched for in the whole page first: most pages have no footnotes."""
_NOTE: Final = re.compile(r"fn|ftn|note|cite|ref\b|reference|endnote", re.IGNORECASE)
_MARKER: Final = re.compile(
    r"[\[(]?\s*(?:note\s+)?(?:\d{1,4}|[a-z]{1,2}|[ivxl]{1,6}|[*†‡§¶]{1,3})\s*[\])]?", re.IGNORECASE
)
_BACK: Final = re.compile(
    r"[\s\[\]().:]*(?:[↩↵⏎⤴⮐↑↖^⇑⇧]\ufe0e?|\d{1,4}|[a-z]|[*†‡§¶]{1,3}|back|return)*[\s\[\]().:]*",
    re.IGNORECASE,
)
_TOO_LARGE: Final = frozenset(
    ("body", "main", "article", "html", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ol", "ul")
)
BRACKETS: Final = " \t\n[]().:"
"""What stands around the number of a footnote."""
_BLOCK: Final = int(Flow.BLOCK)
_MOST: Final = 5000
"""Links and names that are looked at; a hostile page may have a million."""


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a page; elements and links by their `mem_id`."""

    references: dict[int, str] = field(default_factory=dict)
    """Link -> label of its footnote."""
    markers: dict[str, str] = field(default_factory=dict)
    """Label -> the number or sign that the page itself refers with."""
    texts: dict[int, str] = field(default_factory=dict)
    """Element with the text of a footnote -> its label."""
    back: set[int] = field(default_factory=set)
    """Links from a note to where it is referred to."""


def find_footnotes(tree: LexborHTMLParser) -> Footnotes:
    """The footnotes of a page; labels count from 1 in the order of the first references."""
    found = Footnotes()
    if not any(_is_reference(link) for link in tree.css("a[href*='#']")[:_MOST]):
        return found
    nodes = tree.css("a[href*='#'],[id],a[name]")[:_MOST]
    places = {node.mem_id: place for place, node in enumerate(nodes)}
    named = _named(nodes)
    labels: dict[int, str] = {}
    held: dict[int, int] = {}
    for node in nodes:
        target = named.get(_fragment(node)) if node.tag == "a" else None
        if target is None or target.mem_id == node.mem_id:
            continue
        is_down = places[target.mem_id] > places[node.mem_id]
        if is_down and _is_reference(node):
            holder = _holder(target)
            if holder is not None and held.setdefault(holder.mem_id, target.mem_id) == target.mem_id:
                label = labels.setdefault(holder.mem_id, str(len(labels) + 1))
                found.references[node.mem_id] = label
                found.texts[holder.mem_id] = label
                found.markers.setdefault(label, (node.text() or "").strip(BRACKETS))
        elif not is_down and _BACK.fullmatch(" ".join((node.text() or "").split())):
            found.back.add(node.mem_id)
    return found


def _named(nodes: list[LexborNode]) -> dict[str, LexborNode]:
    """The first element of each name."""
    named: dict[str, LexborNode] = {}
    for node in nodes:
        given = node.attributes
        for name in (given.get("id"), given.get("name") if node.tag == "a" else None):
            if name:
                named.setdefault(name, node)
    return named


def _fragment(link: LexborNode) -> str:
    return unquote((link.attributes.get("href") or "").partition("#")[2])


def _is_reference(link: LexborNode) -> bool:
    """Whether a link looks like one to a footnote, wherever it leads."""
    return _says_note(link) and _MARKER.fullmatch(" ".join((link.text() or "").split())) is not None


def _says_note(link: LexborNode) -> bool:
    """Whether the link itself or its address calls its target a note."""
    given = link.attributes
    said = f"{_fragment(link)} {given.get('class') or ''} {given.get('role') or ''} {given.get('rel') or ''}"
    return _NOTE.search(said) is not None


def _holder(target: LexborNode) -> LexborNode | None:
    """The element with the whole text of a note: the named one, or the block-level one around it."""
    node: LexborNode | None = target
    while node is not None and not _is_block(node):
        node = node.parent
    if node is None or node.tag in _TOO_LARGE:
        return None
    if node.tag in {"p", "div"} and node.parent is not None and node.parent.tag == "li":
        return node.parent
    return node


def _is_block(node: LexborNode) -> bool:
    tag = node.tag_id
    return tag < BUILT_IN and ROWS[tag][0] >= _BLOCK
