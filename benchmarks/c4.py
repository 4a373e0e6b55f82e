"""The line rules of C4, the plain-text baseline most corpora were once cleaned with."""

from __future__ import annotations

from typing import Final

ENDINGS: Final = tuple('.!?"”’»。！？')
"""A line of prose ends in one of these: C4's four, and what the same marks are in other typography."""
ELLIPSIS: Final = ("...", "…")
"""A line that ends so is a teaser cut short."""
MIN_WORDS: Final = 5
POLICY: Final = (
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
"""A line that speaks of these is about the site and not the subject."""


def keep_prose_lines(text: str) -> str:
    """The lines that end like a sentence, have at least MIN_WORDS words and name no POLICY.

    The rules of C4 that drop whole documents (a curly bracket, "lorem ipsum", too few sentences) are
    left out: here every page has a main text, and an empty answer would only lower the figure.
    Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", section 2.2.
    """
    return "\n".join(line for line in map(str.strip, text.split("\n")) if _is_prose(line))


def _is_prose(line: str) -> bool:
    if not line.endswith(ENDINGS) or line.endswith(ELLIPSIS) or len(line.split()) < MIN_WORDS:
        return False
    lowered = line.lower()
    return not any(phrase in lowered for phrase in POLICY)
