"""What a rule can ask of one block: is it this line, does this pattern occur in it, where on the page is it.

Everything that runs a pattern goes through a `Clock` (`cleaner.rules.clock`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import regex

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
"""Typographic quotation marks and their plain forms; characters without width vanish."""

_BETWEEN: Final = "\0"
"""Stands between texts that are folded together: it changes nothing and joins with nothing."""

_LONG_WORD: Final = regex.compile(r"[^\W\d_]{5,}")
"""In alphabetic scripts the words that carry a text's subject; most stopwords are shorter."""


def fold(text: str) -> str:
    """`text` with everything ignored that a reader would not see as a difference between two lines.

    White space becomes single spaces, case goes, typographic apostrophes and quotation marks become
    plain ones. For comparing whole blocks only: lengths change, so offsets into the result mean nothing.
    """
    return _single_spaced(_plain(text))


def fold_all(texts: Sequence[str]) -> list[str]:
    """Each of `texts` folded, in a tenth of the time: what is done to characters is done to all at once."""
    together = _plain(_BETWEEN.join(texts)).split(_BETWEEN)
    if len(together) != len(texts):
        return list(map(fold, texts))
    return list(map(_single_spaced, together))


def _single_spaced(text: str) -> str:
    """`text` with single spaces for white space; any but the space itself cannot be printed."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(text.split())


def _plain(text: str) -> str:
    """`text` with case and lookalikes ignored."""
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
    """The different words of `text` with five letters or more, case ignored."""
    return frozenset(_LONG_WORD.findall(text.casefold()))


TOPIC_BLOCKS: Final = 3
"""A word is a topic word if it stands in so many blocks. On the AnewZ page this was measured on, two lets in
words that the day's other news has too (2 of 10 teasers have one), three parts the two cleanly."""

TOPIC_WORDS: Final = 3
"""Fewer topic words than this show no topic: the text is too short, or its script has no spaces."""


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
        return fold_all(self.texts)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The different texts among these."""
        return frozenset(self.folded)

    @cached_property
    def searchable(self) -> list[str]:
        """Every block's text as literals of patterns are looked for in it."""
        return list(map(searchable, self.texts))

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """Every block's long words."""
        return [long_words(text) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about one block: what its text is, where on the page it stands, or both."""

    lines: frozenset[str] = frozenset()
    """Folded lines, any of which the whole block may be."""
    pattern: Pattern | None = None
    selector: Selector | None = None

    def holds(self, view: BlockView, index: int, clock: Clock) -> bool:
        """Whether block `index` is one of the lines or has the pattern, and stands where the selector says.

        Raises TimeoutError.
        """
        if self.selector is not None and index not in view.inside(self.selector):
            return False
        if self.pattern is not None:
            is_possible = not self.pattern.clauses or self.pattern.may_match(view.searchable[index])
            return is_possible and clock.search(self.pattern, view.texts[index])
        return view.folded[index] in self.lines if self.lines else self.selector is not None


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
