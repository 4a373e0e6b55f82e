"""Labelling: what a block that is not kept is, and who says so.

The heuristic with the strongest claim names it; where none has a claim to speak of, the markup does: the
nearest class, id or role that says what it is, or the element it stands in. That it is a teaser is a guess
from its words, and comes after that. Else only its length is left to go by.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleaner.decide.thresholds import ELEMENT_STRENGTH, NAMING_CLAIM, TEASER_WORDS
from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.page import Page

Name = tuple[Label, str]
"""A label, and who gave it."""
_Layer = tuple[list[Name], "NDArray[np.floating[Any]]"]
"""Some names, and how strongly each is said of every block, shape (names, blocks)."""

BY_CLASS_NAME: Final = "markup:name"
BY_ELEMENT: Final = "markup:element"
BY_LENGTH: Final = "length"
"""Who names a block, where it is no heuristic."""


def label_blocks(page: Page, claims: Sequence[Claim]) -> tuple[list[Name], NDArray[np.intp]]:
    """Some names, and for every block which of them is its, shape (blocks,)."""
    names: list[Name] = [(Label.NAVIGATION, BY_LENGTH), (Label.TEASER, BY_LENGTH)]
    which = (page.size > TEASER_WORDS).astype(np.intp)
    for given, strengths in (
        _by_claims(page, [claim for claim in claims if claim.label is Label.TEASER]),
        _by_markup(page),
        _by_claims(page, [claim for claim in claims if claim.label is not Label.TEASER]),
    ):
        if given:
            named = strengths.max(axis=0) >= NAMING_CLAIM
            which = np.where(named, strengths.argmax(axis=0), which + len(given))
            names = [*given, *names]
    return names, which


def _by_claims(page: Page, claims: Sequence[Claim]) -> _Layer:
    """The names that claims give."""
    strengths = np.array([claim.strength for claim in claims]).reshape(-1, page.blocks)
    return [(claim.label, claim.judge) for claim in claims], strengths


def _by_markup(page: Page) -> _Layer:
    """The names that a page's markup gives: how near a class name is, and the elements around."""
    dom = page.document.dom
    if dom is None:
        return [], np.zeros((0, page.blocks))
    names, rows, masks = _given()
    stands = (dom.flags & masks) != 0
    return names, np.concatenate((page.class_name_labels[rows], stands * np.float32(ELEMENT_STRENGTH)))


@cache
def _given() -> tuple[list[Name], list[int], NDArray[np.uint32]]:
    """The names that markup can give, and the rows of class-name labels and flags of elements for them."""
    from cleaner.features.class_names import class_name_labels  # noqa: PLC0415 - for pages alone
    from cleaner.segment.html.html_tags import Flag  # noqa: PLC0415 - likewise

    known = {label.value: label for label in Label if label not in MAIN_CONTENT}
    said = [(place, known[side]) for place, side in enumerate(class_name_labels()) if side in known]
    elements = {
        Flag.NAV: Label.NAVIGATION,
        Flag.BUTTON: Label.BUTTON,
        Flag.FORM: Label.FORM,
        Flag.FIGURE: Label.CAPTION,
    }
    names = [(label, BY_CLASS_NAME) for _, label in said]
    names += [(label, BY_ELEMENT) for label in elements.values()]
    return names, [place for place, _ in said], np.array(list(elements), dtype=np.uint32)[:, None]
