"""Conditions on a block: it is a given line, a pattern occurs in it, or it is inside a given element.

Patterns are run only through a `Clock`, which limits their time (`cleaner.rules.clock`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from cleaner.lazy import cached_property
from cleaner.rules.patterns import searchable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.document import Document
    from cleaner.rules.clock import Clock
    from cleaner.rules.patterns import Pattern
    from cleaner.rules.selectors import Selection, Selector

_LOOKALIKES: Final = tuple(
    [(mark, "'") for mark in "‘’‚‛ʼ′`´＇"]
    + [(mark, '"') for mark in "“”„‟″"]
    + [(mark, "") for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff"]
)
"""Quotation mark, its plain form. Characters without width are replaced by nothing."""
WIDTHLESS: Final = "".join(mark for mark, plain in _LOOKALIKES if not plain)
"""The characters that `fold` takes out of words."""

_BETWEEN: Final = "\0"
"""Separates texts that are folded together. Folding neither changes it nor composes it with a neighbour."""

_LONG_WORD: Final = regex.compile(r"[^\W\d_]{5,}")
"""Words of five letters or more, which show the topic in alphabetic scripts: most stopwords are shorter."""


def fold(text: str) -> str:
    """`text` normalised, so that lines which look the same are equal.

    White space becomes single spaces, case is folded, typographic apostrophes and quotation marks become
    plain ones. For comparing whole blocks only: lengths change, so offsets do not hold.

    >>> fold(" Read  “Today” ")
    'read "today"'
    """
    return " ".join(_plain(text).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """As `fold` for each of `texts`, but ten times as fast: characters are replaced in all texts at once."""
    joined = _plain(_BETWEEN.join(texts))
    together = joined.split(_BETWEEN)
    if len(together) != len(texts):
        return list(map(fold, texts))
    return [" ".join(text.split()) for text in together]


def _plain(text: str) -> str:
    """`text` with case folded and lookalikes replaced."""
    if text.isascii():
        return text.replace("`", "'").casefold()
    text = _without_lookalikes(text.casefold())
    composed = unicodedata.normalize("NFC", text)
    return composed if composed == text else _without_lookalikes(composed)


def _without_lookalikes(text: str) -> str:
    for mark, plain in _LOOKALIKES:
        if mark in text:
            text = text.replace(mark, plain)
    return text


def long_words(text: str) -> frozenset[str]:
    """The distinct words of `text` with five letters or more, case folded."""
    return frozenset(_LONG_WORD.findall(text.casefold()))


TOPIC_BLOCKS: Final = 3
"""Blocks that a topic word is in, at least. Measured on a page of AnewZ: at two, 2 of 10 teasers have topic
words, at three none does."""

TOPIC_WORDS: Final = 3
"""Topic words of a text, at least. One with fewer is too short, or in a script without spaces."""


class BlockView:
    """The blocks of a document for rules. Derived forms are computed once, when they are first needed."""

    def __init__(self, document: Document, selection: Selection | None = None) -> None:
        """`selection` has the matches of the rules' selectors; None for plain text, or without the page."""
        self.texts = [block.text for block in document.blocks]
        self._has_dom = document.dom is not None
        self._selection = selection

    def __len__(self) -> int:
        """Number of blocks."""
        return len(self.texts)

    def inside(self, selector: Selector) -> frozenset[int]:
        """Indexes of the blocks inside elements that `selector` matches; empty for plain text.

        Raises TimeoutError where they are unknown.
        """
        if self._selection is not None:
            return self._selection.inside(selector)
        if self._has_dom:
            raise TimeoutError
        return frozenset()

    @property
    def on_page(self) -> int:
        """Number of blocks, from the first, that selectors can match. The others are from JSON-LD."""
        return self._selection.on_page if self._selection is not None else 0

    @cached_property
    def folded(self) -> list[str]:
        """The text of each block, folded."""
        return fold_all(self.texts)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The distinct texts in `folded`."""
        return frozenset(self.folded)

    @cached_property
    def searchable(self) -> list[str]:
        """The text of each block in the form in which literals of patterns are searched for."""
        return list(map(searchable, self.texts))

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The long words of each block."""
        return [long_words(text) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one block: on its text, on its place in the DOM, or on both."""

    lines: frozenset[str] = frozenset()
    """Folded lines; the whole block must be one of them."""
    pattern: Pattern | None = None
    selector: Selector | None = None

    def holds(self, view: BlockView, index: int, clock: Clock) -> bool:
        """Whether block `index` meets the condition in all its parts.

        Raises TimeoutError where a pattern runs out of time, or the matches of the selector are unknown.
        """
        if self.selector is not None and index not in view.inside(self.selector):
            return False
        if self.pattern is not None:
            is_possible = not self.pattern.clauses or self.pattern.may_match(view.searchable[index])
            return is_possible and clock.search(self.pattern, view.texts[index])
        return view.folded[index] in self.lines if self.lines else self.selector is not None


def topic_words(view: BlockView, stop: int) -> frozenset[str]:
    """The words that are in at least `TOPIC_BLOCKS` of the blocks before `stop`."""
    counts = Counter(word for words in view.words[:stop] for word in words)
    return frozenset(word for word, blocks in counts.items() if blocks >= TOPIC_BLOCKS)


@dataclass(frozen=True, slots=True)
class While:
    """The guard of a run: conditions on each of its blocks, all of which must hold."""

    condition: Condition | None = None
    longest: int | None = None
    """Characters of a block, at most."""
    off_topic: bool = False
    """Whether a block must contain none of the topic words of the text before the run."""

    def holds(self, view: BlockView, index: int, topic: frozenset[str], clock: Clock) -> bool:
        """Whether block `index` may belong to a run; `topic` are the topic words of the text before it.

        Where they are fewer than `TOPIC_WORDS`, no block is off topic. Raises TimeoutError.
        """
        clock.spend(1)
        if self.longest is not None and len(view.texts[index]) > self.longest:
            return False
        if self.off_topic and (len(topic) < TOPIC_WORDS or not topic.isdisjoint(view.words[index])):
            return False
        return self.condition is None or self.condition.holds(view, index, clock)
