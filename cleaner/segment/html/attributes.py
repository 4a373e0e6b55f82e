"""Attributes of an element -> its names, and flags such as whether it is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.html_tags import ROLES, Flag

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDING_ATTRIBUTES: Final = frozenset(("style", "hidden", "aria-hidden"))
NAME_ATTRIBUTES: Final = frozenset(("class", "id", "rel"))
"""Attributes with the names of an inline element."""
BLOCK_ATTRIBUTES: Final = HIDING_ATTRIBUTES | {"id", "role", "itemprop", "property"}
"""Attributes that are read of a block-level element, besides its class."""

_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BODY_PROPERTIES: Final = frozenset(("articlebody", "text", "reviewbody"))
_HIDDEN, _ARIA_HIDDEN, _ARTICLE_BODY = int(Flag.HIDDEN), int(Flag.ARIA_HIDDEN), int(Flag.ARTICLE_BODY)


def names_and_flags(attributes: Mapping[str, str | None]) -> tuple[str, int]:
    """The names (separated by spaces) and flags of a block-level element, without those of its class.

    >>> names, flags = names_and_flags({"id": "top", "role": "navigation"})
    >>> names, Flag(flags)
    ('top', <Flag.NAV: 1>)
    """
    names, flags, item = "", 0, None
    for name, value in attributes.items():
        if name == "id":
            names = value or ""
        elif name in HIDING_ATTRIBUTES:
            flags |= hidden_flags(name, value)
        elif name == "role":
            flags |= ROLES.get(value or "", 0)
        elif name in ("itemprop", "property"):
            item = attributes.get("itemprop") or value
    if item:
        names = f"{names} {item}"
        flags |= _item_flags(item)
    return names, flags


def hidden_flags(attribute: str, value: str | None) -> int:
    """The flags that one of `HIDING_ATTRIBUTES` gives an element."""
    if attribute == "style":
        return _HIDDEN if value and _hides(value) else 0
    if attribute == "hidden":
        return _HIDDEN if value != "until-found" else 0
    return _ARIA_HIDDEN if value == "true" else 0


def _hides(style: str) -> bool:
    """Whether a style hides the element.

    The words, which are rare in styles, are searched for first, because that is far cheaper than the pattern.
    Of `hidden` only a part is searched for: the pattern ignores case by Unicode, so that its `i` matches more
    letters.
    """
    lowered = style.lower()
    return ("none" in lowered or "dden" in lowered) and _HIDING.search(style) is not None


def _item_flags(item: str) -> int:
    """The flags that a value of `itemprop` or `property` gives."""
    return _ARTICLE_BODY if item.lower().rpartition(":")[2] in _BODY_PROPERTIES else 0
