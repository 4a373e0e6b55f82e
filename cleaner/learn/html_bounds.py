"""The element that holds the body on the HTML pages of a site, as a bound: what is outside goes.

On each page, the elements that hold nearly all of the generic body form a chain. Each is named by selectors
that find it alone there; the selector that does so on most pages, and has least text beside the body inside,
is proposed. It must hold nearly all of the generic body wherever it is used, too (`least`): standfirsts and
the second halves of articles stand outside of the obvious box often enough.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleaner.decide.thresholds import FEWEST_BODY_CHARACTERS
from cleaner.learn.limits import EXAMPLES, HELD, ON_MOST_PAGES, SHOWN, WIDER
from cleaner.learn.proposal import Proposal, paragraphs
from cleaner.rules.lint.selectors import GENERATED
from cleaner.segment.html.block_elements import block_elements
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from selectolax.lexbor import LexborNode

    from cleaner.learn.page import SitePage
    from cleaner.learn.site_pages import SitePages

_TAGS: Final = frozenset({"article", "main", "section", "div"})
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z_-]{2,39}")
"""Names of classes and ids that people gave; those with digits are often of one page or one build."""
_CASE_PARAGRAPHS: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    """An element of a page that holds nearly all of its body."""

    size: int
    """Characters of all blocks inside."""
    outside: tuple[int, ...]
    """The blocks that are not inside."""


def html_bounds(site: SitePages) -> Proposal | None:
    """The bound for the site's HTML pages; None where no element holds the body on most of them."""
    pages = [it for it in site.learnt if it.html and it.body_characters >= FEWEST_BODY_CHARACTERS]
    boxes = {page: _boxes(page) for page in pages}
    found: dict[str, list[Box]] = defaultdict(list)
    for of_page in boxes.values():
        for selector, box in of_page.items():
            found[selector].append(box)
    often = {it: some for it, some in found.items() if len(some) >= max(1, ON_MOST_PAGES * len(pages))}
    if not often:
        return None
    tight = min(often, key=lambda it: _rank(it, often))
    on = {page: of_page[tight] for page, of_page in boxes.items() if tight in of_page}
    if not any(box.outside for box in on.values()):
        return None
    wide = [it for it in often if _mean(often[it]) > WIDER * _mean(often[tight])]
    second = min(wide, key=lambda it: _rank(it, often)) if wide else None
    return _proposal(site, tight, second, on, len(pages))


def _rank(selector: str, found: Mapping[str, Sequence[Box]]) -> tuple[int, float, str]:
    """Sort key of selectors, the best first: on many pages, with little inside."""
    return -len(found[selector]), _mean(found[selector]), selector


def _mean(boxes: Sequence[Box]) -> float:
    return sum(it.size for it in boxes) / len(boxes)


def _boxes(page: SitePage) -> dict[str, Box]:
    """Selector -> the one element that it finds on `page`, of those that hold nearly all of the body."""
    dom = page.document.dom
    tree = parse(page.html or "")
    nodes = [None, *block_elements(tree)]
    if dom is None or len(nodes) != len(dom.elements.parent):
        return {}
    held = _held(page)
    names = Counter(selector for node in nodes if node is not None for selector in _selectors(node))
    sizes = np.array([len(text) for text in page.texts])
    found: dict[str, Box] = {}
    for row in np.flatnonzero(held >= HELD * page.body_characters).tolist():
        node = nodes[row]
        inside = (dom.element >= row) & (dom.element < dom.elements.end[row])
        box = Box(int(sizes[inside].sum()), tuple(np.flatnonzero(~inside).tolist()))
        for selector in _selectors(node) if node is not None else ():
            if names[selector] == 1:
                found[selector] = box
    return found


def _held(page: SitePage) -> NDArray[np.int64]:
    """Characters of the generic body in each block-level element, shape (elements,)."""
    dom = page.document.dom
    assert dom is not None  # noqa: S101 - for the type checker; see _boxes
    held = np.zeros(len(dom.elements.parent), dtype=np.int64)
    for block, element in enumerate(dom.element.tolist()):
        if page.kept[block]:
            held[element] += len(page.texts[block])
    for row in range(len(held) - 1, 0, -1):  # parents stand before children
        held[dom.elements.parent[row]] += held[row]
    return held


