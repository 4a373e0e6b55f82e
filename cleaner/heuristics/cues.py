"""What heuristics share: reading cue phrases, and carrying a cue to the blocks that belong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.heuristics.claim import Claim
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page
    from cleaner.verdict import Label

_COLUMN: Final = {label: column for column, label in enumerate(CUE_LABELS)}
_HEADING: Final = 0.2
"""How far a cue is believed that may be the heading of a section: articles on cookies have such."""
BUTTON: Final = 3
"""Words. A button or a field between paragraphs of an appeal or a notice is this short."""
_CUED: Final = 0.3
"""What a paragraph must be claimed with for the short block beside it to belong to it."""


def covered(page: Page, label: Label) -> NDArray[np.float64]:
    """How far the cues of `label` account for each block, 0 to 1; not to be written to."""
    result: NDArray[np.float64] = page.cues.strength[_COLUMN[label]]
    return result


def but_headings(page: Page, own: NDArray[np.float64]) -> NDArray[np.float64]:
    """`own`, with little left of it where a block looks like a heading between paragraphs of the article.

    For labels whose cues are also topics. A button between the paragraphs of a notice is no heading.
    """
    heading = page.between_paragraphs & (own > 0)
    if not heading.any():
        return own
    quiet = own < _CUED
    heading[1:-1] &= quiet[:-2] & quiet[2:]
    return np.where(heading, own * _HEADING, own)


def beside(page: Page, own: NDArray[np.float64], longest: int = BUTTON) -> NDArray[np.bool_]:
    """Blocks of at most `longest` words that a cue nearby may take along: no headings of the article."""
    result = page.size <= longest
    result[:-1] &= ~page.paragraph[1:] | (own[1:] >= _CUED)
    return result


def opening(page: Page, label: Label) -> NDArray[np.float64]:
    """How many characters of a cue of `label` each block begins with, 0 where it begins with none."""
    result: NDArray[np.float64] = page.cues.opens[_COLUMN[label]]
    return result


def near(
    strength: NDArray[np.float64], eligible: NDArray[np.bool_], reach: int, fade: float
) -> NDArray[np.float64]:
    """`strength`, carried to eligible blocks up to `reach` places off, `fade` times as strong each step."""
    if not strength.any():
        return strength
    gain = eligible * fade
    framed = np.zeros(len(strength) + 2)
    result = framed[1:-1]
    result[:] = strength
    for _ in range(reach):
        carried = np.maximum(framed[:-2], framed[2:])
        carried *= gain
        np.maximum(result, carried, out=result)
    return result


def within(values: NDArray[np.bool_] | NDArray[np.float64], before: int, after: int) -> NDArray[np.float64]:
    """The sum of `values` from `before` places before to `after` places after each block."""
    blocks = len(values)
    total = np.zeros(blocks + before + after + 1)
    np.cumsum(values, out=total[before + 1 : before + 1 + blocks])
    total[before + 1 + blocks :] = total[before + blocks]
    return total[before + after + 1 :] - total[:blocks]


def opened(opening: NDArray[np.bool_], member: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Blocks in an unbroken run of members that follows an opening block, the opening one included."""
    places = np.arange(len(opening))
    last_opening = np.maximum.accumulate(np.where(opening, places, -1))
    last_outsider = np.maximum.accumulate(np.where(member | opening, -1, places))
    result: NDArray[np.bool_] = last_opening > last_outsider
    return result


def phrase_in(page: Page, label: Label, block: int) -> str:
    """The cue phrases of `label` in a block, quoted; empty where there are none."""
    from cleaner.lexicon.built_in import phrases  # noqa: PLC0415 - needed for explanations only

    column = _COLUMN[label]
    found = [
        page.folded[start:end]
        for phrase, start, end in zip(*page.cues.hits, strict=True)
        if page.block_of[start] == block and phrases().labels[phrase, column]
    ]
    return ", ".join(f"“{text}”" for text in dict.fromkeys(found))


def claim(identity: str, label: Label, page: Page, strength: NDArray[np.float64], context: str) -> Claim:
    """A claim that rests on cue phrases; `context` says why a block without one belongs here."""
    return Claim(identity, label, strength, lambda block: phrase_in(page, label, block) or context)
