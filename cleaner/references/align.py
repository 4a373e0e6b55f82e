"""Alignment of a reference extraction to the blocks of a page.

A reference gives text: what another extractor, or the page itself, takes for the article. Its lines are
aligned to the blocks in order, white space and markup aside, and say how much of each block it kept. That is
a feature among others; it decides nothing by itself.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.characters.letters import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.document import Document

_MOST_PAIRS: Final = 4_000_000
"""Blocks times lines that might match; beyond, lines are looked up wherever they stand."""
_SHORTEST_PART: Final = 12
"""Letters. Shorter pieces of text are inside longer ones by chance."""


class Reference(NamedTuple):
    """One extraction of a page, aligned to its blocks."""

    has_text: bool
    """Whether the extraction has any text at all."""
    share: NDArray[np.float64]
    """How much of each block it kept, by characters, 0 to 1, shape (blocks,)."""


class References(NamedTuple):
    """All extractions of a page; None where one was not made, or there is none."""

    trafilatura: Reference | None = None
    json_ld: Reference | None = None
    """The `articleBody` that the page declares in its JSON-LD."""


NO_REFERENCES: Final = References()


def align(lines: Sequence[str], document: Document) -> Reference:
    r"""The extraction that consists of `lines`, aligned to the blocks of `document`.

    >>> from cleaner.segment.text import segment
    >>> align(["The mill burned down."], segment("Home\n\nThe mill burned down.")).share.tolist()
    [0.0, 1.0]
    """
    blocks = letters([block.text for block in document.blocks])
    extracted = list(filter(None, letters(lines)))
    return Reference(bool(extracted), _kept_shares(blocks, extracted))


def _kept_shares(blocks: Sequence[str], lines: Sequence[str]) -> NDArray[np.float64]:
    """The share of each block that is in the lines, where both are letters alone."""
    share = np.zeros(len(blocks))
    at_block = at_line = 0
    for block, line in [*_equal(blocks, lines), (len(blocks), len(lines))]:
        _align_between(blocks, lines[at_line:line], range(at_block, block), share)
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


def _align_between(
    blocks: Sequence[str], lines: Sequence[str], places: range, share: NDArray[np.float64]
) -> None:
    """Between two equal pairs: blocks that were cut or joined, or from which something was taken out."""
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
    """The share of a block of which only the beginning was kept."""
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
