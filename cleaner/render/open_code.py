"""Openings of code, and of what a page adds to it; see `openings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.code import is_line, is_near_code, is_no_code, language_of
from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading

_LONGEST_BUTTON: Final = 20
"""Characters of a button beside code."""


def open_code(reading: Reading, node: LexborNode) -> None:
    """The beginning of a block of code, with its language."""
    if is_no_code(node):
        reading.state = reading.state._replace(skip=True)
    elif reading.state.code is None:
        reading.state = reading.state._replace(code=Node(Kind.CODE, title=language_of(node)))


def open_code_part(reading: Reading, node: LexborNode) -> None:
    """An inline element inside code: line numbers are left out, and lines without line ends get them."""
    if is_no_code(node):
        reading.state = reading.state._replace(skip=True)
        return
    code = reading.state.code
    if code is not None and code.value and is_line(node):
        before = node.prev
        is_next = before is not None and before.tag == node.tag
        if is_next and (not code.value.endswith("\n") or not before.text()):  # type: ignore[union-attr] # is_next
            code.value += "\n"


def open_button(reading: Reading, node: LexborNode) -> None:
    """A button beside code is none of the page's text."""
    if len((node.text() or "").strip()) <= _LONGEST_BUTTON and is_near_code(node):
        reading.state = reading.state._replace(skip=True)
