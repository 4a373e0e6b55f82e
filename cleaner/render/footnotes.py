"""Footnotes of a page: which links refer to one, and which elements hold their texts.

A reference is a link inside the page with a number or sign as its text, to an element further down that looks
like a note: by its name, by that of the link, or since a raised number leads there and a link back leads to
the number. The link back from the note points up, and is no reference. Pages without such links may have
raised numbers and numbered notes; see `loose_footnotes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from cleaner.render.loose_footnotes import loose_footnotes
from cleaner.segment.html.block_elements import is_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NOTE: Final = re.compile(r"fn|ftn|note|cite|ref\b|reference|endnote|foot", re.IGNORECASE)
_MARKER: Final = re.compile(
    r"[\[(]?\s*(?:(?:note|[^\W\d_]{1,4})\.?\s*(?=\d{1,3}\b))?(?:\d{1,4}|[a-z]{1,2}|[ivxl]{1,6}|[*†‡§¶]{1,3})\s*[\])]?",
    re.IGNORECASE,
)
"""A number or sign, perhaps with a word before it that tells several lists of notes apart."""
_BACK: Final = re.compile(
    r"[\s\[\]().:]*(?:[↩↵⏎⤴⮐↑↖^⇑⇧]\ufe0e?|\d{1,4}|[a-z]|[*†‡§¶]{1,3}|back|return)*[\s\[\]().:]*",
    re.IGNORECASE,
)
_BACK_NAME: Final = re.compile(r"(_?(?:ftn|fn|edn))ref(\W?\d{1,4})")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TOO_LARGE: Final = _HEADINGS | {"body", "main", "article", "html", "table", "ol", "ul"}
BRACKETS: Final = " \t\n[]().:"
"""What stands around the number of a footnote."""
_MOST: Final = 5000
"""Links and names that are looked at; a hostile page may have a million."""


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a page; elements and links by their `mem_id`."""

    references: dict[int, str] = field(default_factory=dict)
    """Link, or raised number without one -> label of its footnote."""
    markers: dict[str, str] = field(default_factory=dict)
    """Label -> the number or sign that the page itself refers with."""
    texts: dict[int, str] = field(default_factory=dict)
    """Element with the text of a footnote, or some of it -> its label."""
    back: set[int] = field(default_factory=set)
    """Links from a note to where it is referred to."""


def find_footnotes(tree: LexborHTMLParser, around: LexborNode | None) -> Footnotes:
    """The footnotes of a page that something in `around` may refer to.

    Labels count from 1 in the order of the first references.
    """
    found = Footnotes()
    if around is None:
        return found
    if any(_may_refer(link) for link in around.css("a[href*='#']")[:_MOST]):
        _find_linked(tree, found)
    if not found.references and around.css_first("sup") is not None:
        for label, (number, texts) in enumerate(loose_footnotes(tree), 1):
            found.references[number.mem_id] = str(label)
            found.markers[str(label)] = str(label)
            found.texts.update((text.mem_id, str(label)) for text in texts)
    return found


def _find_linked(tree: LexborHTMLParser, found: Footnotes) -> None:
    """Put the footnotes into `found` that links refer to."""
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
        if is_down and _is_marker(node):
            holder = _holder(target)
            if holder is None or not (
                _says_note(node) or _is_called_note(target) or _is_mutual(node, holder, named)
            ):
                continue
            if held.setdefault(holder.mem_id, target.mem_id) == target.mem_id:
                label = labels.setdefault(holder.mem_id, str(len(labels) + 1))
                found.references[node.mem_id] = label
                found.texts[holder.mem_id] = label
                found.markers.setdefault(label, (node.text() or "").strip(BRACKETS))
        elif not is_down and _BACK.fullmatch(_words(node)):
            found.back.add(node.mem_id)


def _named(nodes: list[LexborNode]) -> dict[str, LexborNode]:
    """The first element of each name.

    Where names were lost, as on pages of word processors, a link back to `_ftnref1` is what `_ftn1` was.
    """
    named: dict[str, LexborNode] = {}
    for node in nodes:
        given = node.attributes
        for name in (given.get("id"), given.get("name") if node.tag == "a" else None):
            if name:
                named.setdefault(name, node)
    for node in nodes:
        back = _BACK_NAME.fullmatch(_fragment(node)) if node.tag == "a" else None
        if back is not None:
            named.setdefault(back[1] + back[2], node)
    return named


def _fragment(link: LexborNode) -> str:
    return unquote((link.attributes.get("href") or "").partition("#")[2])


def _may_refer(link: LexborNode) -> bool:
    """Whether a link looks like one to a footnote, wherever it leads: most pages have none."""
    return _is_marker(link) and (_says_note(link) or _is_raised(link))


def _is_marker(link: LexborNode) -> bool:
    """Whether the text of a link is a number or sign as footnotes have them."""
    return _MARKER.fullmatch(_words(link)) is not None


def _words(link: LexborNode) -> str:
    return " ".join((link.text() or "").split())


def _says_note(link: LexborNode) -> bool:
    """Whether the link itself or its address calls its target a note."""
    given = link.attributes
    said = f"{_fragment(link)} {given.get('class') or ''} {given.get('role') or ''} {given.get('rel') or ''}"
    return _NOTE.search(said) is not None


def _is_raised(link: LexborNode) -> bool:
    return (link.parent is not None and link.parent.tag == "sup") or link.css_first("sup") is not None


def _is_called_note(target: LexborNode) -> bool:
    return "footnote" in (target.attributes.get("class") or "")


def _is_mutual(link: LexborNode, holder: LexborNode, named: Mapping[str, LexborNode]) -> bool:
    """Whether a link is a raised number to which a link back in `holder` leads."""
    if not _is_raised(link):
        return False
    here = {it.mem_id for it in (link, link.parent) if it is not None}
    for back in holder.css("a[href*='#']"):
        target = named.get(_fragment(back))
        if target is not None and target.mem_id in here:
            return True
    return False


def _holder(target: LexborNode) -> LexborNode | None:
    """The element with the whole text of a note: the named one, or the block-level one around it.

    Texinfo writes the number as a heading, and the text in a paragraph after it.
    """
    node: LexborNode | None = target
    while node is not None and not is_block(node):
        node = node.parent
    if node is not None and node.tag in _HEADINGS and _BACK.fullmatch(_words(node)):
        node = _element_after(node)
    if node is None or node.tag in _TOO_LARGE:
        return None
    if node.tag in {"p", "div"} and node.parent is not None and node.parent.tag == "li":
        return node.parent
    return node


def _element_after(node: LexborNode) -> LexborNode | None:
    """The paragraph that follows a node."""
    after = node.next
    while after is not None and after.tag == "-text":
        after = after.next
    return after if after is not None and after.tag == "p" else None
