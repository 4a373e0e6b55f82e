"""Photo captions and credits.

A credit names an agency or says "photo:"; a caption describes in the present tense and stands alone
between paragraphs. The credit is the sign that can be read without the picture: a short block that
ends, after a full stop, in a name and an agency with a slash between them, that is names after a phrase
and a colon ("Photo: Jane Doe"), or that a phrase accounts for. A name alone is no credit, for so ends a
quotation. A caption without a credit looks like a one-sentence paragraph and is left to the judging
of the whole page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.heuristics.phrase_evidence import opening_characters, phrase_claim, phrase_strength
from cleaner.verdict import Label

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

ID = "caption"
LABEL = Label.CAPTION

_LONGEST: Final = 45
"""Words; longer captions exist, in galleries."""
_SHORTEST: Final = 5
_LONGEST_CREDIT: Final = 6
"""Words of a photographer's and an agency's names."""
_NAMES: Final = 0.6
"""The share of a credit's words that begin with a capital."""
_LONGEST_OPENED: Final = 8
"""Words of a credit that a phrase and a colon open."""
_CREDIT: Final = 0.6


def claim(page: Page) -> Claim:
    """Claim blocks with a credit."""
    short = page.size <= _LONGEST
    counts = page.counts
    signs = (counts[Kind.FULL_STOP] > 0) & (counts[Kind.SEPARATOR] > 0)
    credit = signs & short & ~page.ends_sentence & (page.size > _SHORTEST)
    if credit.any():
        credit[credit] = [_ends_in_names(page, block) for block in np.flatnonzero(credit).tolist()]
    opened = (opening_characters(page, LABEL) > 0) & (counts[Kind.COLON] > 0) & (page.size <= _LONGEST_OPENED)
    if opened.any():
        credit |= opened & ~page.ends_sentence & (page.capitalised > _NAMES)
    strength = np.maximum(phrase_strength(page, LABEL) * short, credit * _CREDIT)
    return phrase_claim(ID, LABEL, page, strength, "ends in names, after its sentence or a credit's word")


def _ends_in_names(page: Page, block: int) -> bool:
    """Whether what follows the block's last full stop is a few capitalised words with a slash in it."""
    start, end, words = int(page.start[block]), int(page.end[block]), page.words
    written = page.kind[start:end].tobytes()
    last_stop = written.rfind(Kind.FULL_STOP)
    if written.rfind(Kind.SEPARATOR) < last_stop:
        return False
    tail = slice(*np.searchsorted(words.start, (start + last_stop, end)))
    weight = words.weight[tail]
    size = float(weight.sum())
    small = float(weight @ (words.kind[tail] == Kind.LOWER))
    return small <= (1 - _NAMES) * size and 0 < size <= _LONGEST_CREDIT
