"""Pages whose scripts were to draw the article: the article is drawn from the data of these scripts.

Such a page has a menu, a cookie notice and an empty element; the article stands in a script, or in an
attribute, as data. Where the page's own blocks have clearly no article and the data has one
(`cleaner.segment.html.script_article`), the page is given back with that article in it as elements, where a
browser would show it: after the headline, or at the end of the main element. All that reads pages (segments,
selectors of rules, references) then reads this page, and nothing else needs to know.

Scripts are searched only on pages with little prose, so other pages cost a sum over their blocks.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.folding import code_points
from cleaner.characters.letters import letters
from cleaner.characters.scripts import IS_UNSPACED
from cleaner.dom import Head
from cleaner.segment.html.html_tags import Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from cleaner.document import Document

_LITTLE: Final = 3000
"""Characters of prose above which scripts are not searched: more than a cookie notice has. Hand-set."""
_NO_ARTICLE: Final = 500
"""Characters of prose below which a page shows no article; as for JSON-LD."""
_PROSE: Final = 80
"""Characters of the shortest block that counts as prose of the page."""
_TIMES_AS_MUCH: Final = 2
"""How many times the prose of the page the article must have; as for JSON-LD. On the bench's pages below
`_LITTLE`, a text that is found and is not the article has 1.1 times as much at the most, an article 7."""
_SAMPLES: Final = 20
"""How many samples of the article are searched for on the page."""
_SAMPLE: Final = 40
"""Letters of a sample: enough that no other text contains it by chance."""
_SHORTEST: Final = 500
"""Characters. A shorter page or attribute holds no article."""
_RUN: Final = 40
"""Characters of a stretch without signs of code and markup that is as long as a sentence."""
_IS_CODE: Final = np.isin(np.arange(128), [ord(sign) for sign in '"{}[]<>=;'])
"""Whether a code point is such a sign; no other than of ASCII is."""
_SCRIPT: Final = re.compile("<script", re.IGNORECASE)
_PUSH: Final = ".push("
"""In a script that is a piece of a stream, which may have next to no text of its own."""
_LONGEST_TITLE: Final = 500
"""Characters of a title that are read."""
_MOST_NODES: Final = 100_000
"""Elements whose attributes are searched."""
_DATA_ATTRIBUTE: Final = re.compile(r"=\s*+[\"']?\s*+[\[{]")
_LONG_ATTRIBUTE: Final = re.compile(
    r"=[ \t\n\f\r]*+(?=[\"']?\s*+[\[{&])(?:\"[^\"]{500}|'[^']{500}|[^\"'>\s][^>]{499})"
)
"""What may be an attribute of at least `_SHORTEST` characters that begins as data does, with a bracket or a
reference; inside a script as well."""
_EMBEDDED: Final = re.compile("srcdoc", re.IGNORECASE)
"""Attributes of pages in attributes have references for quotes."""
_NO_DATA: Final = re.compile(r"ld\+json|speculation|importmap|template|text/(?!javascript)", re.IGNORECASE)
"""Types of scripts without data of the page; JSON-LD is read elsewhere."""
_BETWEEN: Final = re.compile(r"\s+[|–—·•»-]\s+|\s*[|｜]\s*")
"""What stands between a title and the name of the site."""
_NO_PLACE: Final = frozenset(
    (
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "noscript",
        "dialog",
        "a",
        "button",
        "template",
        "svg",
        "figure",
    )
)
"""Elements in which no article stands."""


def with_script_article(page: str, tree: LexborHTMLParser, document: Document) -> str | None:
    """`page` with the article in its scripts; None where it has none to add.

    `tree` and `document` are those of `page`; the article is put into `tree`.
    """
    prose = sum(len(text) for *_, text in document.blocks if len(text) >= _PROSE)
    if prose > _LITTLE or not _may_have_data(page) or _has_json_ld(document):
        return None
    from cleaner.segment.html.parse import parse  # noqa: PLC0415 - with a parser, for such pages alone
    from cleaner.segment.html.script_article import find_article  # noqa: PLC0415 - likewise
    from cleaner.segment.html.script_article.prose import ENOUGH  # noqa: PLC0415 - likewise
    from cleaner.segment.html.script_article.rendering import as_html  # noqa: PLC0415 - likewise
    from cleaner.segment.html.script_values import read_values  # noqa: PLC0415 - likewise

    sources = [(source, _text_like(source)) for source in _sources(tree, page)]
    if sum(length for _, length in sources) < max(ENOUGH, _TIMES_AS_MUCH * prose) / 2:
        return None
    head = document.dom.head if document.dom else Head()
    values = read_values(source for source, length in sources if length or _PUSH in source[:_SAMPLE])
    article = find_article(values, _titles(head), untitled=head.is_article and prose < _NO_ARTICLE)
    if article is None or article.prose < _TIMES_AS_MUCH * prose:
        return None
    drawn = parse(f"<article>{as_html(article)}</article>")
    if _is_shown(drawn, document):
        return None
    return _put(tree, drawn)


def _titles(head: Head) -> list[str]:
    """The page's titles, each also without the name of the site behind it or before it."""
    said = (head.title, head.meta.get("og:title"), head.meta.get("twitter:title"))
    whole = [" ".join(it[:_LONGEST_TITLE].split()) for it in said if it]
    return list(dict.fromkeys(part for it in whole for part in (it, max(_BETWEEN.split(it), key=len))))


