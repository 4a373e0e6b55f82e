"""Images that say nothing by themselves: the face of who writes, and the same picture in another size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_AVATAR: Final = re.compile(r"(?:^|[\s/_.-])g?r?avatars?(?=[\s/_.-]|$)", re.IGNORECASE)
_ENDING: Final = re.compile(r"\.\w{2,5}$")
_SIZE: Final = re.compile(
    r"[-_.@]?(?:\d+x\d*|x\d+|\d+(?:w|h|px)|[1-4]x|(?:thumb|video|square|article|super)?(?:large|medium|small|jumbo)"
    r"|thumb(?:nail)?|full|mobile|desktop|preview|original|scaled)$",
    re.IGNORECASE,
)


def is_avatar(given: Mapping[str, str | None], address: str) -> bool:
    """Whether an image is the face beside a name, by its class and address.

    >>> is_avatar({"class": "avatar round"}, "/a.png"), is_avatar({}, "https://x.org/avatars/7.png")
    (True, True)
    >>> is_avatar({"alt": "The avatar of Vishnu"}, "/vishnu.png")
    False
    """
    path = address.partition("://")[2] or address
    return _AVATAR.search(given.get("class") or "") is not None or _AVATAR.search(path) is not None


def are_one_picture(one: str, other: str) -> bool:
    """Whether two addresses differ only by what says the size or the format of a picture.

    >>> are_one_picture("/a/mill-large.webp", "/a/mill-small.jpg"), are_one_picture("/a-1.jpg", "/a-2.jpg")
    (True, False)
    """
    return one == other or (_name(one) == _name(other) != "")


def _name(address: str) -> str:
    """The last part of an address without its ending and the sizes before it; empty for `data:`."""
    try:
        name = _ENDING.sub("", urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return ""
    while (shorter := _SIZE.sub("", name)) != name:
        name = shorter
    return "" if address.startswith("data:") else name
