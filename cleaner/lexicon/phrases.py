"""The words of `rules/phrases`, compiled: cue phrases in two searches, single words in one table.

Compiled ahead, or in every process where the files have changed since. A page is searched for the phrases
of all languages at once, since pages mix languages: the prompt to install an app is often English on a page
that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.resources import compiled, rules_folder
from cleaner.verdict import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.lexicon.character_search import Search
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
"""The labels that phrases can give away, in the order of every array of cues."""

STORED: Final = "phrases.npz"
"""What the compiled phrases are called in `rules/compiled`."""

STOPWORD, ADDRESS, DATE = range(3)
"""What a word can be: it serves as a function word, speaks to the reader, or belongs to a date."""


@dataclass(frozen=True)
class Phrases:
    """Everything the generic part knows by word."""

    languages: tuple[str, ...]
    spaced: WordSearch
    """For the phrases of words parted by spaces."""
    unspaced: Search
    """For those that hold a letter of a script without spaces; their numbers go on from the others'."""
    labels: NDArray[np.bool_]
    """Which labels a phrase speaks for, shape (phrases, len(CUE_LABELS))."""
    strong: NDArray[np.bool_]
    """Whether a phrase is believed inside long blocks, shape (phrases,)."""
    word: NDArray[np.uint64]
    """Hashes of all single words of all languages, sorted."""
    function: NDArray[np.uint64]
    """For every entry of `word`, the languages (a bit each) in which it is a function word."""
    address: NDArray[np.uint64]
    """Likewise for words that speak to the reader."""
    date: NDArray[np.uint64]
    """Likewise for words of dates and times."""

    @cached_property
    def stopword_by_language(self) -> NDArray[np.float64]:
        """`function` spread out, 0 or 1, shape (words, languages)."""
        column = np.arange(len(self.languages), dtype=np.uint64)
        return ((self.function[:, None] >> column) & np.uint64(1)).astype(np.float64)


def sources() -> list[Path]:
    """What decides the compiled phrases: the files, and the code that compiles them."""
    package = Path(__file__).parent.parent
    characters = ("alphabet", "folding")
    view = ("phrase_files", "phrase_store", "phrases", "spellings", "word_search", "words")
    code = [*(f"characters/{name}.py" for name in characters), *(f"view/{name}.py" for name in view)]
    return [*phrase_files(), *map(package.joinpath, code)]


def phrase_files() -> list[Path]:
    """The files with the built-in phrases, a language each."""
    return sorted((rules_folder() / "phrases").glob("*.yaml"))


@cache
def phrases() -> Phrases:
    """The compiled phrases of the built-in rules."""
    if stored := compiled(STORED, sources()):
        from cleaner.lexicon.store import load  # noqa: PLC0415 - it needs what stands above

        return load(stored)
    from cleaner.lexicon.compile import compile_phrases  # noqa: PLC0415 - PyYAML, for changed files alone

    return compile_phrases(phrase_files())


@cache
def roles(languages: int) -> NDArray[np.uint8]:
    """What every entry of `phrases().word` is, a bit each, in any of `languages`; dates in all of them."""
    known, chosen = phrases(), np.uint64(languages)
    tables = {STOPWORD: known.function & chosen, ADDRESS: known.address & chosen, DATE: known.date}
    result = np.zeros(len(known.word), dtype=np.uint8)
    for role, table in tables.items():
        result |= (table != 0) * np.uint8(1 << role)
    return result
