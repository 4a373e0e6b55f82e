"""Phrase hits as evidence: how far phrases of a label account for blocks, and claims that rest on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.claim import Claim
from cleaner.heuristics.propagation import SUFFICIENT
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page
    from cleaner.verdict import Label

_COLUMN: Final = {label: column for column, label in enumerate(CUE_LABELS)}
_HEADING: Final = 0.2
"""What is left of a phrase that may be the heading of a section: articles on cookies have such."""


def phrase_strength(page: Page, label: Label) -> NDArray[np.float64]:
    """How far the phrases of `label` account for each block, 0 to 1; not to be written to."""
    result: NDArray[np.float64] = page.phrase_strength[_COLUMN[label]]
    return result


def opening_characters(page: Page, label: Label) -> NDArray[np.float64]:
    """How many characters of a phrase of `label` each block begins with, 0 where it begins with none."""
    result: NDArray[np.float64] = page.opening_phrases[_COLUMN[label]]
    return result


def except_headings(page: Page, strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """`strength`, with little left of it where a block looks like a heading between paragraphs.

    For labels whose phrases are also topics. A button between the paragraphs of a notice is no heading.
    """
    heading = page.between_paragraphs & (strength > 0)
    if not heading.any():
        return strength
    quiet = strength < SUFFICIENT
    heading[1:-1] &= quiet[:-2] & quiet[2:]
    return np.where(heading, strength * _HEADING, strength)


def phrase_claim(
    heuristic: str, label: Label, page: Page, strength: NDArray[np.float64], context: str
) -> Claim:
    """A claim that rests on phrases; `context` says why a block without one belongs here."""
    return Claim(heuristic, label, strength, lambda block: _quoted(page, label, block) or context)


def _quoted(page: Page, label: Label, block: int) -> str:
    """The phrases of `label` in a block, quoted; empty where there are none."""
    from cleaner.lexicon.built_in_phrases import phrases  # noqa: PLC0415 - needed for explanations only

    column = _COLUMN[label]
    found = [
        page.folded[start:end]
        for phrase, start, end in zip(*page.phrase_hits, strict=True)
        if page.block_of[start] == block and phrases().labels[phrase, column]
    ]
    return ", ".join(f"“{text}”" for text in dict.fromkeys(found))
