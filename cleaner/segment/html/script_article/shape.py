"""Which texts, objects and lists in data have the shape of an article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.script_article.node_counts import (
    TIMES,
    NodeCounts,
    TextFacts,
    add_node,
    add_text,
    commonest,
    facts_of,
)
from cleaner.segment.html.script_article.prose import ENOUGH, PARAGRAPHS, lines_of, prose_of
from cleaner.segment.html.script_values import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWN_SHARE: Final = 0.5
"""The share of all text under its name that is prose, in a list that is an article. Hand-set."""
_SAME_NAME: Final = 0.7
"""The share of a list's prose that stands under its commonest name. Hand-set."""
_MIXED: Final = 0.3
"""The share of the texts right in a list that are addresses, dates and single words, from which it is a store
of all kinds of values. Hand-set."""
_ADDS: Final = 1.2
"""How many times the prose of a list in it an outer list must have to be the article. Hand-set."""
_OTHERS: Final = 0.5
"""The share of items with prose that have an address or a date, from which they are documents of their own.
Hand-set."""
VALUES: Final = 200
"""The values of an object that are searched for a headline, or for what kind of block it is."""
LEVELS: Final = 5
"""Objects and lists around an article that are searched for its headline. Of the 132 articles of the bench
that are on their pages, too, it stands in the innermost with 72, and four levels out with one."""


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """An article in data: a node, or a text in one."""

    node: Node
    text: str | None
    prose: int
    name: str


def count_nodes(nodes: Sequence[Node]) -> dict[int, NodeCounts]:
    """What is known of each node, by its identity; those of code, of which nothing is, are left out."""
    seen: defaultdict[int, NodeCounts] = defaultdict(NodeCounts)
    texts: dict[str, TextFacts] = {}
    for node in reversed(nodes):
        own = id(node)
        for key, value in zip(node.keys, node.values, strict=True):
            if value is None:
                continue
            if isinstance(value, str):
                text = texts.get(value)
                if text is None:
                    text = texts[value] = facts_of(value)
                add_text(seen[own], key, text)
            elif isinstance(value, Node):
                inner = seen.get(id(value))
                if inner and (inner.texts or inner.has_own):
                    add_node(seen[own], value, inner)
            elif value >= TIMES[0].start and any(value in times for times in TIMES):
                seen[own].has_own = True
        mine = seen.get(own)
        if mine and mine.prose >= ENOUGH and _is_article(node, mine):
            mine.best = mine.prose
            mine.is_article = True
    return seen


def articles_in(nodes: Sequence[Node], seen: dict[int, NodeCounts]) -> list[Article]:
    """Everything in the data that has the shape of an article, none inside another."""
    found = []
    for node in nodes:
        mine = seen.get(id(node))
        if mine is None:
            continue
        if mine.is_article:
            found.append(Article(node, None, mine.prose, commonest(mine)))
        elif mine.prose >= ENOUGH:
            texts = (
                _article_in(node, key, value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(value, str)
            )
            found += [it for it in texts if it is not None]
    return _outermost(found)


def _outermost(articles: Sequence[Article]) -> list[Article]:
    """Without those that stand in another."""
    nodes = {id(it.node) for it in articles if it.text is None}
    return [it for it in articles if not _is_inside(it, nodes)]


def _is_inside(article: Article, nodes: set[int]) -> bool:
    above = article.node.parent
    while above is not None:
        if id(above) in nodes:
            return True
        above = above.parent
    return False


def _article_in(node: Node, key: str, text: str) -> Article | None:
    """`text` as an article, if it has several paragraphs of prose."""
    if len(text) < ENOUGH:
        return None
    prose = [length for line in lines_of(text) if (length := prose_of(line))]
    if len(prose) < PARAGRAPHS or sum(prose) < ENOUGH:
        return None
    return Article(node, text, sum(prose), key)


def _is_article(node: Node, seen: NodeCounts) -> bool:
    """Whether a list, or what stands for one, is an article as a whole."""
    return (
        node.parent is not None
        and seen.prose >= ENOUGH
        and seen.paragraphs >= PARAGRAPHS
        and not (node.is_list and seen.marks > _MIXED * sum(isinstance(it, str) for it in node.values))
        and seen.holders > 1
        and (node.is_list or is_numbered(node))
        and seen.others < _OTHERS * seen.holders
        and seen.names[name := commonest(seen)]
        >= max(_SAME_NAME * seen.prose, _OWN_SHARE * seen.texts.get(name, 0))
        and seen.prose >= _ADDS * seen.best
    )


def is_numbered(node: Node) -> bool:
    """Whether the names of an object are numbered, and its values objects or lists."""
    inner = [key for key, value in zip(node.keys, node.values, strict=True) if isinstance(value, Node)]
    numbered = sum(any(map(str.isdigit, key)) for key in inner)
    return numbered >= PARAGRAPHS and numbered > len(inner) * _SAME_NAME
