"""A second look at what the fitted judge kept of an HTML page, now that the page's main content is known.

The judge weighs every block for itself and its surroundings, and gives the benefit of the doubt. Where a
page has a body beyond doubt, less doubt is due to two kinds of block: one that is a link through and through,
as the teasers of a long sidebar are, and one that the extractor left out. And text that stands a second time
in another part of the page is there for another width of screen, or for a machine; a refrain, which repeats
too, stands beside its first time.

Not for plain text: what it lacks is just what is asked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cleaner.features.page import Page
    from cleaner.references.align import References
    from cleaner.segment.html.dom import Dom

# The figures below were chosen on sites held out, for two fits; half or twice as much changes little.
_SURE: Final = 4.0
"""Log-odds from which a block is body beyond doubt."""
_SENTENCE: Final = 8
"""Words. Shorter blocks are no body of their own, and are repeated by chance."""
_ENOUGH: Final = 150
"""Words of sure body, as the shortest of articles has."""
_ALL: Final = 0.9
"""The share of a block inside links that is as good as all of it."""
_OF_LINKS: Final = 2.0
"""Log-odds that a block must have which is a link through and through."""
_OF_LEFT_OUT: Final = 1.0
"""Log-odds that a block must have which the extractor left out."""

Reason = tuple[Label | None, str]
"""What the block is, where that is seen, and why."""


def veto(page: Page, weights: NDArray[np.float64], references: References) -> dict[int, Reason]:
    """The blocks that do not stay after all; `weights` are log-odds of body, shape (blocks,)."""
    dom = page.document.dom
    if dom is None:
        return {}
    kept = weights >= 0
    return {
        block: (label, why)
        for found, label, why in _reasons(page, dom, weights, references)
        for block in np.flatnonzero(found & kept).tolist()
    }


def _reasons(
    page: Page, dom: Dom, weights: NDArray[np.float64], references: References
) -> Iterator[tuple[NDArray[np.bool_], Label | None, str]]:
    """Which blocks each reason speaks of, shape (blocks,)."""
    long = page.size >= _SENTENCE
    linked = dom.link_characters >= _ALL * (page.end - page.start)
    if page.size @ (long & (weights >= _SURE)) >= _ENOUGH:
        if references.trafilatura is not None and references.trafilatura.has_text:
            left_out = (references.trafilatura.share == 0) & (weights < _OF_LEFT_OUT)
            yield left_out, None, "in doubt, and trafilatura left it out"
        # A heading between paragraphs may well link to itself.
        doubted = linked & (weights < _OF_LINKS) & ~page.between_paragraphs
        yield doubted, None, "in doubt, and nothing but a link"
    first, around = page.first_same, dom.elements.parent[dom.element]
    again = (first < np.arange(page.blocks)) & (around != around[first])
    again &= linked | ~linked[first]  # a table of contents names what comes, as a link
    yield again & long & (weights[first] >= 0), Label.REPEAT, "stands in another part of the page, too"
