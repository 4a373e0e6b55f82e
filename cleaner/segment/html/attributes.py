"""What the attributes of an element say of it: what it is called, and whether it is seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.tags import ROLES, Flag

if TYPE_CHECKING:
    from collections.abc import Mapping

MAY_HIDE: Final = frozenset(("style", "hidden", "aria-hidden"))
NAMING: Final = frozenset(("class", "id", "rel"))
"""What names an inline element."""
TELLING: Final = MAY_HIDE | {"id", "role", "itemprop", "property"}
"""What tells of a block-level element, beside its class."""

_HIDING: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BODY_PROPERTIES: Final = frozenset(("articlebody", "text", "reviewbody"))
_HIDDEN, _ARIA_HIDDEN, _ARTICLE_BODY = int(Flag.HIDDEN), int(Flag.ARIA_HIDDEN), int(Flag.ARTICLE_BODY)


def told(attributes: Mapping[str, str | None]) -> tuple[str, int]:
    """The names and the flags that attributes of a block-level element give it, its class left aside."""
    names, flags, item = "", 0, None
    for name, value in attributes.items():
        if name == "id":
            names = value or ""
        elif name in MAY_HIDE:
            flags |= unseen(name, value)
        elif name == "role":
            flags |= ROLES.get(value or "", 0)
        elif name in ("itemprop", "property"):
            item = attributes.get("itemprop") or value
    if item:
        names = f"{names} {item}"
        flags |= _of_item(item)
    return names, flags


def unseen(attribute: str, value: str | None) -> int:
    """The flags for what one of `MAY_HIDE` says of whether the element is seen."""
    if attribute == "style":
        return _HIDDEN if value and _hides(value) else 0
    if attribute == "hidden":
        return _HIDDEN if value != "until-found" else 0
    return _ARIA_HIDDEN if value == "true" else 0


def _hides(style: str) -> bool:
    """Whether a style hides: the words, rare in styles, are looked for first, as that costs far less.

    Of `hidden` only a part is, which is the same in every spelling the pattern takes for it.
    """
    lowered = style.lower()
    return ("none" in lowered or "dden" in lowered) and _HIDING.search(style) is not None


def _of_item(item: str) -> int:
    """The flags for what `itemprop` or `property` says."""
    return _ARTICLE_BODY if item.lower().rpartition(":")[2] in _BODY_PROPERTIES else 0
