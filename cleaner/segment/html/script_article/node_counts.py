"""What is known of an object or list in data once all inside it is: prose by name, and other documents."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.segment.html.script_article.prose import (
    PARAGRAPHS,
    is_address_or_date,
    is_unspaced,
    lines_of,
    prose_of,
)

if TYPE_CHECKING:
    from cleaner.segment.html.script_values import Node

NAMES: Final = 8
"""The names of prose that are told apart in one object or list."""
TIMES: Final = (range(900_000_000, 5_000_000_000), range(900_000_000_000, 5_000_000_000_000))
"""Seconds, and thousandths, since 1970."""
_NO_NAMES: Final[dict[str, int]] = {}
"""Not to be written to."""


class NodeCounts:
    """What is known of a node once all inside it is.

    Data has a node every fifty characters, and most have next to nothing to say, so the defaults are those of
    the class, and the tables are made when there is something to enter.
    """

    prose = 0
    paragraphs = 0
    names = _NO_NAMES
    """Characters of prose by the name they stand under."""
    texts = _NO_NAMES
    """Characters of all texts, likewise."""
    holders = 0
    """Values with prose."""
    others = 0
    """Those of them that have an address or a date of their own."""
    marks = 0
    """Texts right in it that are addresses, dates or single words."""
    has_own = False
    """Whether it has an address or a date, itself or in an object in it."""
    best = 0
    """The prose of the longest article in it."""
    is_article = False


class TextFacts(NamedTuple):
    """What is known of a text, wherever it stands; the names of types stand in data a thousand times."""

    is_address_or_date: bool
    is_word: bool
    """Whether it is a single word."""
    characters: int
    """Of all its lines."""
    prose: tuple[int, ...]
    """Characters of each line that is prose."""


def facts_of(text: str) -> TextFacts:
    """What counts of a text, by itself."""
    if is_address_or_date(text):
        return TextFacts(is_address_or_date=True, is_word=False, characters=0, prose=())
    is_word = " " not in text and not is_unspaced(text)
    lines = lines_of(text)
    prose = tuple(length for line in lines if (length := prose_of(line)))
    return TextFacts(is_address_or_date=False, is_word=is_word, characters=sum(map(len, lines)), prose=prose)


def add_text(mine: NodeCounts, key: str, text: TextFacts) -> None:
    """Add a text to what is known of the node that it stands in."""
    is_address_or_date, is_word, characters, prose = text
    if is_address_or_date:
        mine.has_own = True
        mine.marks += 1
        return
    if is_word:
        mine.marks += 1
    if mine.texts is _NO_NAMES:
        mine.texts = {key: characters}
    else:
        mine.texts[key] = mine.texts.get(key, 0) + characters
    if prose:
        length = sum(prose)
        mine.holders += 1
        mine.prose += length
        mine.paragraphs += len(prose)
        mine.names = _sum(mine.names, {key: length})
        if len(prose) >= PARAGRAPHS:
            mine.best = max(mine.best, length)


def add_node(mine: NodeCounts, node: Node, inner: NodeCounts) -> None:
    """Add a node to what is known of the one that it stands in."""
    if inner.prose:
        mine.holders += 1
        mine.others += inner.has_own
        mine.prose += inner.prose
        mine.paragraphs += inner.paragraphs
        mine.names = _sum(mine.names, inner.names)
        mine.best = max(mine.best, inner.best)
    if inner.texts:
        mine.texts = _sum(mine.texts, inner.texts)
    if inner.has_own and not node.is_list:
        mine.has_own = True


def _sum(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    """Counts by name with others added; of many others, only the largest."""
    if counts is _NO_NAMES:
        counts = {}
    for name in nlargest(NAMES, more, key=more.__getitem__) if len(more) > NAMES else more:
        counts[name] = counts.get(name, 0) + more[name]
    return counts


def commonest(seen: NodeCounts) -> str:
    """The name that most of the prose stands under."""
    return max(seen.names, key=seen.names.__getitem__)
