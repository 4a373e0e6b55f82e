"""The headline of a page and an article in data: whether it stands beside it, or has its words."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from cleaner.characters.letters import letters
from cleaner.characters.scripts import IS_UNSPACED
from cleaner.segment.html.script_article.node_counts import NAMES, NodeCounts
from cleaner.segment.html.script_article.prose import SENTENCE, TAG, is_address_or_date
from cleaner.segment.html.script_article.rendering import as_html
from cleaner.segment.html.script_article.shape import LEVELS, VALUES, Article
from cleaner.segment.html.script_values import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ON_TOPIC: Final = 0.4
"""The share of the titles' words that the article has, where no title stands beside it. Of the articles of
news-pairs-dev, fundus-dev and WCXB, 1 in 20 has less."""
_STEM: Final = 5
"""Letters of a word that are compared, as its end may be inflected."""
_SHORTEST_WORD: Final = 4
_MOSTLY: Final = 0.4
"""The share of the prose of the object with the headline that the article has at least: the text may stand in
it twice, as HTML and without. Hand-set."""
_SURE_TITLE: Final = 15
"""Letters of a title that is found in a longer one."""
_SAME_TITLE: Final = 0.6
"""The share of the longer title that it then is."""
_WORD: Final = re.compile(r"\w+")


def letters_of(texts: Sequence[str]) -> list[str]:
    """The letters of each text, as titles are compared by; without tags and entities."""
    return letters([unescape(TAG.sub("", text)) for text in texts])


def stands_beside(article: Article, titles: Sequence[str], seen: dict[int, NodeCounts]) -> bool:
    """Whether a title, given by its letters, stands in an object that has the article and little other prose.

    It may stand in an object in that, as in `headlines: {web: ...}`. An object on the way there that has an
    address or a date, and another title, is another document.
    """
    node: Node | None = article.node
    longest = 2 * max(map(len, titles), default=0) + SENTENCE
    for _ in range(LEVELS):
        if node is None or (node is not article.node and article.prose < _MOSTLY * seen[id(node)].prose):
            return False
        texts = [it for it in _texts_near(node) if len(it) <= longest]
        if any(_is_same_title(title, it) for it in letters_of(texts) for title in titles):
            return True
        if not node.is_list and any(map(is_address_or_date, texts)):
            return False
        node = node.parent
    return False


def _texts_near(node: Node) -> Iterator[str]:
    """The texts right in an object or list, and of an object those in its objects of a few texts alone."""
    for value in node.values[:VALUES]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Node) and not (node.is_list or value.is_list) and len(value.values) <= NAMES:
            texts = [it for it in value.values if isinstance(it, str)]
            if len(texts) == len(value.values) and not any(map(is_address_or_date, texts)):
                yield from texts


def _is_same_title(one: str, other: str) -> bool:
    """Whether two titles are the same, or one has more words before or behind it; both as letters."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= max(_SURE_TITLE, _SAME_TITLE * len(long)) and short in long)


def is_on_topic(article: Article, titles: Sequence[str]) -> bool:
    """Whether the article has enough words of the titles; where there are none to compare, it has."""
    words = {stem for word in _WORD.findall(" ".join(titles).casefold()) for stem in _stems(word)}
    if not words:
        return True
    text = unescape(as_html(article)).casefold()
    return sum(word in text for word in words) >= _ON_TOPIC * len(words)


def _stems(word: str) -> Iterator[str]:
    if IS_UNSPACED.search(word):
        yield from (word[at : at + 2] for at in range(len(word) - 1))
    elif len(word) >= _SHORTEST_WORD:
        yield word[:_STEM]
