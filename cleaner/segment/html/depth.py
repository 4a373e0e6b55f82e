"""Pages nested deeper than any page needs: seen before they are parsed, and made shallower.

The algorithm that browsers share takes time by the square of the depth, and libxml2 drops text below a
depth of 256 without a word. Browsers put what lies deeper than about 500 elements beside each other;
so do we, and no text is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.tags import KNOWN, UNKNOWN, Flow, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEEPEST: Final = 400
"""Elements open at once."""
_DEEPEST_FORMAT: Final = 20
"""Elements of formatting open at once, on such a page: left open, each is opened again in every paragraph."""
FEW: Final = 2000
"""As many elements may seem open at once before a page is looked at more closely; one with as few tags need
not be looked at."""

_NEVER_DEEP: Final = listed(
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound",
    "a p li dt dd option optgroup tr td th tbody thead tfoot colgroup html head body",
)
"""Elements that hold nothing, or that close when the next of their kind begins."""
_FORMAT: Final = frozenset(listed("b big code em font i nobr s small strike strong tt u"))
_BEGINNINGS: Final = frozenset(
    {f"{name}   "[:3] for name in _NEVER_DEEP if name != "head"} | {"!--", "!do", "?xm"}
)
"""The first three letters of these, in lower case; of a short name, with what may follow it as spaces."""
TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?:(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b|(?P<end>/?)(?P<name>[a-z][^\s/>]*+))"
    r"(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+)>?"
    r"(?(raw).*?(?:</(?P=raw)\s*>|\Z))",
    re.DOTALL | re.IGNORECASE,
)
"""A tag; one whose content is no markup, with that content; or a comment."""


def tag_starts(data: bytes) -> NDArray[np.intp]:
    """Where the tags of a page begin, with two letters of a name at least; other things may begin there."""
    return np.flatnonzero(np.frombuffer(data, np.uint8)[:-3] == ord("<"))


def looks_deep(data: bytes, starts: NDArray[np.intp]) -> bool:
    """Whether a page may be nested too deep, given its `tag_starts`; errs towards yes."""
    codes = np.frombuffer(data, np.uint8)
    is_end = codes[starts + 1] == ord("/")
    if np.count_nonzero(~is_end) < FEW:
        return False
    step = 1 - 2 * is_end.astype(np.int64)
    if np.cumsum(step).max(initial=0) < FEW:
        return False
    name = starts + 1 + is_end
    letters = np.stack([codes[np.minimum(name + place, len(codes) - 1)] for place in range(3)], axis=1)
    packed = letters.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    distinct, number = np.unique(packed, return_inverse=True)
    counts = np.array([_may_hold_others(int(it)) for it in distinct], dtype=np.int64)
    return bool(np.cumsum(step * counts[number]).max(initial=0) >= FEW)


def _may_hold_others(packed: int) -> bool:
    letters = packed.to_bytes(3, "big").decode("latin-1").lower()
    return letters[0].isalpha() and re.sub(r"[^a-z1-6!?-].*", "   ", letters)[:3] not in _BEGINNINGS


def limit_depth(page: str, deepest: int = DEEPEST) -> str:
    """`page` without the tags that would nest deeper than `deepest`; all of its text stays."""
    kept: list[str] = []
    depth = {False: 0, True: 0}
    most = {False: deepest, True: min(deepest, _DEEPEST_FORMAT)}
    at = 0
    for tag in TAG.finditer(page):
        name = (tag["name"] or "").lower()
        if not name or name in _NEVER_DEEP:
            continue
        kind = name in _FORMAT
        if not tag["end"]:
            depth[kind] += 1
            drop = depth[kind] > most[kind]
        else:
            drop = depth[kind] > most[kind]
            depth[kind] = max(depth[kind] - 1, 0)
        if drop:
            is_block = KNOWN.get(name, UNKNOWN).flow >= Flow.BLOCK
            kept += (page[at : tag.start()], "<br>" if is_block else "")
            at = tag.end()
    kept.append(page[at:])
    return "".join(kept)
