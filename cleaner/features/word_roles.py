"""Stopwords and other words that the lexicon lists: the third layer of `cleaner.features.page.Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind
from cleaner.features.word_counts import WordCounts
from cleaner.identify.language import Contents, identify_language
from cleaner.lazy import cached_property
from cleaner.lexicon.built_in_phrases import phrases, roles
from cleaner.lexicon.phrases import ADDRESS, DATE, STOPWORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OWN_STOPWORD, _YEAR = DATE + 1, DATE + 2
_ROLES: Final = _YEAR + 1
"""The roles of a document's words are those of `phrases()`, and these."""
_HAS_ROLE: Final = (np.arange(1 << _ROLES) >> np.arange(_ROLES)[:, None] & 1).astype(float)
"""Whether each set of roles, a bit each, has each role, shape (roles, sets)."""
_YEAR_DIGITS: Final = 4


class WordRoles(WordCounts):
    """Adds the document's language, and the shares of words of each role."""

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code: as the caller gave it, else identified; None where it is unknown."""
        return self.document.language or identify_language(self._contents)

    @property
    def _contents(self) -> Contents:
        return Contents(
            self.document, self.codes, self.size, self.word_block, self.words.weight, *self._listed
        )

    @cached_property
    def language_column(self) -> int | None:
        """The column of the language in the tables of `phrases()`; None where it has none."""
        known = phrases().languages
        return known.index(self.language) if self.language in known else None

    @cached_property
    def own_stopword_density(self) -> NDArray[np.float64]:
        """The share of each block's words that are the document's own commonest short words."""
        return self._by_role[_OWN_STOPWORD]

    @cached_property
    def listed_stopword_density(self) -> NDArray[np.float64] | None:
        """The share that are stopwords of its language; None where there is no list for it."""
        column = self.language_column
        if column is None or not phrases().stopword[:, column].any():
            return None
        return self._by_role[STOPWORD]

    @cached_property
    def address(self) -> NDArray[np.float64]:
        """The share of each block's words that address the reader or mention the publisher."""
        return self._by_role[ADDRESS]

    @cached_property
    def address_of_document(self) -> float:
        """The same share for the document as a whole."""
        return float(self.words.weight @ (self._roles & (1 << ADDRESS) != 0) / max(self.size.sum(), 1))

    @cached_property
    def date_share(self) -> NDArray[np.float64]:
        """The share of each block's words that are words of dates in any language."""
        return self._by_role[DATE]

    @cached_property
    def year_share(self) -> NDArray[np.float64]:
        """The share of each block's words that are numbers of four digits."""
        return self._by_role[_YEAR]

    @cached_property
    def _by_role(self) -> tuple[NDArray[np.float64], ...]:
        """For each role of words, the share of each block's words that have it."""
        return tuple(_HAS_ROLE @ self._word_shares(self._roles, 1 << _ROLES))

    @cached_property
    def _roles(self) -> NDArray[np.uint8]:
        """The roles of every token, a bit each, shape (tokens,)."""
        entry, listed = self._listed
        year = (self.words.kind == Kind.DIGIT) & (self.words.length == _YEAR_DIGITS)
        result: NDArray[np.uint8] = roles(self.language_column)[entry] * listed
        result |= self.own_stopwords * np.uint8(1 << _OWN_STOPWORD)
        result |= year * np.uint8(1 << _YEAR)
        return result

    @cached_property
    def _listed(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For every token, its entry in the table of listed words, and whether it has one."""
        table, (hashes, place, _) = phrases().word, self.distinct
        entry = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
        listed = table[entry] == hashes
        entry, listed = entry[place], listed[place]
        if self.words.single is self.words.hash:
            return entry, listed
        single = np.minimum(np.searchsorted(table, self.words.single), len(table) - 1)
        is_single = table[single] == self.words.single
        return np.where(is_single, single, entry), is_single | listed
