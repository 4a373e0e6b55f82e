"""Generic heuristics, one kind of boilerplate a file.

A heuristic claims; it does not decide. Its claims name what a block is, and are evidence for the
fitted judge, which weighs them together with everything else known about the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    cues,
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
    tags,
    teaser,
)
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from cleaner.features.page import Page
    from cleaner.heuristics.claim import Claim, Heuristic

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
    tags,
    teaser,
)
"""Every heuristic, in the order of the features that are made of their claims."""


def claims(page: Page) -> list[Claim]:
    """What every heuristic says of `page`."""
    return [heuristic.judge(page) for heuristic in HEURISTICS]


def phrase_claims(page: Page) -> list[Claim]:
    """What phrases alone say of `page`, each kind in the name of the heuristic that looks for more.

    For who can do without what stands around a block, and without what `claims` costs beyond this.
    """
    return [
        cues.claim(label.value, label, page, cues.covered(page, label), "")._replace(rests_on="phrases")
        for label in CUE_LABELS
    ]
