"""Guards: pages that would cost the parser time by the square are made cheaper before they are parsed.

Three things cost so: elements nested thousands deep, tags with thousands of attributes, and lists with
thousands of options. Real pages have none of them, so checking for them must be cheap: a guard looks for a
rough sign first, which may be wrong on the side of caution, and rewrites a page only where the sign is there.
No guard removes text.

- **Depth.** The algorithm that browsers share takes time by the square of the depth. Browsers put what lies
  deeper than about 500 elements beside each other, and so does `limit_depth`. libxml2 even drops text below a
  depth of 256, so pages for trafilatura are made shallower still (see `libxml2`).
- **Attributes.** Parsers compare each attribute of a tag with each; a million of them would take hours.
- **Options.** At every `option` the parser goes through all before it to know which is chosen; a list of
  100,000 would take a minute. Options are not shown as text of the page, so their tags can go: what is left
  still stands inside a `select`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.html_tags import KNOWN, UNKNOWN, Flow, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MAX_DEPTH: Final = 400
"""Elements open at once."""
_MAX_FORMAT_DEPTH: Final = 20
"""Formatting elements open at once on a page that is too deep. One that is left open is opened again in every
paragraph after it."""
_MIN_DEEP_TAGS: Final = 2000
"""Elements that seem open at once on a page that may be too deep. With fewer tags no page is."""
_MAX_ATTRIBUTES: Final = 2000
"""Of one tag."""
_LONG_TAG: Final = 50_000
"""Characters from a tag to the next `<`, above which it may have too many attributes."""
_LARGE_PAGE: Final = 1_000_000
"""Characters. Only on larger pages are all tags measured: a smaller one, with `<` in the values of its
attributes, takes two minutes at the worst."""
_MAX_OPTIONS: Final = 4000
"""Of one page; so many take a tenth of a second. Not less than `_MIN_DEEP_TAGS`."""

_NEVER_DEEP: Final = listed(
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound",
    "a p li dt dd option optgroup tr td th tbody thead tfoot colgroup html head body",
)
"""Elements that hold nothing, or that close when the next of their kind begins."""
_FORMAT: Final = frozenset(listed("b big code em font i nobr s small strike strong tt u"))
_OPTION: Final = frozenset(("option", "optgroup"))
_NEVER_DEEP_STARTS: Final = frozenset(
    {f"{name}   "[:3] for name in _NEVER_DEEP if name != "head"} | {"!--", "!do", "?xm"}
)
"""The first three letters of these in lower case, padded with spaces; and of comments and declarations.
`head` is left out, as `header` begins with the same letters."""
_LOWER_CASE: Final = 0x20
"""The bit in which ASCII letters of lower case differ from capitals."""

_ATTRIBUTES: Final = r"(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+)>?"
_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?:(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b|(?P<end>/?)(?P<name>[a-z][^\s/>]*+))"
    rf"{_ATTRIBUTES}"
    r"(?(raw).*?(?:</(?P=raw)\s*>|\Z))",
    re.DOTALL | re.IGNORECASE,
)
"""A tag; an element of raw text with what is in it; or a comment."""
_ANY_NAME: Final = r"(?:(?P<script>(?i:script)\b)|[a-zA-Z])"
_CODE: Final = r"(?(script)[^<]*+(?:<(?!/(?i:script))[^<]*+)*+)"
_ONE_TAG: Final = re.compile(f"<{_ANY_NAME}{_ATTRIBUTES}")
"""A tag alone, without the code of a script."""
_FAST_TAG: Final = re.compile(rf"<(?:{_ANY_NAME}{_ATTRIBUTES}{_CODE}|!--.*?(?:-->|\Z))", re.DOTALL)
"""As `_TAG` at four times the speed, but it knows raw text in scripts alone."""
_QUOTED: Final = re.compile(r"\"[^\"]*+\"|'[^']*+'")


def guarded(page: str) -> bytes:
    """`page` in UTF-8, so that it can be parsed in time linear in its length; all of its text stays."""
    data = limit_attributes(page).encode("utf-8", errors="replace")
    if data.count(b"<") <= _MIN_DEEP_TAGS:
        return data
    starts = _tag_starts(data)
    if len(starts) > _MAX_OPTIONS and _may_have_many_options(data, starts):
        data = _without_option_tags(data.decode()).encode()
        starts = _tag_starts(data)
    if len(starts) > _MIN_DEEP_TAGS and _may_be_deep(data, starts):
        data = limit_depth(data.decode()).encode()
    return data


def _tag_starts(data: bytes) -> NDArray[np.intp]:
    """The offset of every `<` that three bytes follow: where tags begin, among other things."""
    return np.flatnonzero(np.frombuffer(data, np.uint8)[:-3] == ord("<"))


def limit_depth(page: str, deepest: int = MAX_DEPTH) -> str:
    """`page` without the tags that would nest deeper than `deepest`; all of its text stays.

    >>> limit_depth("<div>a<div>b<div>c</div>d</div>e</div>", deepest=2)
    '<div>a<div>b<br>c<br>d</div>e</div>'
    """
    kept: list[str] = []
    depth = {False: 0, True: 0}
    most = {False: deepest, True: min(deepest, _MAX_FORMAT_DEPTH)}
    at = 0
    for tag in _TAG.finditer(page):
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


def _may_be_deep(data: bytes, starts: NDArray[np.intp]) -> bool:
    """Whether a page may be too deep, given its `_tag_starts`: by tags that open less those that close."""
    codes = np.frombuffer(data, np.uint8)
    is_end = codes[starts + 1] == ord("/")
    if np.count_nonzero(~is_end) < _MIN_DEEP_TAGS:
        return False
    step = 1 - 2 * is_end.astype(np.int64)
    if np.cumsum(step).max(initial=0) < _MIN_DEEP_TAGS:
        return False
    name = starts + 1 + is_end
    letters = np.stack([codes[np.minimum(name + place, len(codes) - 1)] for place in range(3)], axis=1)
    packed = letters.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    distinct, number = np.unique(packed, return_inverse=True)
    counts = np.array([_may_nest(int(it)) for it in distinct], dtype=np.int64)
    return bool(np.cumsum(step * counts[number]).max(initial=0) >= _MIN_DEEP_TAGS)


def _may_nest(packed: int) -> bool:
    """Whether a tag whose name begins with these three bytes may nest deep."""
    letters = packed.to_bytes(3, "big").decode("latin-1").lower()
    return letters[0].isalpha() and re.sub(r"[^a-z1-6!?-].*", "   ", letters)[:3] not in _NEVER_DEEP_STARTS


def limit_attributes(page: str) -> str:
    """`page`, in which tags with too many attributes have none; all of its text stays."""
    if not has_too_many_attributes(page):
        return page
    kept: list[str] = []
    at = 0
    for tag in _TAG.finditer(page):
        start, end = tag.span("attributes")
        if _are_too_many(page, start, end):
            kept.append(page[at:start])
            at = end
    return "".join((*kept, page[at:]))


def has_too_many_attributes(page: str) -> bool:
    """Whether a tag has thousands of attributes; on a page under a million characters, one may be missed."""
    found = _FAST_TAG.finditer(page) if len(page) > _LARGE_PAGE else _long_tags(page)
    return any(_are_too_many(page, *tag.span("attributes")) for tag in found)


def _long_tags(page: str) -> Iterator[re.Match[str]]:
    """The tags with a long way to the next `<`.

    So long a way holds a window of half its length that begins at a multiple of that. Nearly every window has
    a `<` near its beginning, so only a small part of the page is read.
    """
    window = _LONG_TAG // 2
    at = 0
    while at + window < len(page):
        if page.find("<", at, at + window) >= 0:
            at += window
            continue
        start, end = page.rfind("<", 0, at), page.find("<", at + window)
        at = end if end >= 0 else len(page)
        if start >= 0 and at - start > _LONG_TAG and (tag := _ONE_TAG.match(page, start)):
            yield tag


def _are_too_many(page: str, start: int, end: int) -> bool:
    """Whether the attributes in `page[start:end]` are too many, counted as words outside quotes."""
    if end - start <= 2 * _MAX_ATTRIBUTES:
        return False
    return len(_QUOTED.sub(" ", page[start:end]).replace("/", " ").split()) > _MAX_ATTRIBUTES


def _may_have_many_options(data: bytes, starts: NDArray[np.intp]) -> bool:
    """Whether a page may have too many options, given its `_tag_starts`: by tags that begin with `opt`."""
    codes = np.frombuffer(data, np.uint8)
    letters = (codes[starts + place] | _LOWER_CASE == ord(letter) for place, letter in enumerate("opt", 1))
    return bool(np.count_nonzero(np.logical_and.reduce(list(letters))) > _MAX_OPTIONS)


def _without_option_tags(page: str) -> str:
    """`page` with a space for every tag of an option; all of its text stays."""
    kept: list[str] = []
    at = 0
    for tag in _TAG.finditer(page):
        if (tag["name"] or "").lower() in _OPTION:
            kept += (page[at : tag.start()], " ")
            at = tag.end()
    return "".join((*kept, page[at:]))
