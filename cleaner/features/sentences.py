"""Sentences, paragraphs and prose: the fourth layer of `cleaner.features.page.Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import TERMINAL, Kind, table_of
from cleaner.features.word_roles import WordRoles
from cleaner.lazy import cached_property

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TERMINAL: Final = table_of(*TERMINAL)
_SHORTEST_PROSE: Final = 8
"""Words. Captions, headlines and menu entries are mostly shorter than any paragraph."""
_LONG_ENOUGH: Final = 32
"""Words beyond `_SHORTEST_PROSE` after which more length says no more."""
_UNFINISHED: Final = 0.35
"""What a block of prose is worth that ends in no sentence end."""
_STOPWORD_DENSITY: Final = 0.2
"""Of the words of running text, at least so many are the document's own commonest short words."""
_LEAST_STOPWORDS: Final = 0.2
"""What is left of a block's prose where it has none of these words."""
_HEADING: Final = 12
"""Words of a long section heading."""


class Sentences(WordRoles):
    """Adds how blocks end, and how much each reads like running text."""

    @cached_property
    def ends_sentence(self) -> NDArray[np.bool_]:
        """Whether each block ends as a sentence does."""
        return _TERMINAL[self.last_kind]

    @cached_property
    def sentence_ends(self) -> NDArray[np.float64]:
        """How many characters of each block end a sentence."""
        result: NDArray[np.float64] = self.counts[list(TERMINAL)].sum(axis=0)
        return result

    @cached_property
    def breaks_off(self) -> NDArray[np.bool_]:
        """Whether each block ends in dots that stand for more."""
        last = self.last_place
        dots = (self.codes[last] == ord(".")) & (self.codes[last - 1] == ord("."))
        result: NDArray[np.bool_] = (self.last_kind == Kind.ELLIPSIS) | dots
        return result

    @cached_property
    def paragraph(self) -> NDArray[np.bool_]:
        """Whether a block is a sentence or more, and too long for a button or a menu entry."""
        return self.ends_sentence & (self.size > _SHORTEST_PROSE)

    @cached_property
    def between_paragraphs(self) -> NDArray[np.bool_]:
        """Whether a block is no sentence and stands, as a section's heading does, between two paragraphs."""
        result = ~self.ends_sentence & (self.size <= _HEADING)
        result[[0, -1]] = False
        result[1:-1] &= self.paragraph[:-2] & self.paragraph[2:]
        return result

    @cached_property
    def prose(self) -> NDArray[np.float64]:
        """How much each block reads like running text, 0 to 1: long, and made of whole sentences."""
        length = np.minimum(np.maximum((self.size - _SHORTEST_PROSE) / _LONG_ENOUGH, 0), 1)
        sentence = np.where(self.ends_sentence, 1.0, _UNFINISHED)
        stopwords = self.own_stopword_density / _STOPWORD_DENSITY
        result: NDArray[np.float64] = (
            length * sentence * np.minimum(np.maximum(stopwords, _LEAST_STOPWORDS), 1)
        )
        return result
