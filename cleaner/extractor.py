"""trafilatura as a witness: which blocks of a page it would have kept.

It reads the page by itself, with another parser and other rules, and gives text; here that text is laid
over the page's blocks, in order, white space and markup aside. It is a witness and not the judge: it
may find nothing, or a cookie notice, or the first of several sections, and the page is cleaned all the
same. Believe it most where it kept some blocks and left others.
"""

from __future__ import annotations

import logging
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.segment.html.attributes import has_too_many, limit_attributes
from cleaner.segment.html.depth import limit_depth
from cleaner.segment.html.parse import tag_starts
from cleaner.segment.letters import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.document import Document

log = logging.getLogger(__name__)

_DEEP: Final = 250
"""Nodes. libxml2, which trafilatura parses with, drops text below a depth of 256."""
_SHALLOWER: Final = 60
"""Elements left open at once for such a page; what closes by itself comes on top."""
_MOST_TAGS: Final = 100_000
"""Tags. A page has a fiftieth of it; on ten times as many trafilatura may take minutes."""
_MOST_PAIRS: Final = 4_000_000
"""Blocks times lines that might match; beyond, lines are looked up wherever they stand."""
_SHORTEST_PART: Final = 12
"""Letters. Shorter pieces of text are inside longer ones by chance."""


class Witness(NamedTuple):
    """What the extractor said of a page."""

    spoke: bool
    """Whether it gave any text at all."""
    share: NDArray[np.float64]
    """How much of each block it kept, by characters, 0 to 1, shape (blocks,)."""


def witness(page: str, document: Document) -> Witness:
    """What trafilatura keeps of the blocks of `document`, which came from `page`. No page makes it raise.

    It does not compare its result with those of two other extractors, as is its default: that takes a third
    longer, and gives another text on one page in twenty.
    """
    text = _extract(page, document)
    blocks = [letters(block.text) for block in document.blocks]
    lines = [known for line in text.splitlines() if (known := letters(line))]
    return Witness(bool(lines), _lay_over(blocks, lines))


def _extract(page: str, document: Document) -> str:
    readable = for_libxml2(page, document)
    if readable is None:
        log.info("trafilatura is not asked about a page of more than %d tags", _MOST_TAGS)
        return ""
    from trafilatura import extract  # noqa: PLC0415 - a third of a second, for who wants this witness

    try:
        return extract(readable, include_comments=False, fast=True) or ""
    except Exception as error:  # noqa: BLE001 - a witness that breaks down has nothing to say
        log.info("trafilatura gave up on a page: %s: %s", type(error).__name__, error)
        return ""


def for_libxml2(page: str, document: Document) -> str | None:
    """`page`, from which `document` came, as libxml2 can read it: in good time, and without losing text.

    None where it has so many tags that trafilatura's own loops could take minutes.
    """
    data = page.encode("utf-8", errors="replace")
    starts = tag_starts(data)
    if len(starts) > _MOST_TAGS:
        return None
    if has_too_many(data, starts):
        page = limit_attributes(page)
    deep = document.dom is not None and document.dom.deepest > _DEEP
    return limit_depth(page, _SHALLOWER) if deep else page


def _lay_over(blocks: Sequence[str], lines: Sequence[str]) -> NDArray[np.float64]:
    """The share of each block that is in the lines, where both are letters alone."""
    share = np.zeros(len(blocks))
    at_block = at_line = 0
    for block, line in [*_equal(blocks, lines), (len(blocks), len(lines))]:
        _lay_between(blocks, lines[at_line:line], range(at_block, block), share)
        if block < len(blocks):
            share[block] = 1.0
        at_block, at_line = block + 1, line + 1
    return share


def _equal(blocks: Sequence[str], lines: Sequence[str]) -> list[tuple[int, int]]:
    """Blocks that are lines, each with its line, both in order."""
    common = set(blocks) & set(lines) - {""}
    of_blocks = [place for place, block in enumerate(blocks) if block in common]
    of_lines = [place for place, line in enumerate(lines) if line in common]
    if len(of_blocks) * len(of_lines) > _MOST_PAIRS:
        return _in_order(blocks, lines)
    matcher = SequenceMatcher(
        None, [blocks[it] for it in of_blocks], [lines[it] for it in of_lines], autojunk=False
    )
    return [
        (of_blocks[run.a + step], of_lines[run.b + step])
        for run in matcher.get_matching_blocks()
        for step in range(run.size)
    ]


def _in_order(blocks: Sequence[str], lines: Sequence[str]) -> list[tuple[int, int]]:
    """The same for huge pages, in linear time: every line of some length at its next place."""
    places: dict[str, list[int]] = {}
    for place in reversed(range(len(blocks))):
        if len(blocks[place]) >= _SHORTEST_PART:
            places.setdefault(blocks[place], []).append(place)
    pairs = []
    at = 0
    for number, line in enumerate(lines):
        waiting = places.get(line, [])
        while waiting and waiting[-1] < at:
            waiting.pop()
        if waiting:
            at = waiting.pop() + 1
            pairs.append((at - 1, number))
    return pairs


def _lay_between(
    blocks: Sequence[str], lines: Sequence[str], places: range, share: NDArray[np.float64]
) -> None:
    """Between two runs: blocks that were cut or joined, or from which something was taken out."""
    if not lines or not places:
        return
    rest = "".join(lines)
    at = 0
    for place in places:
        block = blocks[place]
        if len(block) >= _SHORTEST_PART:
            found = rest.find(block, at)
        else:
            found = at if block and rest.startswith(block, at) else -1
        if found >= 0:
            share[place] = 1.0
            at = found + len(block)
        elif block:
            inside = sum(len(line) for line in lines if len(line) >= _SHORTEST_PART and line in block)
            share[place] = min(inside / len(block), 1.0) or _begun(block, rest)


def _begun(block: str, rest: str) -> float:
    """The share of a block whose beginning or end is there without the middle."""
    if len(block) < 2 * _SHORTEST_PART:
        return 0.0
    if (found := rest.find(block[:_SHORTEST_PART])) >= 0:
        return _common(block, rest[found : found + len(block)]) / len(block)
    return 0.0


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    length = min(len(one), len(other))
    low, high = 0, length
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
