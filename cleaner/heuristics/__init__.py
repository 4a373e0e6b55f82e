"""Heuristics: one kind of boilerplate a file.

A heuristic claims; it does not decide. Its claims label blocks, and they are features of the model, which
weighs them together with all others. A new heuristic labels and explains at once; the model learns what its
claims are worth when it is next fitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from cleaner.heuristics import (
    advertisement,
    app_prompt,
    appeal,
    author_bio,
    button,
    byline,
    caption,
    comment,
    cookie_notice,
    dateline,
    form,
    gallery,
    glossary,
    legal,
    navigation,
    newsletter,
    pagination,
    paywall,
    related,
    repeat,
    share,
    tag_list,
    teaser,
)
from cleaner.heuristics.phrase_evidence import phrase_claim, phrase_strength
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page
    from cleaner.verdict import Label


class Heuristic(Protocol):
    """A module of this package."""

    ID: str
    LABEL: Label

    def claim(self, page: Page) -> Claim:
        """The claim of this heuristic on every block of `page`."""


HEURISTICS: Final[tuple[Heuristic, ...]] = (
    advertisement,
    app_prompt,
    appeal,
    author_bio,
    button,
    byline,
    caption,
    comment,
    cookie_notice,
    dateline,
    form,
    gallery,
    glossary,
    legal,
    navigation,
    newsletter,
    pagination,
    paywall,
    related,
    repeat,
    share,
    tag_list,
    teaser,
)
"""Every heuristic, in the order of the features that their claims are."""


def claims(page: Page) -> list[Claim]:
    """What every heuristic says of `page`."""
    return [heuristic.claim(page) for heuristic in HEURISTICS]


def phrase_claims(page: Page) -> list[Claim]:
    """What phrases alone say of `page`, each label in the name of the heuristic that looks for more.

    For low latency: a fraction of the cost of `claims`, but nothing around a block counts.
    """
    return [
        phrase_claim(label.value, label, page, phrase_strength(page, label), "")._replace(rests_on="phrases")
        for label in CUE_LABELS
    ]