def _may_have_data(page: str) -> bool:
    if len(page) < _SHORTEST:
        return False
    return _SCRIPT.search(page) is not None or _DATA_ATTRIBUTE.search(page) is not None


def _has_json_ld(document: Document) -> bool:
    """Whether the article was taken from the JSON-LD already."""
    return document.dom is not None and bool((document.dom.flags & int(Flag.JSON_LD)).any())


def _sources(tree: LexborHTMLParser, page: str) -> Iterator[str]:
    """The texts of scripts that may hold data, then the attributes that do."""
    for script in tree.css("script"):
        if not _NO_DATA.search(script.attributes.get("type") or ""):
            yield script.text() or ""
    if _has_long_attribute(page) and tree.root is not None:
        for node in islice(tree.root.traverse(), _MOST_NODES):
            for value in node.attributes.values():
                if value and len(value) >= _SHORTEST and value.lstrip()[:1] in {"{", "["}:
                    yield value


def _has_long_attribute(page: str) -> bool:
    """Whether an attribute of `page` may be long enough to be a source; to look at each takes far longer."""
    if _DATA_ATTRIBUTE.search(page) is None:
        return False
    return _LONG_ATTRIBUTE.search(page) is not None or _EMBEDDED.search(page) is not None


def _text_like(source: str) -> int:
    """The characters of stretches without code that may be prose: a bound that is reached quickly."""
    return sum(
        len(it)
        for it in _runs(source)
        if it.count(" ") * 15 >= len(it) or "\\u" in it or (not it.isascii() and IS_UNSPACED.search(it))
    )


def _runs(source: str) -> Iterator[str]:
    """The stretches as long as a sentence without signs of code and markup.

    By arrays, since most of a source is short stretches, at each of which a pattern would stop.

    >>> list(_runs('{"text": "' + 45 * "a" + '", "b": 1}')) == [45 * "a"]
    True
    """
    codes = code_points(source)
    signs = np.flatnonzero(_IS_CODE.take(codes, mode="clip"))
    bounds = np.concatenate(([-1], signs, [len(codes)]))
    long = np.flatnonzero(np.diff(bounds) > _RUN)
    for start, end in zip(bounds[long].tolist(), bounds[long + 1].tolist(), strict=True):
        yield source[start + 1 : end]


def _is_shown(drawn: LexborHTMLParser, document: Document) -> bool:
    """Whether any sample of the article is on the page."""
    text = drawn.body.text(separator=" ") if drawn.body else ""
    article = "".join(letters([text]))
    shown = "".join(letters([block.text for block in document.blocks]))
    step = max(len(article) // _SAMPLES, _SAMPLE)
    return any(article[at : at + _SAMPLE] in shown for at in range(0, len(article) - _SAMPLE, step))


def _put(tree: LexborHTMLParser, drawn: LexborHTMLParser) -> str | None:
    """The page of `tree` with the article of `drawn` in it."""
    box = drawn.css_first("article")
    if box is None or tree.body is None:
        return None
    mains = [it for it in tree.css("main, [role=main]") if _is_place(it)]
    heads = [it for it in tree.css("h1") if _is_place(it)]
    if len(heads) == 1:
        heads[0].insert_after(box)
    elif mains:
        mains[0].insert_child(box)
    else:
        tree.body.insert_child(box)
    return tree.html


def _is_place(node: LexborNode | None) -> bool:
    """Whether an article may stand in `node`, by what is around it."""
    while node is not None and node.tag != "body":
        if (
            node.tag in _NO_PLACE
            or "hidden" in node.attributes
            or "none" in (node.attributes.get("style") or "")
        ):
            return False
        node = node.parent
    return True
