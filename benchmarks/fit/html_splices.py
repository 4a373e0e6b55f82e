"""Snippets in HTML: real pages with boilerplate of ours around and inside the article, and bodies of ours.

A snippet becomes an element such as its kind is written as: a list of links, a box of paragraphs with a
button. Most have no class names or none that tell, since the judge is to go by what they say. Labels follow
from how the page was put together; where its blocks come out otherwise, it is left out.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.fit import lines as vary
from benchmarks.fit import splices
from benchmarks.fit.html_mixtures import Mixed, elements_of, retitle, tree_of
from benchmarks.fit.snippets import KINDS
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from selectolax.lexbor import LexborNode

    from benchmarks.fit.html_mixtures import Placed
    from benchmarks.fit.lines import Line
    from benchmarks.fit.snippets import Place, Snippet

_LINKS: Final = frozenset({"menu", "teasers", "teasers under a heading", "footer", "page frame"})
"""Kinds whose lines are mostly links."""
_LINKED: Final = 0.8
"""How often they are."""
_BUTTON_WORDS: Final = 4
"""Words; a shorter last line of a box is mostly its button."""
_BUTTON: Final = 0.7
_NEUTRAL: Final = (
    "block",
    "box",
    "row",
    "wrap",
    "module",
    "inner",
    "group",
    "col-12",
    "css-1k2j3",
    "m-3",
    "item",
)
_UNNAMED: Final = 0.4
"""How often an element has no class at all."""
_TOLD: Final = 0.15
"""How often the class says what the element is."""
_OUTSIDE: Final = 0.5
"""How often what stands above or under the article stands outside of its element."""
_PLACES: Final[tuple[tuple[Place, tuple[int, ...]], ...]] = (
    ("above", (0, 0, 1)),
    ("inside", (0, 0, 1, 1, 2)),
    ("under", (0, 1, 1, 2)),
)
"""How many snippets stand where, each number as often as it is given."""


def with_snippets(page: Placed, given: Sequence[Snippet], rng: Random) -> Mixed | None:
    """`page` with boilerplate of ours; None where there is none, or its blocks came out otherwise."""
    drawn = {place: splices.drawn(given, place, rng.choice(counts), rng) for place, counts in _PLACES}
    if not any(drawn.values()):
        return None
    tree = tree_of(page.record)
    target = elements_of(tree)[page.element]
    parts = [child.html or "" for child in target.iter(include_text=True)]
    for snippet in drawn["inside"]:
        parts.insert(rng.randrange(1, len(parts) + 1), as_html(snippet, rng))
    above, under = ("".join(as_html(it, rng) for it in drawn[place]) for place in ("above", "under"))
    if rng.random() < _OUTSIDE and (parent := target.parent) is not None:
        target.inner_html = "".join(parts)
        parent.inner_html = "".join(
            _framed(it, target, above, under) for it in parent.iter(include_text=True)
        )
    else:
        target.inner_html = above + "".join(parts) + under
    source = tree.html or ""
    document = segment_html(source, url=page.record["url"])
    ours = {_folded(line) for some in drawn.values() for it in some for line in it.lines}
    old = [block.text for block in page.document.blocks]
    texts = [block.text for block in document.blocks]
    own = _places(texts, old, ours)
    if own is None:
        return None
    body = np.array([0.0 if place is None else page.body[place] for place in own], np.float32)
    title = page.title.lower()
    headline = np.array([vary.is_title(text, title) for text in texts], np.float32)
    return Mixed(source, document, body, headline, np.ones(len(texts), np.float32))


def with_body(body: Snippet, page: Placed, given: Sequence[Snippet], rng: Random) -> Mixed | None:
    """A body of ours, among boilerplate of ours, in place of the article of `page`; None likewise."""
    headline = body.lines[0] if KINDS[body.kind].headed else ""
    tree = tree_of(page.record)
    headings = [
        it for it in tree.css("h1,h2") if page.title and vary.is_title(it.text() or "", page.title.lower())
    ]
    for heading in headings:
        heading.inner_html = escape(headline)
    lines = splices.spliced(splices.as_lines(body, rng), given, rng)
    lines = [line for line in lines if not (line.headline and headings)]
    elements_of(tree)[page.element].inner_html = "".join(map(_paragraph, lines))
    retitle(tree, headline, headline, "")
    for script in tree.css('script[type*="ld+json"]'):
        script.decompose()
    source = tree.html or ""
    document = segment_html(source, url=page.record["url"])
    texts = [block.text for block in document.blocks]
    wanted = [_folded(line.text) for line in lines]
    after = len(page.document.blocks) - page.end
    first = len(texts) - after - len(lines)
    if first < 0 or texts[first : first + len(lines)] != wanted:
        return None
    labels, trust = np.zeros(len(texts), np.float32), np.ones(len(texts), np.float32)
    labels[first : first + len(lines)] = [line.body for line in lines]
    trust[first + len(lines) :] -= page.body[page.end :]
    headlines = np.array([bool(headline) and text == _folded(headline) for text in texts], np.float32)
    return Mixed(source, document, labels, headlines, trust)


def as_html(snippet: Snippet, rng: Random) -> str:
    """A snippet as an element."""
    lines = [line.strip() for line in snippet.lines if line.strip()]
    if snippet.kind in _LINKS and rng.random() < _LINKED:
        inside = "".join(
            f'<li><a href="/{number}">{escape(line)}</a></li>' for number, line in enumerate(lines)
        )
        return f"<ul{_class(snippet, rng)}>{inside}</ul>"
    *most, last = lines
    button = len(last.split()) <= _BUTTON_WORDS and most and rng.random() < _BUTTON
    written = [f"<p>{escape(line)}</p>" for line in (most if button else lines)]
    if button:
        tag = rng.choice(("button", 'a href="/more"'))
        written.append(f"<div><{tag}>{escape(last)}</{tag.split()[0]}></div>")
    tag = rng.choice(("div", "div", "section", "aside"))
    return f"<{tag}{_class(snippet, rng)}>{''.join(written)}</{tag}>"


def _class(snippet: Snippet, rng: Random) -> str:
    chance = rng.random()
    if chance < _UNNAMED:
        return ""
    told = chance > 1 - _TOLD
    name = snippet.kind.replace(" ", "-") if told else rng.choice(_NEUTRAL)
    return f' class="{name}"'


def _paragraph(line: Line) -> str:
    tag = "h2" if line.headline else "p"
    return f"<{tag}>{escape(line.text)}</{tag}>"


def _framed(node: LexborNode, target: LexborNode, above: str, under: str) -> str:
    written = node.html or ""
    return f"{above}{written}{under}" if node.mem_id == target.mem_id else written


def _folded(text: str) -> str:
    return " ".join(text.split())


def _places(texts: Sequence[str], old: Sequence[str], ours: set[str]) -> list[int | None] | None:
    """For every block, its place in the `old` page, None for ours; None in all if it is neither."""
    found: list[int | None] = []
    at = 0
    for text in texts:
        if at < len(old) and text == old[at]:
            found.append(at)
            at += 1
        elif text in ours:
            found.append(None)
        else:
            return None
    return found if at == len(old) else None
