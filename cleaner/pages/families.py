"""Families of labels: each has a colour on pages, and every label a family.

Twenty-eight colours cannot be told apart; five can, also by people who are colour-blind, since they differ in
lightness as well as in hue. The label itself is always written beside its colour.
"""

from __future__ import annotations

from typing import Final

from cleaner.verdict import MAIN_CONTENT, Label

FAMILIES: Final[dict[str, tuple[str, frozenset[Label]]]] = {
    "main": ("main content", MAIN_CONTENT),
    "about": (
        "about the article",
        frozenset(
            {
                *(Label.AUTHOR_BIO, Label.BYLINE, Label.CAPTION, Label.DATELINE),
                *(Label.GALLERY, Label.GLOSSARY, Label.TAGLINE),
            }
        ),
    ),
    "site": (
        "the site",
        frozenset(
            {
                *(Label.LEGAL, Label.NAVIGATION, Label.PAGINATION, Label.RELATED_LINK),
                *(Label.REPEAT, Label.TAGS, Label.TEASER, Label.WIDGET),
            }
        ),
    ),
    "asks": (
        "asks of the reader",
        frozenset(
            {
                *(Label.ADVERTISEMENT, Label.APP_PROMPT, Label.APPEAL, Label.BUTTON, Label.COOKIE_NOTICE),
                *(Label.FORM, Label.NEWSLETTER, Label.PAYWALL, Label.SHARE),
            }
        ),
    ),
    "comments": ("readers", frozenset({Label.COMMENT})),
}
"""Name in style sheets -> what it is in words, and its labels."""
_FAMILY: Final = {label: name for name, (_, labels) in FAMILIES.items() for label in labels}


def family(label: str) -> str:
    """The family of a label, by the name that style sheets use.

    >>> family("cookie notice")
    'asks'
    """
    return _FAMILY[Label(label)]
