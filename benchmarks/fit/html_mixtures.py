"""The article of one page in the place of another's: pages made for fitting, with labels that are sure.

A site's template and its articles are seen together only, so what is fitted on a few hundred sites takes
quirks of templates for signs of articles. Here the element that holds nearly all of a page's main
content takes the place of the same element on a page of another site, title and metadata with it; the
blocks around it are that site's menus, teasers and footers.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from benchmarks import html_corpus
from benchmarks.fit import lines as vary
from benchmarks.flatten import decode
from benchmarks.pages import read_html
from cleaner.segment.html import segment_html
from cleaner.segment.html.html_tags import KNOWN, UNKNOWN, Flow
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document
    from cleaner.dom import Dom

_NEARLY_ALL: Final = 0.97
"""The share of the main content's words that an element must hold to be where the article stands."""
_LEAST: Final = 60
"""Words of main content."""
_MOSTLY: Final = 0.4
"""The share of what the element holds that must be main content."""
_OUTERMOST: Final = 2
"""Rows of `Elements` that are the page, `html` and `body`: they hold the template too."""
_MOST_CHANGED: Final = 3
"""Blocks of the template that may read otherwise afterwards: the headline, which is replaced."""
_TITLES: Final = ("og:title", "twitter:title")
_DESCRIPTIONS: Final = ("description", "og:description", "twitter:description")


class Placed(NamedTuple):
    """A page, and where its article stands."""

    record: dict[str, Any]
    document: Document
    dom: Dom
    body: NDArray[np.float32]
    """For every block, whether it is main content."""
    element: int
    first: int
    """The blocks of the element are those from `first` to before `end`."""
    end: int

    @property
    def title(self) -> str:
        """The headline by its gold; empty where that has none."""
        return (self.record["title"] or "").strip()


class Mixed(NamedTuple):
    """A mixture: the page, what was read from it, and labels for every block."""

    page: str
    document: Document
    body: NDArray[np.float32]
    headline: NDArray[np.float32]
    trust: NDArray[np.float32]


def placed(record: dict[str, Any]) -> Placed | None:
    """Where the article of a corpus record stands; None where it is not known, or is all over the page."""
    if not record["share"]:
        return None
    document = html_corpus.document(record)
    dom = document.dom
    if dom is None or not document.blocks:
        return None
    body = (np.array(record["share"]) >= vary.MOSTLY).astype(np.float32)
    words = np.array([len(block.text.split()) for block in document.blocks])
    inside = _total(dom, words * body)
    if inside[0] < _LEAST:
        return None
    holds = np.flatnonzero(inside >= _NEARLY_ALL * inside[0])
    element = int(holds[np.argmax(dom.elements.depth[holds])])
    if element <= _OUTERMOST or inside[element] < _MOSTLY * _total(dom, words)[element]:
        return None
    blocks = np.flatnonzero((dom.element >= element) & (dom.element < dom.elements.end[element]))
    return Placed(record, document, dom, body, element, int(blocks[0]), int(blocks[-1]) + 1)


def mixed(article: Placed, template: Placed) -> Mixed | None:
    """`article` in the place of what stands in `template`; None where the blocks came out otherwise."""
    page = _put(article, template)
    document = segment_html(page, url=template.record["url"])
    before, after = template.document.blocks[: template.first], template.document.blocks[template.end :]
    inner = article.document.blocks[article.first : article.end]
    expected = [block.text for block in (*before, *inner, *after)]
    texts = [block.text for block in document.blocks]
    if len(texts) != len(expected):
        return None
    changed = [text != wanted for text, wanted in zip(texts, expected, strict=True)]
    inside = slice(template.first, template.first + len(inner))
    if any(changed[inside]) or sum(changed) > _MOST_CHANGED:
        return None
    body, trust = np.zeros(len(texts), np.float32), np.ones(len(texts), np.float32)
    body[inside] = article.body[article.first : article.end]
    trust[: template.first] -= template.body[: template.first]
    trust[inside.stop :] -= template.body[template.end :]
    title = article.title.lower()
    headline = np.array([vary.is_title(text, title) for text in texts], np.float32)
    return Mixed(page, document, body, headline, trust)


def _total(dom: Dom, values: NDArray[Any]) -> NDArray[np.float64]:
    """`values`, one a block, added up over everything inside each element."""
    count = len(dom.elements.parent)
    so_far = np.append(0, np.cumsum(np.bincount(dom.element, values, count)))
    result: NDArray[np.float64] = so_far[dom.elements.end] - so_far[:-1]
    return result


def _put(article: Placed, template: Placed) -> str:
    """The page of `template` with the element, the title and the metadata of `article`."""
    from_tree, tree = tree_of(article.record), tree_of(template.record)
    source, target = elements_of(from_tree)[article.element], elements_of(tree)[template.element]
    for heading in tree.css("h1,h2"):
        if template.title and vary.is_title(heading.text() or "", template.title.lower()):
            heading.inner_html = escape(article.title)
    target.inner_html = source.inner_html or ""
    head = article.dom.head
    retitle(
        tree, head.title or article.title, head.meta.get("og:title") or article.title, head.description or ""
    )
    for script in tree.css('script[type*="ld+json"]'):
        script.decompose()
    scripts = "".join(
        f'<script type="application/ld+json">{script}</script>'
        for script in article.dom.head.scripts
        if "</script" not in script
    )
    return (tree.html or "").replace("</head>", f"{scripts}</head>", 1)


def retitle(tree: LexborHTMLParser, title: str, shared_title: str, description: str) -> None:
    """Give a page another title, for its window and for who shares it, and another description."""
    for node in tree.css("title"):
        node.inner_html = escape(title)
    for meta in tree.css("meta"):
        name = (meta.attributes.get("property") or meta.attributes.get("name") or "").lower()
        if name in _TITLES:
            meta.attrs["content"] = shared_title
        elif name in _DESCRIPTIONS:
            meta.attrs["content"] = description


def tree_of(record: dict[str, Any]) -> LexborHTMLParser:
    """The parsed page of a corpus record."""
    return parse(decode(read_html(Path(record["html_file"]))))


def elements_of(tree: LexborHTMLParser) -> list[LexborNode]:
    """The nodes that are rows of `Elements`, in their order; the first row, the page, has the root's."""
    root = tree.root
    if root is None:
        return []
    return [root] + [
        node for node in root.traverse() if KNOWN.get(node.tag or "", UNKNOWN).flow >= Flow.BLOCK
    ]
