"""Veto: blocks of an HTML page that have a score to be kept, and still do not stay.

The model judges every block by itself and its surroundings. Where a page has enough body beyond doubt, two
kinds of block need a higher score: one that is a link through and through, as the teasers of a long sidebar
are, and one that trafilatura left out. And text that stands a second time in another part of the page is
there for another width of screen, or for a machine; a refrain, which repeats too, stands beside its first
time. Plain text has no vetoes: they rest on what only a DOM tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaner.decide.block_record import Veto
from cleaner.decide.thresholds import (
    LEFT_OUT_SCORE,
    LINK_SCORE,
    MOST_LEFT_OUT,
    SENTENCE_WORDS,
    SURE_BODY_SCORE,
    SURE_BODY_WORDS,
)
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cleaner.dom import Dom
    from cleaner.features.page import Page
    from cleaner.references.align import References


def veto(
    page: Page, score: NDArray[np.float64], references: References, least: float = 0.0
) -> dict[int, Veto]:
    """The blocks that do not stay although their `score`, shape (blocks,), is at least `least`."""
    dom = page.document.dom
    if dom is None:
        return {}
    kept = score >= least
    return {
        block: Veto(label, why)
        for found, label, why in _reasons(page, dom, score, references, least)
        for block in np.flatnonzero(found & kept).tolist()
    }


def _reasons(
    page: Page, dom: Dom, score: NDArray[np.float64], references: References, least: float
) -> Iterator[tuple[NDArray[np.bool_], Label | None, str]]:
    """Which blocks each reason holds for, shape (blocks,), with the label that it gives them."""
    from cleaner.features.html import ALL_LINKS  # noqa: PLC0415 - with a parser, for pages alone

    long = page.size >= SENTENCE_WORDS
    linked = dom.link_characters >= ALL_LINKS * (page.end - page.start)
    sure = page.size * (score >= SURE_BODY_SCORE)
    if sure @ long >= SURE_BODY_WORDS:
        if references.trafilatura is not None and references.trafilatura.has_text:
            left_out = (references.trafilatura.share == 0) & (score < LEFT_OUT_SCORE)
            if page.size @ (left_out & (score >= least)) <= MOST_LEFT_OUT * sure.sum():
                yield left_out, None, "in doubt, and trafilatura left it out"
        # A heading between paragraphs may well link to itself.
        doubted = linked & (score < LINK_SCORE) & ~page.between_paragraphs
        yield doubted, None, "in doubt, and nothing but a link"
    first, around = page.first_same, dom.elements.parent[dom.element]
    again = (first < np.arange(page.blocks)) & (around != around[first])
    again &= linked | ~linked[first]  # a table of contents names what comes, as a link
    yield again & long & (score[first] >= least), Label.REPEAT, "stands in another part of the page, too"
