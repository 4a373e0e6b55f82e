"""Selectors for the body and the headline of a site, found by what the generic part keeps of its pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.lint.selectors import mistakes
from cleaner.segment.html.blocks_inside import blocks_inside
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.trial.site_lines import SeenPage

HOLDS: Final = 0.98
"""The share of the characters that the generic part keeps on a page that a box must hold to be the body."""
_BOXES: Final = "article, main, section, div"
_TITLES: Final = "h1, h2"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z_-]*")
"""Classes and ids that the next page most likely has, too: those without a number."""


class Place(NamedTuple):
    """A selector, with the element that it selects, as its opening tag has it."""

    css: str
    tag: str
    attribute: str
    """Empty where the tag alone selects it."""
    value: str


class Inside(NamedTuple):
    """The blocks inside the only element of a page that a selector selects."""

    blocks: frozenset[int]
    characters: int


class Found(NamedTuple):
    """A place, and the blocks that are in it on the first page."""

    place: Place
    blocks: frozenset[int]


def body_place(pages: Sequence[SeenPage]) -> Found | None:
    """The smallest box that is there once on every page and holds its body; None where there is none."""
    found = [_inside(page, _BOXES) for page in pages]
    common = {
        place: sum(it[place].characters for it in found)
        for place in found[0]
        if all(place in it and _holds_body(page, it[place]) for page, it in zip(pages, found, strict=True))
    }
    best = next(filter(_is_sound, sorted(common, key=lambda it: (common[it], it.css))), None)
    if best and any(len(it[best].blocks) < len(page.texts) for page, it in zip(pages, found, strict=True)):
        return Found(best, found[0][best].blocks)
    return None


def headline_place(pages: Sequence[SeenPage]) -> Place | None:
    """The heading whose first block on every page is its headline; the shortest selector of several."""
    if any(page.headline is None for page in pages):
        return None
    found = [_inside(page, _TITLES) for page in pages]
    common = [
        place
        for place in found[0]
        if all(
            place in it and min(it[place].blocks, default=None) == page.headline
            for page, it in zip(pages, found, strict=True)
        )
    ]
    return min(filter(_is_sound, common), key=lambda it: (len(it.css), it.css), default=None)


def _is_sound(place: Place) -> bool:
    return not list(mistakes("css", place.css))


def _holds_body(page: SeenPage, inside: Inside) -> bool:
    sizes = {block: len(page.texts[block]) for block in page.body}
    held = sum(size for block, size in sizes.items() if block in inside.blocks)
    return bool(sizes) and held >= HOLDS * sum(sizes.values())


def _inside(page: SeenPage, tags: str) -> dict[Place, Inside]:
    """For each selector that selects one element of the page, the blocks inside that element."""
    tree = parse(page.judged.given.page or "")
    places = _once(tree, tags)
    inside = blocks_inside(tree, [{node.mem_id} for node in places.values()])
    if list(inside.texts) != page.texts[: len(inside.texts)]:
        return {}
    return {
        place: Inside(blocks, sum(len(inside.texts[it]) for it in blocks))
        for place, blocks in zip(places, inside.partly, strict=True)
    }


def _once(tree: LexborHTMLParser, tags: str) -> dict[Place, LexborNode]:
    """The selectors that select one element each."""
    found = [(place, node) for node in tree.css(tags) for place in _selectors(node)]
    counts = Counter(place for place, _ in found)
    return {place: node for place, node in found if counts[place] == 1}


def _selectors(node: LexborNode) -> Iterator[Place]:
    tag = node.tag or ""
    if tag in ("article", "main", "h1"):
        yield Place(tag, tag, "", "")
    for attribute in ("itemprop", "role"):
        value = node.attributes.get(attribute) or ""
        if _NAME.fullmatch(value):
            yield Place(f"{tag}[{attribute}={value}]", tag, attribute, value)
    if _NAME.fullmatch(name := node.attributes.get("id") or ""):
        yield Place(f"{tag}#{name}", tag, "id", name)
    for name in dict.fromkeys((node.attributes.get("class") or "").split()):
        if _NAME.fullmatch(name):
            yield Place(f"{tag}.{name}", tag, "class", name)
