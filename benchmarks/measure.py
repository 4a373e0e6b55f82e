"""One page through the systems: scores, time, and whether it failed."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.flatten import decode, flatten
from benchmarks.metrics import Scores, SegmentCounts, count_segments, shingle_scores, word_scores
from benchmarks.pages import declared_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.pages import Page
    from benchmarks.systems import System, Track

log = logging.getLogger(__name__)

NO_FLATTENER: Final = "-"
"""The flattener of the HTML track."""


class Measurement(NamedTuple):
    """One system on one source of one page."""

    page: str
    page_type: str
    language: str
    system: str
    flattener: str
    words: Scores | None
    """None where the set has no full gold."""
    shingles: Scores | None
    segments: SegmentCounts | None
    """None where the page has no segments."""
    cpu_seconds: float
    """CPU time of the system's call alone: neither flattening, nor loading, nor scoring."""
    characters: int
    """Of the source the system was given."""
    failed: bool


def sources(page: Page, track: Track, flatteners: Sequence[str]) -> dict[str, str]:
    """What a system is given: the page's HTML, or its text by each flattener."""
    html = decode(page.html)
    if track == "html":
        return {NO_FLATTENER: html}
    return {name: flatten(name, html, page.id) for name in flatteners}


def measure(
    page: Page, track: Track, systems: Sequence[System], flatteners: Sequence[str]
) -> list[Measurement]:
    """Every system on every source of the page."""
    texts = sources(page, track, flatteners)
    return [_measure(page, name, text, system) for name, text in texts.items() for system in systems]


def _measure(page: Page, flattener: str, source: str, system: System) -> Measurement:
    predicted, failed = "", False
    started = time.process_time()
    try:
        predicted = system.run(source, page.url)
    except Exception as error:  # noqa: BLE001 - a peer's crash on one page is a result, not the end
        log.warning("%s failed on page %s: %s", system.name, page.id, error)
        failed = True
    seconds = time.process_time() - started
    gold = page.body
    has_segments = page.with_snippets or page.without_snippets
    return Measurement(
        page=page.id,
        page_type=page.page_type,
        language=page.language or declared_language(page.html) or "?",
        system=system.name,
        flattener=flattener,
        words=None if gold is None else word_scores(predicted, gold),
        shingles=None if gold is None else shingle_scores(predicted, gold),
        segments=(
            count_segments(predicted, page.with_snippets, page.without_snippets) if has_segments else None
        ),
        cpu_seconds=seconds,
        characters=len(source),
        failed=failed,
    )
