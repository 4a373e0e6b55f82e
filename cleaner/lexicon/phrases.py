"""Compiled phrases: the words and cue phrases of all languages, ready to be searched for.

A page is searched for the phrases of all languages at once, because pages mix languages: the prompt to
install an app is often English on a page that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.verdict import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.lexicon.character_search import CharacterSearch
    from cleaner.lexicon.word_search import WordSearch

CUE_LABELS: Final = (
    Label.ADVERTISEMENT,
    Label.APP_PROMPT,
    Label.APPEAL,
    Label.AUTHOR_BIO,
    Label.BUTTON,
    Label.BYLINE,
    Label.CAPTION,
    Label.COMMENT,
    Label.COOKIE_NOTICE,
    Label.DATELINE,
    Label.FORM,
    Label.GALLERY,
    Label.LEGAL,
    Label.NAVIGATION,
    Label.NEWSLETTER,
    Label.PAGINATION,
    Label.PAYWALL,
    Label.RELATED_LINK,
    Label.SHARE,
    Label.TAGS,
)
"""The labels that have cue phrases, in the order of every array by label."""

STOPWORD, ADDRESS, DATE = range(3)
"""The roles of a word: a stopword, a word that addresses the reader, or a word of dates and times."""


@dataclass(frozen=True)
class Phrases:
    """The lexicon, compiled. Cue phrases are numbered, first those of `spaced`, then those of `unspaced`."""

    languages: tuple[str, ...]
    """ISO 639-1 codes, in the order of the columns of `stopword` and `address`."""
    spaced: WordSearch
    """Search for the cue phrases whose words are separated by spaces."""
    unspaced: CharacterSearch
    """Search for the cue phrases with a letter of a script that puts no spaces between words."""
    labels: NDArray[np.bool_]
    """Which labels a cue phrase is evidence for, shape (phrases, len(CUE_LABELS))."""
    strong: NDArray[np.bool_]
    """Whether a cue phrase counts inside long blocks too, shape (phrases,)."""
    homograph: NDArray[np.bool_]
    """Whether a cue phrase is another word, a stopword, in each language, shape (phrases, languages).

    The English button "Comment" asks "How ...?" in French.
    """
    word: NDArray[np.uint64]
    """Hashes of the single words of all languages, sorted, shape (words,)."""
    stopword: NDArray[np.bool_]
    """In which languages a word is a stopword, shape (words, languages)."""
    address: NDArray[np.bool_]
    """In which languages a word addresses the reader, or speaks of the publisher; likewise."""
    date: NDArray[np.bool_]
    """Whether a word belongs to dates or times in any language, shape (words,)."""

    def roles(self, language: int | None) -> NDArray[np.uint8]:
        """The roles of every word in the language of that column, a bit each, shape (words,).

        With None a word has the roles that it has in any language. Date words count in all languages.
        """
        columns = slice(None) if language is None else [language]
        tables = {
            STOPWORD: self.stopword[:, columns].any(axis=1),
            ADDRESS: self.address[:, columns].any(axis=1),
            DATE: self.date,
        }
        result = np.zeros(len(self.word), dtype=np.uint8)
        for role, table in tables.items():
            result |= table * np.uint8(1 << role)
        return result
