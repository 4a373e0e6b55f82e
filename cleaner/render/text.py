"""Decisions -> text. The only code that removes anything.

What is kept is the source's own characters; between two kept blocks stands what stood between them
in the source, shrunk to one blank line at most.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleaner.document import Document


def render(document: Document, kept: Sequence[int], rewrite: Callable[[str], str] | None = None) -> str:
    """The blocks with the indices `kept` (ascending) as one text, each passed through `rewrite`."""
    blocks = document.blocks
    source = document.source
    newline = "\r\n" if "\r" in source and "\r\n" in source else "\n"  # the first alone is soon looked for
    as_they_are = {newline, 2 * newline}
    parts: list[str] = []
    before = -1
    for index in kept:
        start, _, text = blocks[index]
        if parts:
            gap = source[blocks[before].end : start]
            if gap not in as_they_are:
                gap = _gap(document, before, index, newline)
            parts.append(gap)
        parts.append(rewrite(text) if rewrite else text)
        before = index
    return "".join(parts)


def _gap(document: Document, before: int, after: int, newline: str) -> str:
    """The widest gap between two kept blocks: a blank line if there is one, else a line end, else a space."""
    blocks, source = document.blocks, document.source
    lines = 0
    for a, b in pairwise(blocks[before : after + 1]):
        lines = max(lines, _line_ends(source[a.end : b.start]))
        if lines > 1:
            return 2 * newline
    if lines == 0:
        return source[blocks[before].end : blocks[after].start] if after == before + 1 else " "
    return newline


def _line_ends(gap: str) -> int:
    return len((gap + ".").splitlines()) - 1
