"""Copyright, terms and disclaimers.

Mostly the last lines of a page. The sign © before a year or a name settles it for a short block; a
sentence about the sign goes on in small letters. Phrases must account for a longer block, since
articles on law quote the same words, and have sections headed by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import except_headings, phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "legal"
LABEL = Label.LEGAL

_LONGEST_SIGNED: Final = 40
"""Words of a copyright line with its reservations."""
_SIGN: Final = 0.8


def claim(page: Page) -> Claim:
    """Claim legal lines."""
    strength = except_headings(page, phrase_strength(page, LABEL))
    if "©" in page.folded:
        signs = np.flatnonzero(page.codes == ord("©"))
        owned = signs[_precedes_owner(page, signs)]
        signed = np.bincount(page.block_of[owned], minlength=page.blocks) > 0
        strength = np.maximum(strength, (signed & (page.size <= _LONGEST_SIGNED)) * _SIGN)
    return phrase_claim(ID, LABEL, page, strength, "has a copyright sign")


def _precedes_owner(page: Page, signs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the copyright signs at these offsets are followed by anything but a word in small letters."""
    after = np.minimum(signs + 1, len(page.kind) - 1)
    after = np.where(page.kind[after] == Kind.SPACE, np.minimum(after + 1, len(page.kind) - 1), after)
    result: NDArray[np.bool_] = page.kind[after] != Kind.LOWER
    return result
