"""Footnotes without links: raised numbers in the text, and numbered paragraphs or items that explain them.

A raised number may be a power or the sign of a square metre. So such numbers are references only where each
of them from 1 on has one note, and only in their order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NUMBER: Final = re.compile(r"\s*[\[(]?([1-9]\d{0,2})[\])]?\.?\s*")
_NAMED: Final = re.compile(r"note|\bfn|aside", re.IGNORECASE)
_LISTS_OF_NOTES: Final = 'aside ol,[class*="footnote"] ol,[id*="footnote"] ol,ol[class*="footnote"]'
_NO_POWER: Final = re.compile(r"[^\W\d_]{3,}$|[^\w\s]$")
"""What stands before a reference: a word longer than a unit, or the end of a sentence."""
_HOLDERS: Final = frozenset(("p", "div", "li"))
_AFTER_A_NOTE: Final = frozenset(("p", "ul", "ol"))
_MOST: Final = 2000
"""Raised numbers that are looked at."""
_FARTHEST: Final = 100
"""Nodes before one that are looked at; a hostile page may have a million."""


def loose_footnotes(tree: LexborHTMLParser) -> list[tuple[LexborNode, list[LexborNode]]]:
    """Each raised number that refers to a note, with the elements that hold its text; in their order."""
    numbers = [(node, number) for node in tree.css("sup,strong,b")[:_MOST] if (number := _number(node))]
    if not any(node.tag == "sup" for node, _ in numbers):
        return []
    notes = _notes(tree, numbers)
    if not notes or sorted(notes) != list(range(1, len(notes) + 1)):
        return []
    inside = {node.mem_id for elements in notes.values() for it in elements for node in it.css("sup")}
    raised = [(node, number) for node, number in numbers if node.tag == "sup" and node.mem_id not in inside]
    if any(_says_note(node) for node, _ in raised):
        raised = [(node, number) for node, number in raised if _says_note(node)]
    found: list[tuple[LexborNode, list[LexborNode]]] = []
    for node, number in raised:
        if number == len(found) + 1 and number in notes and (_says_note(node) or _is_after_words(node)):
            found.append((node, notes[number]))
    return found if len(found) == len(notes) else []


def _number(node: LexborNode) -> int:
    """The number that is all of an element outside of links; 0 where there is none."""
    found = _NUMBER.fullmatch(node.text() or "")
    if found is None or node.css_first("a") is not None or (node.parent and node.parent.tag == "a"):
        return 0
    return int(found[1])


def _says_note(node: LexborNode) -> bool:
    return _NAMED.search(node.attributes.get("class") or "") is not None


def _is_after_words(node: LexborNode) -> bool:
    """Whether a raised number follows a word or a sentence, rather than a number or a unit."""
    for before in _nodes_before(node):
        if words := (before.text() or "").rstrip():
            return _NO_POWER.search(words) is not None
    return False


def _nodes_before(node: LexborNode) -> Iterator[LexborNode]:
    """The nodes beside and before one, the nearest first."""
    before = node.prev
    for _ in range(_FARTHEST):
        if before is None:
            return
        yield before
        before = before.prev


def _notes(tree: LexborHTMLParser, numbers: list[tuple[LexborNode, int]]) -> dict[int, list[LexborNode]]:
    """The elements with the text of each note; empty where two have the same number."""
    notes: dict[int, list[LexborNode]] = {}
    for holder, number in [*_numbered_blocks(numbers), *_numbered_items(tree)]:
        if number in notes:
            return {}
        notes[number] = [holder]
    firsts = {elements[0].mem_id for elements in notes.values()}
    for number, elements in notes.items():
        if number < len(notes):
            elements.extend(_up_to_next(elements[0], firsts))
    return notes


def _numbered_blocks(numbers: list[tuple[LexborNode, int]]) -> Iterator[tuple[LexborNode, int]]:
    """Blocks that begin with a raised number, or after the first rule with one in bold."""
    for node, number in numbers:
        holder = _begun_by(node)
        if holder is None or (node.tag != "sup" and not _is_below_rule(holder)):
            continue
        if len((holder.text() or "").strip()) > len((node.text() or "").strip()):
            yield holder, number


def _begun_by(node: LexborNode) -> LexborNode | None:
    """The paragraph or item that begins with `node`."""
    at: LexborNode | None = node
    while at is not None and at.tag not in _HOLDERS:
        before = at.prev
        if before is not None and (before.tag != "-text" or (before.text_content or "").strip()):
            return None
        at = at.parent
    return at


def _is_below_rule(holder: LexborNode) -> bool:
    return any(before.tag == "hr" for before in _nodes_before(holder))


def _numbered_items(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, int]]:
    """The items of numbered lists in the margin, or in what is called footnotes."""
    for notes in {node.mem_id: node for node in tree.css(_LISTS_OF_NOTES)}.values():
        start = notes.attributes.get("start") or "1"
        number = int(start) if start.isdecimal() and len(start) < 4 else 1  # noqa: PLR2004 - digits
        for item in notes.iter():
            if item.tag == "li":
                yield item, number
                number += 1


def _up_to_next(note: LexborNode, firsts: set[int]) -> list[LexborNode]:
    """The lists and paragraphs between a note and the next one beside it."""
    more: list[LexborNode] = []
    after = note.next
    while after is not None and after.mem_id not in firsts:
        if after.tag in _AFTER_A_NOTE:
            more.append(after)
        elif after.tag != "-text" or (after.text_content or "").strip():
            return []
        after = after.next
    return more if after is not None else []
