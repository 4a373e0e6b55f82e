"""What a block can be called, and what is claimed and decided about it.

A *label* says what a block is. A *verdict* is one judge's claim about one block. A *decision* is the
resolver's last word on a block, with the verdicts it rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from cleaner.errors import shown_value


class Label(StrEnum):
    """What a block is. The values are the words used in YAML, on the command line and in records."""

    BODY = "body"
    HEADLINE = "headline"
    SECTION_HEADING = "section heading"

    ADVERTISEMENT = "advertisement"
    APP_PROMPT = "app prompt"
    APPEAL = "appeal"
    AUTHOR_BIO = "author bio"
    BUTTON = "button"
    BYLINE = "byline"
    CAPTION = "caption"
    COMMENT = "comment"
    COOKIE_NOTICE = "cookie notice"
    DATELINE = "dateline"
    FORM = "form"
    GALLERY = "gallery"
    GLOSSARY = "glossary"
    LEGAL = "legal"
    NAVIGATION = "navigation"
    NEWSLETTER = "newsletter"
    PAGINATION = "pagination"
    PAYWALL = "paywall"
    RELATED_LINK = "related link"
    REPEAT = "repeat"
    SHARE = "share"
    TAGLINE = "tagline"
    TAGS = "tags"
    TEASER = "teaser"
    WIDGET = "widget"

    @classmethod
    def parse(cls, name: str) -> Label:
        """The label called `name`; case, hyphens and underscores do not matter.

        Raises ValueError for a name that is no label, with the nearest labels and all of them.
        """
        plain = name.strip().lower().replace("-", " ").replace("_", " ")
        try:
            return cls(plain)
        except ValueError:
            raise ValueError(_no_label(name, plain)) from None


def _no_label(name: str, plain: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - for a slip alone

    near = get_close_matches(plain, [label.value for label in Label])
    hint = f"; did you mean {' or '.join(near)}?" if near else "."
    return f"{shown_value(name)} is no label{hint} Labels: {', '.join(Label)}"


MAIN_CONTENT: Final = frozenset({Label.BODY, Label.HEADLINE, Label.SECTION_HEADING})
"""What stays unless the options say otherwise."""

CERTAIN: Final = math.inf
"""The weight of a verdict that no sum of evidence can outvote: what a site rule says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judge's claim about one block."""

    block: int
    """Index of the block in its document."""
    label: Label
    weight: float
    """Log-odds that the block is main content: above 0 speaks for keeping, below 0 for dropping."""
    judge: str
    """Who says so: `rule:alwaght.net/menu`, `heuristic:appeal`, `model`."""
    evidence: str
    """Why, in words for a person."""


class Decision(NamedTuple):
    """What happens to one block, and who says so."""

    keep: bool
    label: Label
    decided_by: str
    """Who had the last word on whether it stays: `model`, `veto`, `rule:SITE/ID`, `options`, `repeat of the
    headline`."""
    score: float
    """Log-odds that the block is main content, calibrated; infinite where a rule decided."""
    verdicts: tuple[Verdict, ...] = ()
    """What rules and the veto say; all evidence only where explanations were asked for."""
    labelled_by: str = "model"
    """Who says what it is: as `decided_by`, or `heuristic:NAME`, `phrases:LABEL`, `markup:name`,
    `markup:element`, `length`."""

    @property
    def judge(self) -> str:
        """Another name of `decided_by`."""
        return self.decided_by

    @property
    def weight(self) -> float:
        """Another name of `score`."""
        return self.score
