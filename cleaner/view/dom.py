"""What the DOM knows of blocks, as features: the counterpart of `cleaner.view.features` for HTML.

Every feature belongs to a named group, as there, and is scaled to stay within a few units of zero.
Nothing here is computed block by block: elements stand in document order, so whatever an element holds
is a stretch of rows, and a sum over it the difference of two running sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.names import SIDES, names
from cleaner.segment.html.tags import CODES, TAGS, Flag
from cleaner.view.containers import Containers
from cleaner.view.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cleaner.segment.html.dom import Dom
    from cleaner.view.features import Column
    from cleaner.view.page import Page

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
_FLAGS: Final = {flag.words: flag for flag in Flag if flag not in {Flag.SKIP, Flag.STRONG}}
_MASKS: Final = np.array(list(_FLAGS.values()), dtype=np.uint32)[:, None]
_NEARNESS: Final = (1.0, 0.8, 0.6, 0.3)
"""What a name is worth on the block's own element, on that around it, up to two beyond, and farther up."""
_WORTH: Final = np.array(
    [max((_NEARNESS[place] for place in range(4) if code >> place & 1), default=0.0) for code in range(16)]
)
"""The same for every combination of the four, as bits."""
_ALL: Final = 0.9
"""The share of a block inside links that is as good as all of it."""
_LEVELS: Final = 4
"""How many containers up a block is looked at."""


def dom_groups(page: Page) -> Iterator[tuple[str, Iterator[Column]]]:
    """The groups of these features, as `cleaner.view.features` has its own."""
    dom = page.document.dom
    if dom is None:
        raise ValueError("this document did not come from HTML")
    containers, titles = Containers(dom, page), Titles(dom, page)
    yield "tag", _tag(dom)
    yield "inside", _inside(dom)
    yield "link", _links(dom, page)
    yield "name", _names(dom)
    yield "container", _containers(containers)
    yield "centre of prose", _centre(containers)
    yield "sibling", _siblings(containers)
    yield "depth", _depth(dom)
    yield "title", iter(titles.likeness().items())
    yield "headline", _headline(containers, titles)
    yield "markup", _markup(dom, page)


def _tag(dom: Dom) -> Iterator[Column]:
    return zip(_TAG_GROUPS, _TAGS[:, dom.tag], strict=True)


def _inside(dom: Dom) -> Iterator[Column]:
    return zip(_FLAGS, (dom.flags & _MASKS) != 0, strict=True)


def _links(dom: Dom, page: Page) -> Iterator[Column]:
    length = np.maximum(page.end - page.start, 1)
    density = dom.link_characters / length
    yield "density", density
    yield "links", np.log1p(dom.links) / 2
    yield "links a word", dom.links / np.maximum(page.size, 1) * 4
    yield "nothing but one link", (dom.links == 1) & (density > _ALL)
    yield "characters outside", np.log1p(np.maximum(length - dom.link_characters, 0)) / 6
    yield "strong", dom.strong_characters / length
    yield "images before", np.log1p(dom.images)


def _names(dom: Dom) -> Iterator[Column]:
    elements, at = dom.elements, dom.element
    around = elements.parent[at]
    beyond = elements.parent[around]
    near = (
        elements.names[at] | dom.inline_names,
        elements.names[around],
        elements.names[beyond] | elements.names[elements.parent[beyond]],
        elements.around[at],
    )
    # A bit a level, nearest first; the nearest is what counts.
    code = sum(_bits(level) << place for place, level in enumerate(near))
    worth = _WORTH[code]
    known = names().bits
    for place, side in enumerate(SIDES):
        if known >> place & 1:
            yield side, worth[:, place]


def _bits(packed: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The bits of each number, shape (numbers, 64)."""
    return np.unpackbits(packed.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")


def _containers(containers: Containers) -> Iterator[Column]:
    for level in range(1, _LEVELS + 1):
        at = containers.level(level)
        yield f"prose share {level} up", containers.prose_share[at]
        yield f"link density {level} up", containers.link_density[at]
        yield f"sentences {level} up", containers.sentence_share[at]
        yield f"blocks {level} up", np.log1p(containers.blocks[at]) / 4


def _centre(containers: Containers) -> Iterator[Column]:
    for name, centre in (("most", containers.most_prose), ("parent", containers.best_parent)):
        out, into = containers.steps_from(centre)
        yield f"in {name}", out == 0
        yield f"out of {name}", out / 4
        yield f"down from {name}", into / 6
    yield "parent's prose", containers.share_of_best_parent


def _siblings(containers: Containers) -> Iterator[Column]:
    for level in range(_LEVELS):
        yield f"alike {level} up", np.log(containers.like_siblings[containers.level(level)]) / 2
    yield "siblings", np.log1p(containers.children[containers.level(1)]) / 3


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
    yield "before", (place < at) * (np.log1p(np.maximum(at - place, 0)) / 3)
    yield "after", (place > at) * found * (np.log1p(np.maximum(place - at, 0)) / 3)
    yield "out of its element", out * found / 4
    yield "down from its element", into * found / 6


def _markup(dom: Dom, page: Page) -> Iterator[Column]:
    """What the page as a whole is made of; the same for all its blocks."""
    characters = np.maximum(page.end - page.start, 1)
    total = characters.sum()
    unseen = np.uint32(Flag.HIDDEN | Flag.NOSCRIPT)
    articles = np.count_nonzero(dom.elements.tag == CODES["article"])
    of_paragraphs = characters @ (dom.tag == CODES["p"])
    whole = {
        "link density": dom.link_characters.sum() / total,
        "in paragraphs": of_paragraphs / total,
        "hidden": (characters @ ((dom.flags & unseen) != 0)) / total,
        "articles": np.log1p(articles),
        "has main": ((dom.flags & np.uint32(Flag.MAIN)) != 0).any(),
        "has article body": ((dom.flags & np.uint32(Flag.ARTICLE_BODY)) != 0).any(),
        "says it is an article": dom.head.is_article,
    }
    for name, value in whole.items():
        yield name, np.full(page.blocks, value)
