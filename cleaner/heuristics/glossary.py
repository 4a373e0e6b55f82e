"""Glossary and sidebar boxes: a term, then its definition, several times over.

A box repeats its term, as a link and as a heading, and then explains it in a sentence. Three or more
such pairs in a row are a glossary; one pair is a section heading and its paragraph. A song whose
lines are sung twice repeats them too, but explains none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.claim import Claim
from cleaner.verdict import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page

ID = "glossary"
LABEL = Label.GLOSSARY

_LONGEST_TERM: Final = 6
_LONGEST_DEFINITION: Final = 60
"""Words. Definitions are a sentence or two."""
_PAIRS: Final = 3
"""So many terms must follow each other before a heading is taken for a glossary's."""
_APART: Final = 4
"""Blocks from one term to the next."""


def claim(page: Page) -> Claim:
    """Claim runs of repeated terms with their definitions."""
    terms = _repeated_terms(page)
    if np.count_nonzero(terms) < _PAIRS:
        return Claim(ID, LABEL, np.zeros(page.blocks), _why)
    member = np.zeros(page.blocks, dtype=bool)
    for first, last in _runs(np.flatnonzero(terms)):
        member[first : last + 1] = page.size[first : last + 1] <= _LONGEST_DEFINITION
        after = np.arange(last + 1, min(last + _APART, page.blocks))
        member[after] = (page.size[after] > _LONGEST_TERM) & (page.size[after] <= _LONGEST_DEFINITION)
    return Claim(ID, LABEL, np.where(member, 0.9, 0.0), _why)


def _why(_: int) -> str:
    return "one of a run of terms, each repeated and followed by its definition"


def _repeated_terms(page: Page) -> NDArray[np.bool_]:
    """Short blocks that say the same as the block before, and are followed by more than they say."""
    result = np.zeros(page.blocks, dtype=bool)
    short = page.size <= _LONGEST_TERM
    result[1:-1] = (page.first_same[1:-1] == page.first_same[:-2]) & short[1:-1] & ~short[2:]
    return result


def _runs(places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """First and last place of every run of enough terms that follow each other closely."""
    if len(places) < _PAIRS:
        return []
    cuts = np.flatnonzero(np.diff(places) > _APART) + 1
    return [(int(run[0]) - 1, int(run[-1])) for run in np.split(places, cuts) if len(run) >= _PAIRS]
