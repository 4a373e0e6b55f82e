"""Selectors for the body and the headline of a site, found by what the generic part keeps of its pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.lint.selectors import mistakes
from cleaner.segment.html.blocks_inside import blocks_inside
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.trial.first_file.site_lines import SeenPage

HOLDS: Final = 0.98
"""The share of the characters that the generic part keeps on a page that a box must hold to be the body."""
MOST: Final = 0.6
"""The share of the pages that must have a place."""
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
    """A place, and for each page that has it, by its number, the blocks that are in it."""

    place: Place
    on: dict[int, frozenset[int]]


def body_place(pages: Sequence[SeenPage]) -> Found | None:
    """The smallest box that most pages have once, and that holds the body of each of them; None without one.

    A page of another layout may lack it: there a body that finds nothing has no effect. On one page at least
    something must be outside. Of several selectors of one box, such as an article's classes, some are the
    subject's (`tag-weather`), so that which most pages have counts.
    """
    found = [_inside(page, _BOXES) for page in pages]
    common = _of_most(pages, found, _holds_body)
    sizes = {it: max(found[page][it].characters for page in on) for it, on in common.items()}
    sound = sorted(filter(_is_sound, common), key=lambda it: (sizes[it], it.css))
    if not sound:
        return None
    smallest = common[sound[0]]
    same = [it for it in sound if smallest.items() <= common[it].items()]
    best = max(same, key=lambda it: len(common[it]))
    if all(len(common[best][it]) == len(pages[it].texts) for it in common[best]):
        return None
    return Found(best, common[best])


def headline_place(pages: Sequence[SeenPage]) -> Place | None:
    """The heading whose first block is the headline of most pages; the shortest selector of several."""
    common = _of_most(pages, [_inside(page, _TITLES) for page in pages], _begins_with_headline)
    return min(filter(_is_sound, common), key=lambda it: (len(it.css), it.css), default=None)


def _of_most(
    pages: Sequence[SeenPage],
    found: Sequence[dict[Place, Inside]],
    is_right: Callable[[SeenPage, Inside], bool],
) -> dict[Place, dict[int, frozenset[int]]]:
    """The places that most pages have, and that are right wherever they are, with their blocks by page."""
    places = dict.fromkeys(place for it in found for place in it)
    on = {place: [number for number, it in enumerate(found) if place in it] for place in places}
    return {
        place: {it: found[it][place].blocks for it in numbers}
        for place, numbers in on.items()
        if len(numbers) >= min(2, len(pages))
        and len(numbers) >= MOST * len(pages)
        and all(is_right(pages[it], found[it][place]) for it in numbers)
    }


def _begins_with_headline(page: SeenPage, inside: Inside) -> bool:
    return page.headline is not None and min(inside.blocks, default=None) == page.headline


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
