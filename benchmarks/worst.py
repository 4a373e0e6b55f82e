"""What a system got wrong on one page: the blocks it wrongly kept and wrongly dropped.

Blocks are compared by alignment with the gold, so this reads the same for a system that hands back
lines of its source and for one that writes its own.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks import cleaners
from benchmarks.align import BODY_SHARE, body_share
from benchmarks.corpus import lines
from benchmarks.metrics import fold
from benchmarks.runs import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.pages import Page
    from benchmarks.systems import System, Track
    from cleaner import Result

WIDTH: Final = 100
"""Characters of a block that are shown."""
SHOWN: Final = 12
"""Blocks of each kind that are shown, longest first: the long ones cost the score."""


class Fault(NamedTuple):
    """A block on the wrong side."""

    kept: bool
    text: str
    label: str
    """What `cleaner` took it for; empty for other systems."""


def faults(page: Page, track: Track, source: str, system: System) -> list[Fault]:
    """The blocks of `source` that the system wrongly kept or dropped, judged by the page's gold.

    Without a full gold the segments stand in: a missing `with`, a present `without`.
    """
    result = cleaners.judge(track, source, page.url) if system.name == "cleaner" else None
    if page.body is not None and result is not None:
        return list(_block_faults(result, page.body))
    predicted = system.run(source, page.url)
    if page.body is not None:
        return list(_line_faults(lines(predicted), page.body))
    return list(_segment_faults(page, predicted, result))


def _block_faults(result: Result, gold: str) -> Iterator[Fault]:
    blocks = result.blocks
    for block, share in zip(blocks, body_share([block.text for block in blocks], gold), strict=True):
        if block.keep != (share >= BODY_SHARE) and tokens(block.text):
            yield Fault(block.keep, block.text, str(block.label))


def _line_faults(predicted: Sequence[str], gold: str) -> Iterator[Fault]:
    """Lines of the result that are not in the gold, and paragraphs of the gold not in the result."""
    for kept, blocks, other in ((True, predicted, gold), (False, lines(gold), "\n".join(predicted))):
        for block, share in zip(blocks, body_share(blocks, other), strict=True):
            if share < BODY_SHARE and tokens(block):
                yield Fault(kept, block, "")


def _segment_faults(page: Page, predicted: str, result: Result | None) -> Iterator[Fault]:
    labels = [(fold(block.text), str(block.label)) for block in result.blocks] if result else []
    for kept, segments in ((True, page.without_snippets), (False, page.with_snippets)):
        for segment in map(fold, segments):
            if (segment in fold(predicted)) is kept:
                yield Fault(kept, segment, next((label for text, label in labels if segment in text), ""))


def render(found: Sequence[Fault]) -> str:
    """Two short lists: wrongly kept, wrongly dropped."""
    return "\n".join(
        line
        for kept, heading in ((True, "wrongly kept"), (False, "wrongly dropped"))
        for line in _list(heading, [fault for fault in found if fault.kept is kept])
    )


def _list(heading: str, found: Sequence[Fault]) -> Iterator[str]:
    yield f"  {heading}: {len(found)} blocks, {sum(len(tokens(fault.text)) for fault in found)} words"
    for fault in sorted(found, key=lambda fault: -len(fault.text))[:SHOWN]:
        label = f"[{fault.label}] " if fault.label else ""
        yield f"    {label}{textwrap.shorten(fault.text, WIDTH, placeholder=' …')}"
