"""Callouts: the notes, tips and warnings of documentation, as themes and editors mark them up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASS: Final = re.compile(
    r"(?:^|\s)(?:markdown-alert|admonition|theme-admonition|callout|hint|alert|custom-block)(?:$|\s|-)",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"(?:^|\s)(?:admonition|callout|markdown-alert|alert|custom-block)[-_]?(?:title(?:-inner)?|heading|header)"
    r"(?:_\w+)?(?:$|\s)",
    re.IGNORECASE,
)
_KINDS: Final = {
    "note": "note", "info": "info", "information": "info", "primary": "info", "secondary": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "important": "important", "warning": "warning",
    "warn": "warning", "attention": "warning", "caution": "caution", "danger": "danger", "error": "danger",
    "bug": "bug", "example": "example", "question": "question", "quote": "quote", "abstract": "abstract",
    "seealso": "note", "todo": "todo",
}  # fmt: skip
_WORDS: Final = re.compile(r"[a-z]+")


def may_be_callout(names: str) -> bool:
    """Whether class names are worth a closer look: most are not, and this is quick."""
    return any(word in names for word in ("callout", "admonition", "alert", "hint", "custom-block"))


def callout_kind(given: Mapping[str, str | None]) -> str | None:
    """Which kind of callout an element with these attributes is; None where it is none.

    >>> callout_kind({"class": "admonition warning"}), callout_kind({"class": "alert-banner"})
    ('warning', None)
    """
    if named := given.get("data-callout"):
        return _KINDS.get(named.lower(), "note")
    names = (given.get("class") or "").lower()
    if not names or not _CLASS.search(names) or _TITLE.search(names):
        return None
    return next((_KINDS[word] for word in _WORDS.findall(names) if word in _KINDS), None)


def is_title(given: Mapping[str, str | None]) -> bool:
    """Whether an element is the title of the callout around it."""
    return _TITLE.search(given.get("class") or "") is not None
