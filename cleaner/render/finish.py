"""What can only be known once a page is read: leaves without their marks, what goes, footnotes, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.render.code import tidy
from cleaner.render.tables import unroll
from cleaner.render.tree import ATOMS, Kind, Node, walk_tree, words_of

if TYPE_CHECKING:
    from cleaner.render.reading import Reading

_MAY_BE_EMPTY: Final = ATOMS | {Kind.CELL, Kind.ROOT}
_MARKER: Final = re.compile(r"^[\s\[(]*(?:\d{1,4}|[*†‡§¶]{1,3})[\])]?[.:]?\s*")
"""The number that a page writes before the text of a footnote."""


def finish(reading: Reading) -> Node:
    """The tree of a page that was read, with its footnotes at the end."""
    root = reading.root
    for leaf in reading.leaves:
        leaf.finish()
    notes = {it.value: it for it in reversed(reading.open_nodes.notes)}
    root.children += notes.values()
    _prune(root, reading.scopes.dropped)
    if reading.footnotes.references:
        _refer(root, {label for label, note in notes.items() if note.children})
    _tidy(root)
    root.children = _without_idle_rules(root.children)
    return root


def _prune(node: Node, dropped: set[int]) -> bool:
    """Take out what is dropped or empty. Returns whether anything is left of `node`."""
    if id(node) in dropped:
        return False
    if node.kind is Kind.TABLE:
        for row in node.children:
            for cell in row.children:
                cell.children = [it for it in cell.children if _prune(it, dropped)]
        if any(row.kind is Kind.ROW for row in node.children):
            unroll(node)
        return bool(node.children)
    if node.kind is Kind.CODE:
        node.value = tidy(node.value)
        return bool(node.value)
    node.children = [it for it in node.children if _prune(it, dropped)]
    return bool(node.children) or node.kind in _MAY_BE_EMPTY


def _refer(root: Node, there: set[str]) -> None:
    """Make links of references whose footnotes are not there, and a list of footnotes without references."""
    referred = {it.value for it in walk_tree(root) if it.kind is Kind.REFERENCE}
    for node in walk_tree(root):
        for place, child in enumerate(node.children):
            inner = child.children
            if child.kind is Kind.REFERENCE and child.value not in there:
                child.kind = Kind.LINK if child.url else Kind.EMPHASIS
                if not child.url:
                    node.children[place : place + 1] = inner
            elif child.kind is Kind.SUPERSCRIPT and len(inner) == 1 and inner[0].kind is Kind.REFERENCE:
                if inner[0].value in there:
                    node.children[place] = inner[0]
    numbers: dict[str, str] = {}
    for node in walk_tree(root):
        if node.kind is Kind.REFERENCE:
            node.value = numbers.setdefault(node.value, str(len(numbers) + 1))
    notes = [it for it in root.children if it.kind is Kind.FOOTNOTE]
    rest = [it for it in root.children if it.kind is not Kind.FOOTNOTE]
    loose = Node(Kind.LIST, ordered=True)
    for note in notes:
        _without_marker(note)
        if note.value not in referred:
            loose.children.append(Node(Kind.ITEM, note.children, number=int(note.value)))
        note.value = numbers.get(note.value, note.value)
    known = sorted((it for it in notes if it.value in numbers.values()), key=lambda it: int(it.value))
    root.children = [*rest, *([loose] if loose.children else []), *known]


def _without_marker(note: Node) -> None:
    """Take the number off the text of a footnote: its label says it."""
    first = note.children[0] if note.children else None
    if first is None or not first.children:
        return
    piece = first.children[0]
    while piece.kind in {Kind.SUPERSCRIPT, Kind.STRONG, Kind.LINK} and piece.children:
        if _MARKER.fullmatch(words_of([piece])) and len(first.children) > 1:
            del first.children[0]
            piece = first.children[0]
        else:
            break
    if piece.kind is Kind.TEXT:
        piece.value = piece.value.lstrip()
        found = _MARKER.match(piece.value)
        if found and found[0].strip(" ") in {f"{note.value}.", f"[{note.value}]", f"{note.value}:", f"[{note.value}]:"}:
            piece.value = piece.value[found.end() :]


def _tidy(root: Node) -> None:
    """Give callouts their titles, and formulas that stand by themselves lines of their own."""
    for node in walk_tree(root):
        children = node.children
        if node.kind is Kind.CALLOUT and children and children[0].kind is Kind.SUMMARY:
            node.title = " ".join(words_of(children.pop(0).children).split())
        for place, child in enumerate(children):
            only = child.children[0] if child.kind is Kind.PARAGRAPH and len(child.children) == 1 else None
            if only is not None and only.kind is Kind.INLINE_MATH and only.checked:
                children[place] = Node(Kind.MATH, value=only.value)


def _without_idle_rules(blocks: list[Node]) -> list[Node]:
    """The blocks without rules that separate nothing."""
    kept: list[Node] = []
    for node in blocks:
        if node.kind is Kind.RULE and (not kept or kept[-1].kind is Kind.RULE):
            continue
        if node.kind is Kind.FOOTNOTE and kept and kept[-1].kind is Kind.RULE:
            kept.pop()
        kept.append(node)
    while kept and kept[-1].kind is Kind.RULE:
        kept.pop()
    return kept
