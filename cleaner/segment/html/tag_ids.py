"""`html_tags.KNOWN` by the ids that lexbor gives tags.

A node's tag id is read in half the time of its tag name, of which the binding makes a new string each time.
The ids are taken from the parser at import, since they may change with its version.
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.segment.html.html_tags import KNOWN, UNKNOWN, Flow

BUILT_IN: Final = 1 << 12
"""Tags that lexbor knows have ids below this. Ids of other tags are addresses, valid for one tree."""


def row(tag: str | None) -> tuple[int, int, int]:
    """Flow, code and flags of a tag as plain integers; without the flag of a link, which needs a `href`."""
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
"""The row of each tag id below `BUILT_IN`."""
TEXT, COMMENT = _texts_and_comments()
