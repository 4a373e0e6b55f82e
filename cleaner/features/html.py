"""Features of blocks that only HTML has, by group; `cleaner.features.text` has those of any text.

Nothing here is computed block by block: elements stand in document order, so whatever an element holds
is a stretch of rows, and a sum over it is the difference of two running sums.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.class_names import class_name_labels
from cleaner.features.containers import Containers
from cleaner.features.scaling import log_blocks
from cleaner.features.titles import Titles
from cleaner.segment.html.html_tags import CODES, TAGS, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.dom import Dom
    from cleaner.features.feature_groups import Column, Group
    from cleaner.features.page import Page

_TAG_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": ("p",),
    "h1": ("h1",),
    "h2": ("h2",),
    "h3": ("h3",),
    "h4 to h6": ("h4", "h5", "h6"),
    "list item": ("li",),
    "list": ("ul", "ol", "dl", "menu", "dir"),
    "table cell": ("td", "th"),
    "table row": ("tr", "table", "tbody", "thead", "tfoot"),
    "quotation": ("blockquote",),
    "preformatted": ("pre", "listing", "xmp", "plaintext"),
    "caption": ("figcaption", "caption", "figure"),
    "division": ("div", "center"),
    "term": ("dt",),
    "description": ("dd",),
    "button": ("button",),
    "section": ("section", "article", "main"),
    "edge": ("nav", "header", "footer", "aside"),
    "form": ("form", "fieldset", "legend"),
    "other": ("address", "summary", "details", "hgroup", "dialog", "noscript", "body", "html"),
}
_TAGS: Final = np.array([[tag in group for tag in TAGS] for group in _TAG_GROUPS.values()])
"""Shape (groups, tags)."""
FLAGS: Final = {flag.words: int(flag) for flag in Flag if flag not in {Flag.SKIP, Flag.STRONG}}
"""The flags of the DOM that are features: name -> bit."""
ALL_LINKS: Final = 0.9
"""The share of a block inside links that is as good as all of it."""
_LEVELS: Final = 4
"""How many containers up a block is looked at."""
_AROUND: Final = tuple(
    f"{what} {level} up"
    for level in range(1, _LEVELS + 1)
    for what in ("prose share", "link density", "sentences", "blocks")
)
_ALIKE: Final = tuple(f"alike {level} up" for level in range(_LEVELS))


def dom_groups(page: Page) -> dict[str, Group]:
    """What computes each group, in the order of the columns. Raises ValueError for plain text."""
    dom = page.document.dom
    if dom is None:
        raise ValueError("this document did not come from HTML")
    containers, titles = Containers(dom, page), Titles(dom, page)
    return {
        "tag": partial(_tag, dom),
        "inside": partial(_inside, dom),
        "link": partial(_links, dom, page),
        "class name": partial(_class_names, page),
        "container": partial(_containers, containers),
        "centre of prose": partial(_centre, containers),
        "sibling": partial(_siblings, containers),
        "depth": partial(_depth, dom),
        "title": lambda: iter(titles.similarity().items()),
        "headline": partial(_headline, containers, titles),
        "markup": partial(_markup, dom, page),
    }


def _tag(dom: Dom) -> Iterator[Column]:
    yield tuple(_TAG_GROUPS), _TAGS.take(dom.tag, axis=1)


def _inside(dom: Dom) -> Iterator[Column]:
    masks = np.array(list(FLAGS.values()), dtype=np.uint32)[:, None]
    yield tuple(FLAGS), (dom.flags & masks) != 0


def _links(dom: Dom, page: Page) -> Iterator[Column]:
    length = np.maximum(page.end - page.start, 1)
    density = dom.link_characters / length
    yield "density", density
    yield "links", np.log1p(dom.links) / 2
    yield "links a word", dom.links / np.maximum(page.size, 1) * 4
    yield "nothing but one link", (dom.links == 1) & (density > ALL_LINKS)
    yield "characters outside", np.log1p(np.maximum(length - dom.link_characters, 0)) / 6
    yield "strong", dom.strong_characters / length
    yield "images before", np.log1p(dom.images)


def _class_names(page: Page) -> Iterator[Column]:
    yield class_name_labels(), page.class_name_labels


def _containers(containers: Containers) -> Iterator[Column]:
    held = (
        containers.prose_share,
        containers.link_density,
        containers.sentence_share,
        log_blocks(containers.blocks) / 4,
    )
    around = np.array([containers.level(level) for level in range(1, _LEVELS + 1)])
    yield _AROUND, np.array(held).take(around, axis=1).swapaxes(0, 1)


def _centre(containers: Containers) -> Iterator[Column]:
    for name, centre in (("most", containers.most_prose), ("parent", containers.best_parent)):
        out, into = containers.steps_from(centre)
        yield f"in {name}", out == 0
        yield f"out of {name}", out / 4
        yield f"down from {name}", into / 6
    yield "parent's prose", containers.share_of_best_parent


def _siblings(containers: Containers) -> Iterator[Column]:
    at = np.array([containers.level(level) for level in range(_LEVELS)])
    yield _ALIKE, log_blocks(containers.like_siblings[at] - 1) / 2
    yield "siblings", log_blocks(containers.children[containers.level(1)]) / 3


def _depth(dom: Dom) -> Iterator[Column]:
    depth = dom.elements.depth[dom.element]
    yield "elements around", depth / 10
    yield "lists around", dom.list_level / 2
    yield "deeper than the block before", np.diff(depth, prepend=depth[:1]) / 4


def _headline(containers: Containers, titles: Titles) -> Iterator[Column]:
    at = titles.headline
    blocks = containers.block_count
    place = np.arange(blocks)
    found = at >= 0
    out, into = containers.steps_from(int(containers.at[at]) if found else 0)
    yield "found", np.full(blocks, found)
    yield "is it", place == at
    yield "before", (place < at) * (log_blocks(np.maximum(at - place, 0)) / 3)
    yield "after", (place > at) * found * (log_blocks(np.maximum(place - at, 0)) / 3)
    yield "out of its element", out * found / 4
    yield "down from its element", into * found / 6


def _markup(dom: Dom, page: Page) -> Iterator[Column]:
    """What the page as a whole is made of; the same for all its blocks."""
    characters = np.maximum(page.end - page.start, 1)
    total = characters.sum()
    unseen = np.uint32(Flag.HIDDEN | Flag.NOSCRIPT)
    anywhere = int(np.bitwise_or.reduce(dom.flags))
    whole = {
        "link density": dom.link_characters.sum() / total,
        "in paragraphs": characters[dom.tag == CODES["p"]].sum() / total,
        "hidden": characters[(dom.flags & unseen) != 0].sum() / total if anywhere & unseen else 0.0,
        "articles": np.log1p(np.count_nonzero(dom.elements.tag == CODES["article"])),
        "has main": anywhere & Flag.MAIN != 0,
        "has article body": anywhere & Flag.ARTICLE_BODY != 0,
        "says it is an article": dom.head.is_article,
    }
    yield tuple(whole), np.repeat(list(whole.values()), page.blocks)
