"""What a rule can ask of one block: is it this line, does this pattern occur in it, where on the page is it.

Everything that runs a pattern goes through a `Clock`, because rule files come from many hands and one
careless pattern can run for years on one long block.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import regex

if TYPE_CHECKING:
    from cleaner.document import Document
    from cleaner.rules.selectors import Selection, Selector

_LOOKALIKES: Final = tuple(
    [(mark, "'") for mark in "‘’‚‛ʼ′`´＇"]
    + [(mark, '"') for mark in "“”„‟″"]
    + [(mark, "") for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff"]
)
"""Typographic quotation marks and their plain forms; characters without width vanish."""

_LONG_WORD: Final = regex.compile(r"[^\W\d_]{5,}")
"""In alphabetic scripts the words that carry a text's subject; most stopwords are shorter."""


def fold(text: str) -> str:
    """`text` with everything ignored that a reader would not see as a difference between two lines.

    White space becomes single spaces, case goes, typographic apostrophes and quotation marks become
    plain ones. For comparing whole blocks only: lengths change, so offsets into the result mean nothing.
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").split()).casefold()
    text = unicodedata.normalize("NFC", _without_lookalikes(text).casefold())
    return " ".join(_without_lookalikes(text).split())


def _without_lookalikes(text: str) -> str:
    for mark, plain in _LOOKALIKES:
        if mark in text:
            text = text.replace(mark, plain)
    return text


def long_words(text: str) -> frozenset[str]:
    """The different words of `text` with five letters or more, case ignored."""
    return frozenset(_LONG_WORD.findall(text.casefold()))


TOPIC_BLOCKS: Final = 3
"""A word is a topic word if it stands in so many blocks. On the AnewZ page this was measured on, two lets in
words that the day's other news has too (2 of 10 teasers have one), three parts the two cleanly."""

TOPIC_WORDS: Final = 3
"""Fewer topic words than this show no topic: the text is too short, or its script has no spaces."""


class Clock:
    """The time and the steps that one rule has left on one document."""

    STEPS: Final = 1_000_000
    """Blocks that the guards of one rule may look at, one look counted each time: far beyond any page, but
    a rule whose runs begin at every block of a huge document ends in a second rather than an hour."""

    __slots__ = ("left", "steps")

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.steps = self.STEPS

    def spend(self, steps: int) -> None:
        """Take note of work that is not a pattern. Raises TimeoutError once the steps are used up."""
        self.steps -= steps
        if self.steps < 0:
            raise TimeoutError

    def search(self, pattern: regex.Pattern[str], text: str) -> bool:
        """Whether `pattern` occurs in `text`. Raises TimeoutError once the time is used up."""
        if self.left <= 0:
            raise TimeoutError
        began = perf_counter()
        try:
            return pattern.search(text, timeout=self.left) is not None
        finally:
            self.left -= perf_counter() - began


class BlockView:
    """A document's blocks as rules look at them; what is derived is derived once, and only if asked for."""

    def __init__(self, document: Document, selection: Selection | None = None) -> None:
        """`selection` is what the selectors of the rules find, where the document came from a page."""
        self.texts = [block.text for block in document.blocks]
        self._has_dom = document.dom is not None
        self._selection = selection

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self.texts)

    def inside(self, selector: Selector) -> frozenset[int]:
        """The blocks that stand in what `selector` matches: none in plain text.

        Raises TimeoutError where nobody can tell.
        """
        if self._selection is not None:
            return self._selection.inside(selector)
        if self._has_dom:
            raise TimeoutError
        return frozenset()

    @property
    def on_page(self) -> int:
        """How many blocks, from the first, selectors can speak of."""
        return self._selection.on_page if self._selection is not None else 0

    @cached_property
    def folded(self) -> list[str]:
        """Every block's text, folded."""
        return [fold(text) for text in self.texts]

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """Every block's long words."""
        return [long_words(text) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about one block: what its text is, where on the page it stands, or both."""

    lines: frozenset[str] = frozenset()
    """Folded lines, any of which the whole block may be."""
    pattern: regex.Pattern[str] | None = None
    selector: Selector | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as text, lines in order: of sets and compiled patterns the hash seed decides the bytes."""
        text = self.pattern.pattern if self.pattern else None
        return _condition, (tuple(sorted(self.lines)), text, self.selector)

    def holds(self, view: BlockView, index: int, clock: Clock) -> bool:
        """Whether block `index` is one of the lines or has the pattern, and stands where the selector says.

        Raises TimeoutError.
        """
        if self.selector is not None and index not in view.inside(self.selector):
            return False
        if self.pattern is not None:
            return clock.search(self.pattern, view.texts[index])
        return view.folded[index] in self.lines if self.lines else self.selector is not None


def _condition(lines: tuple[str, ...], pattern: str | None, selector: Selector | None) -> Condition:
    return Condition(frozenset(lines), None if pattern is None else regex.compile(pattern), selector)


def topic_words(view: BlockView, stop: int) -> frozenset[str]:
    """The words that come back in the blocks before `stop`: what the text is about."""
    counts = Counter(word for words in view.words[:stop] for word in words)
    return frozenset(word for word, blocks in counts.items() if blocks >= TOPIC_BLOCKS)


@dataclass(frozen=True, slots=True)
class While:
    """What every block of a run must be like; all that is given must hold."""

    condition: Condition | None = None
    longest: int | None = None
    """Characters."""
    off_topic: bool = False
    """Whether a block must have none of the topic words of the text before the run."""

    def holds(self, view: BlockView, index: int, topic: frozenset[str], clock: Clock) -> bool:
        """Whether block `index` may belong to a run after a text with these topic words.

        A text that shows no topic can't tell what is off it, so every block counts as being on it.
        """
        clock.spend(1)
        if self.longest is not None and len(view.texts[index]) > self.longest:
            return False
        if self.off_topic and (len(topic) < TOPIC_WORDS or not topic.isdisjoint(view.words[index])):
            return False
        return self.condition is None or self.condition.holds(view, index, clock)
