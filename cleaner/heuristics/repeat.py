"""What was said before: the headline once more, a menu printed twice.

A block that says the same as one above the article, before the first paragraph: so stand headlines
and menus the first time. Copies of anything else are claimed weakly: a refrain is repeated too, and
where there are no paragraphs there is nothing to stand above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.claim import Claim
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.page import Page

ID = "repeat"
LABEL = Label.REPEAT

_PARAGRAPH: Final = 0.3
"""How much a block must read like running text to be the article's first paragraph."""
_STRONG: Final = 0.6
_WEAK: Final = 0.2


def claim(page: Page) -> Claim:
    """Claim later copies of what stands above the article, and weakly those of other blocks."""
    first = page.first_same
    again = first < np.arange(page.blocks)
    strength = np.where(again, _WEAK, 0.0)
    paragraph = page.prose > _PARAGRAPH
    if paragraph.any():
        above = again & (first < paragraph.argmax()) & ~paragraph & ~page.between_paragraphs
        strength = np.where(above, _STRONG, strength)
    return Claim(ID, LABEL, strength, lambda _: "says the same as a block before it")
