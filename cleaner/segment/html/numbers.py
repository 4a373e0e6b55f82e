"""The numbers that lexbor knows tags by, and what `KNOWN` says by number.

A node's number is got in half the time its name takes, which is made into a string at every asking. The
numbers are asked of the parser itself: they may change with its version.
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html.tags import KNOWN, UNKNOWN, Flow

BUILT_IN: Final = 1 << 12
"""Tags that lexbor has a list of have numbers below; those of others are addresses, good for one tree."""


def row(tag: str | None) -> tuple[int, int, int]:
    """Flow, code and flags of a tag, as plain integers; a link has its flag only if it leads anywhere."""
    flow, code, flags = KNOWN.get(tag or "", UNKNOWN)
    return int(flow), code, 0 if flow is Flow.LINK else flags


def _rows() -> list[tuple[int, int, int]]:
    nodes = LexborHTMLParser("")
    rows = [row(None)] * BUILT_IN
    for tag in KNOWN:
        number = nodes.create_node(tag).tag_id
        if number < BUILT_IN:
            rows[number] = row(tag)
    return rows


def _texts_and_comments() -> tuple[int, int]:
    [body] = LexborHTMLParser("<body>text<!-- comment -->").css("body")
    numbers = {node.tag: node.tag_id for node in body.traverse(include_text=True)}
    return numbers["-text"], numbers["-comment"]


ROWS: Final = _rows()
"""The row of every tag below `BUILT_IN`, by its number."""
TEXT, COMMENT = _texts_and_comments()