def _selectors(node: LexborNode) -> Iterator[str]:
    """The selectors that may be proposed for an element; they may find others, too."""
    tag = node.tag or ""
    if tag not in _TAGS:
        return
    attributes = node.attributes
    if attributes.get("itemprop") == "articleBody":
        yield f'{tag}[itemprop="articleBody"]'
    if (identity := attributes.get("id")) and _NAME.fullmatch(identity):
        yield f"{tag}#{identity}"
    for name in dict.fromkeys((attributes.get("class") or "").split()):
        if _NAME.fullmatch(name) and not GENERATED.search(f".{name}"):
            yield f"{tag}.{name}"
    if tag in ("article", "main"):
        yield tag


def _proposal(
    site: SitePages, tight: str, second: str | None, on: Mapping[SitePage, Box], pages: int
) -> Proposal | None:
    least = f"{HELD:.0%}"
    why = f"on {len(on)} of {pages} pages this element holds nearly all that the generic part keeps"
    rule: dict[str, Any] = {"css": tight, "inside": "judged", "least": least, "why": why}
    if second is not None:
        places = [{"css": it, "least": least} for it in (tight, second)]
        rule = {"first_of": places, "inside": "judged", "why": why}
    page = max(on, key=lambda it: len(on[it].outside) * bool(it.paragraphs))
    cases = _cases(site, page, tight, on[page])
    if not cases:
        return None
    return Proposal("body", rule, len(on), pages, examples=tuple(_examples(on)), cases=cases)


def _examples(on: Mapping[SitePage, Box]) -> Iterator[str]:
    """What is outside and kept by the generic part, or else the longest that is outside."""
    for page, box in list(on.items())[:EXAMPLES]:
        best = max(box.outside, key=lambda it: (page.kept[it], len(page.texts[it])), default=None)
        if best is not None:
            kept = ", which the generic part keeps" if page.kept[best] else ""
            yield f"{page.source}: outside is{kept} {page.texts[best][:SHOWN]}"


def _cases(site: SitePages, page: SitePage, selector: str, box: Box) -> tuple[dict[str, Any], ...]:
    """A page in small on which what is outside goes, and one without the element, which is left alone."""
    own = paragraphs(site, page, box.outside[0] if box.outside else 0, _CASE_PARAGRAPHS)
    outside = [it for it in _beside(site, page, box) if it not in own][: len(own) - 1]
    if not outside:
        return ()
    body = "\n".join(f"<p>{_escaped(it)}</p>" for it in own)
    beside = "\n".join(f"<div><p>{_escaped(it)}</p></div>" for it in outside)
    return (
        {
            "name": f"what is outside of {selector} goes",
            "html": f"{beside}\n{_opening(selector)}\n{body}\n</{_tag(selector)}>\n",
            "drop": outside,
            "keep": own,
        },
        {
            "name": "a page without the element of the body is left alone",
            "html": f"<div>\n{body}\n</div>\n{beside}\n",
            "keep": [*own, *outside],
        },
    )


def _beside(site: SitePages, page: SitePage, box: Box) -> list[str]:
    """What is outside and is no line of another rule: of this page alone, or else two lines as one."""
    outside = [it for it in box.outside if not page.kept[it] and page.texts[it].isprintable()]
    texts = [page.texts[it] for it in outside]
    alone = [page.texts[it] for it in outside if site.spread[page.folded[it]] == 1]
    return list(dict.fromkeys(alone)) or ([" | ".join((texts * 2)[:2])] if texts else [])


def _tag(selector: str) -> str:
    return re.split(r"[.#\[]", selector)[0]


def _opening(selector: str) -> str:
    """The start tag of an element that `selector` finds."""
    tag = _tag(selector)
    rest = selector.removeprefix(tag)
    if rest.startswith("["):
        return f"<{tag} {rest[1:-1]}>"
    if not rest:
        return f"<{tag}>"
    return f'<{tag} {"class" if rest[0] == "." else "id"}="{rest[1:]}">'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
