"""The article in the data of a page's scripts, found by its shape.

An article in data is one of two things:

- a string of HTML, or of lines, with several paragraphs of prose;
- a list whose items hold paragraphs under the same name, at whatever depth: texts, blocks of an editor, nodes
  of rich text. So does an object whose names are numbered, as a store of blocks is.

Where such a list stands in another, the outer one is the article if it adds to it (sections with paragraphs).
A list is not an article where its items have addresses or dates of their own: other stories, comments, posts.
A table of translations and a configuration are objects with a name for each text, and so neither.

Data has more texts than the article: other stories, product copy, terms. So the article is that beside which
the page's headline stands. Where it stands beside none, one is taken only if the page declares to be an
article and has next to no prose of its own, if the text has words of the headline, and if it is not one of a
list of documents. And none is taken if another, with as much right, is nearly as long.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.script_article.prose import BREAK, SENTENCE, lines_of, prose_of
from cleaner.segment.html.script_article.rendering import as_html
from cleaner.segment.html.script_article.shape import LEVELS, Article, articles_in, count_nodes, is_numbered
from cleaner.segment.html.script_article.titles import is_on_topic, letters_of, stands_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.segment.html.script_article.node_counts import NodeCounts
    from cleaner.segment.html.script_values import Node

_DISTINCT: Final = 0.8
"""The share of an article's paragraphs that stand in it once. Hand-set."""
_RIVAL: Final = 0.5
"""The share of the longest article's prose from which another makes it doubtful. Hand-set."""
_CANDIDATES: Final = 20
"""The articles that are compared, the longest."""
_SAMPLES: Final = 20
"""Samples of an article that are searched for in another."""


def find_article(nodes: Sequence[Node], titles: Sequence[str], *, untitled: bool = False) -> Article | None:
    """The article in the data that `read_values` gave, or None; takes time linear in its length.

    `titles` are those of the page; `untitled` is whether one is taken that none of them stands beside.
    """
    seen = count_nodes(nodes)
    found = nlargest(_CANDIDATES, articles_in(nodes, seen), key=lambda it: it.prose)
    found = [it for it in found if _is_distinct(it)]
    wanted = [it for it in letters_of(titles) if it]
    titled = [it for it in found if stands_beside(it, wanted, seen)]
    best = next(iter(titled or found), None)
    if best is None:
        return None
    if not titled and not (untitled and is_on_topic(best, titles) and not _is_listed(best, seen)):
        return None
    rivals = [it for it in titled or found if it is not best and it.prose > _RIVAL * best.prose]
    return best if all(_is_same(best, it) for it in rivals) else None


def _is_distinct(article: Article) -> bool:
    """Whether nearly all paragraphs stand in the article once."""
    lines = [line for line in lines_of(as_html(article)) if prose_of(line)]
    return len(set(lines)) >= _DISTINCT * len(lines)


def _is_listed(article: Article, seen: dict[int, NodeCounts]) -> bool:
    """Whether the article is one of several documents in a list."""
    node: Node | None = article.node
    for _ in range(LEVELS):
        if node is None:
            return False
        if node is not article.node and (node.is_list or is_numbered(node)) and seen[id(node)].others > 1:
            return True
        node = node.parent
    return False


def _is_same(one: Article, other: Article) -> bool:
    """Whether two articles are one, by samples of the other; one may have a standfirst or captions more."""
    text, compared = (letters_of([BREAK.sub("\n", as_html(it))])[0] for it in (one, other))
    step = max(len(compared) // _SAMPLES, 1)
    samples = [compared[at : at + SENTENCE] for at in range(0, max(len(compared) - SENTENCE, 1), step)]
    return 2 * sum(it in text for it in samples) >= len(samples)
