"""What a block that does not stay is called, and by whom.

The heuristic with the strongest claim names it; where none has one to speak of, what the page itself calls
it does: the nearest class, id or role that says what it is, or the element it stands in. That it is a teaser
is a guess from its words, and comes after that. Else only its length is left to go by.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

Name = tuple[Label, str]
"""A label, and the judge that gave it."""
Layer = tuple[list[Name], "NDArray[np.floating[Any]]"]
"""Some names, and how strongly each is said of every block, shape (names, blocks)."""

JUDGE: Final = "model"
_BY_NAME, _BY_ELEMENT = f"{JUDGE}:name", f"{JUDGE}:inside"
_NAMED: Final = 0.25
"""What is weaker than this does not name a block."""
_OF_ELEMENTS: Final = 0.5
"""What an element is worth as a name: less than a name on it or just around it, more than one far up."""
_TEASER_WORDS: Final = 12
"""A block that nothing names is a teaser if it is longer, a menu entry or link if not."""


def name(page: Page, claims: Sequence[Claim]) -> tuple[list[Name], NDArray[np.intp]]:
    """Some names, and for every block which of them is its, shape (blocks,)."""
    names: list[Name] = [(Label.NAVIGATION, JUDGE), (Label.TEASER, JUDGE)]
    which = (page.size > _TEASER_WORDS).astype(np.intp)
    for given, strengths in (
        _claimed(page, [claim for claim in claims if claim.label is Label.TEASER]),
        _in_markup(page),
        _claimed(page, [claim for claim in claims if claim.label is not Label.TEASER]),
    ):
        if given:
            named = strengths.max(axis=0) >= _NAMED
            which = np.where(named, strengths.argmax(axis=0), which + len(given))
            names = [*given, *names]
    return names, which


def _claimed(page: Page, claims: Sequence[Claim]) -> Layer:
    """What claims say."""
    strengths = np.array([claim.strength for claim in claims]).reshape(-1, page.blocks)
    return [(claim.label, claim.judge) for claim in claims], strengths


def _in_markup(page: Page) -> Layer:
    """What a page's markup says: how near a name is, and what its elements are worth."""
    dom = page.document.dom
    if dom is None:
        return [], np.zeros((0, page.blocks))
    names, sides, masks = _given()
    stands = (dom.flags & masks) != 0
    return names, np.concatenate((page.class_name_labels[sides], stands * np.float32(_OF_ELEMENTS)))


@cache
def _given() -> tuple[list[Name], list[int], NDArray[np.uint32]]:
    """The names that markup can give, with the sides and then the flags that do."""
    from cleaner.features.class_names import class_name_labels  # noqa: PLC0415 - likewise
    from cleaner.segment.html.tags import Flag  # noqa: PLC0415 - for pages alone

    known = {label.value: label for label in Label if label not in MAIN_CONTENT}
    said = [(place, known[side]) for place, side in enumerate(class_name_labels()) if side in known]
    elements = {
        Flag.NAV: Label.NAVIGATION,
        Flag.BUTTON: Label.BUTTON,
        Flag.FORM: Label.FORM,
        Flag.FIGURE: Label.CAPTION,
    }
    names = [(label, _BY_NAME) for _, label in said] + [(label, _BY_ELEMENT) for label in elements.values()]
    return names, [place for place, _ in said], np.array(list(elements), dtype=np.uint32)[:, None]
