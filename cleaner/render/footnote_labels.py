"""Footnotes of a tree: their labels, and what becomes of references and texts that have no counterpart.

Labels count the footnotes in the order in which they are referred to. A reference to a footnote that did not
stay is the link that it was. A footnote that nothing refers to, as its reference did not stay, is an item of
a list, since Markdown does not show it otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.render.footnotes import BRACKETS
from cleaner.render.tree import Kind, Node, walk_tree, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_AROUND_MARKER: Final = frozenset((Kind.SUPERSCRIPT, Kind.STRONG, Kind.LINK))
_MAY_REFER: Final = frozenset((Kind.REFERENCE, Kind.SUPERSCRIPT))
_MARKER: Final = re.compile(r"^[\s\[(]*(?:\d{1,4}|[*†‡§¶]{1,3}|[\^↑])[\])]?(?:[.:]\s*|\s+|$)")
"""The number or sign that a page writes before the text of a footnote, or the sign of the way back."""
_BACK: Final = frozenset("^↑")


def settle_footnotes(root: Node, markers: Mapping[str, str]) -> None:
    """Settle the footnotes among the children of `root`; `markers` are the page's own numbers, by label."""
    notes: dict[str, Node] = {}
    for note in root.children:
        if note.kind is not Kind.FOOTNOTE:
            continue
        if note.value in notes:
            notes[note.value].children += note.children
        else:
            _without_marker(note, markers.get(note.value, ""))
            notes[note.value] = note
    order = _settle_references(root, notes)
    loose = Node(Kind.LIST, ordered=True)
    for label, note in notes.items():
        if label not in order:
            loose.children.append(Node(Kind.ITEM, note.children, number=int(label)))
        note.value = order.get(label, label)
    known = sorted((notes[label] for label in order), key=lambda note: int(note.value))
    rest = [it for it in root.children if it.kind is not Kind.FOOTNOTE]
    root.children = [*rest, *([loose] if loose.children else []), *known]


def _settle_references(root: Node, notes: Mapping[str, Node]) -> dict[str, str]:
    """Make links of references without a footnote, and number the others: old label -> new one."""
    order: dict[str, str] = {}
    for node in walk_tree(root):
        for child in node.children:
            if child.kind in _MAY_REFER:
                node.children = [it for child in node.children for it in _settled(child, notes)]
                break
        if node.kind is Kind.REFERENCE:
            node.value = order.setdefault(node.value, str(len(order) + 1))
    return order


def _settled(child: Node, notes: Mapping[str, Node]) -> list[Node]:
    """What stands in place of a node: of a reference without a footnote the link, or its words."""
    if child.kind is not Kind.REFERENCE:
        return [_unwrapped(child, notes)]
    if child.value not in notes:
        if not child.url:
            return child.children
        child.kind = Kind.LINK
    return [child]


def _unwrapped(node: Node, notes: Mapping[str, Node]) -> Node:
    """The reference that a superscript holds and nothing else, as it is one by itself; else `node`."""
    only = node.children[0] if node.kind is Kind.SUPERSCRIPT and len(node.children) == 1 else None
    return only if only is not None and only.kind is Kind.REFERENCE and only.value in notes else node


def _within(paragraph: Node) -> Node:
    """The bold piece that begins a paragraph, where the number is in it, else the paragraph."""
    bold = paragraph.children[0]
    return bold if len(bold.children) > 1 and bold.children[0].kind in _AROUND_MARKER else paragraph


def _without_marker(note: Node, marker: str) -> None:
    """Take the number off the text of a footnote: its label says it."""
    if len(note.children) > 1 and _MARKER.fullmatch(words_of(note.children[0].children)):
        del note.children[0]
    first = note.children[0] if note.children else None
    if first is not None and len(first.children) > 1 and first.children[0].kind is Kind.STRONG:
        first = _within(first)
    while first is not None and len(first.children) > 1 and first.children[0].kind in _AROUND_MARKER:
        if _MARKER.fullmatch(words_of([first.children[0]])) is None:
            break
        del first.children[0]
    if first is None or not first.children or first.children[0].kind is not Kind.TEXT:
        return
    piece = first.children[0]
    piece.value = piece.value.lstrip()
    found = _MARKER.match(piece.value)
    if found and (found[0].strip(BRACKETS) == marker or found[0].strip(BRACKETS) in _BACK):
        piece.value = piece.value[found.end() :]
