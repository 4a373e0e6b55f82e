"""The words of `rules/phrases`, compiled: cue phrases in one automaton, single words in one table.

Compiled once a process. A page is searched for the phrases of all languages at once, since pages
mix languages: the prompt to install an app is often English on a page that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.resources import rules_folder
from cleaner.verdict import Label
from cleaner.view.alphabet import IS_WHOLE_WORD, IS_WORD, kinds
from cleaner.view.spellings import spellings
from cleaner.view.words import WEIGHT, code_points, fold, hash_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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

FUNCTION, ADDRESS, DATE = range(3)
"""What a word can be: it serves as a function word, speaks to the reader, or belongs to a date."""

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Takes every scalar for text, which they all are, and so need not try what else each might be."""

_STRONG_WORDS: Final = 3
"""A phrase of so many words, spaced or not, is believed inside a long paragraph too."""


@dataclass(frozen=True)
class Phrases:
    """Everything the generic part knows by word."""

    languages: tuple[str, ...]
    automaton: AhoCorasick
    labels: NDArray[np.bool_]
    """Which labels a phrase speaks for, shape (phrases, len(CUE_LABELS))."""
    strong: NDArray[np.bool_]
    """Whether a phrase is believed inside long blocks, shape (phrases,)."""
    unspaced: NDArray[np.bool_]
    """Whether a phrase needs no word boundary, shape (phrases,)."""
    word: NDArray[np.uint64]
    """Hashes of all single words of all languages, sorted."""
    function: NDArray[np.uint64]
    """For every entry of `word`, the languages (a bit each) in which it is a function word."""
    function_by_language: NDArray[np.float64]
    """`function` spread out, 0 or 1, shape (words, languages)."""
    address: NDArray[np.uint64]
    """Likewise for words that speak to the reader."""
    date: NDArray[np.uint64]
    """Likewise for words of dates and times."""


def spaced(cues: Sequence[str]) -> list[str]:
    """`cues` folded, with a space for every character that is not in a word; all at once, for speed."""
    codes = code_points(fold("\n".join(cues)))
    stays = IS_WORD[kinds()[codes]] | (codes == ord("\n"))
    separated = np.where(stays, codes, np.uint32(ord(" ")))
    return [cue.strip() for cue in separated.tobytes().decode("utf-32-le").split("\n")]


@cache
def phrases() -> Phrases:
    """The compiled phrases of the built-in rules."""
    files = sorted((rules_folder() / "phrases").glob("*.yaml"))
    return _compile([_LOADER(file.read_bytes()).get_single_data() for file in files])


@cache
def roles(languages: int) -> NDArray[np.uint8]:
    """What every entry of `phrases().word` is, a bit each, in any of `languages`; dates in all of them."""
    known, chosen = phrases(), np.uint64(languages)
    tables = {FUNCTION: known.function & chosen, ADDRESS: known.address & chosen, DATE: known.date}
    result = np.zeros(len(known.word), dtype=np.uint8)
    for role, table in tables.items():
        result |= (table != 0) * np.uint8(1 << role)
    return result


def _compile(entries: list[dict[str, Any]]) -> Phrases:
    labels_of: dict[str, set[Label]] = {}
    for entry in entries:
        for name, cues in entry["cues"].items():
            label = Label.parse(name)
            for cue in spaced(spellings(entry["language"], cues)):
                labels_of.setdefault(cue, set()).add(label)
    texts = sorted(labels_of)
    unspaced = _are_unspaced(texts)
    tables = {key: _word_table(entries, key) for key in ("function_words", "address", "dates")}
    word = np.array(sorted(set().union(*tables.values())), dtype=np.uint64)
    bits = {
        key: np.array([table.get(int(hashed), 0) for hashed in word], dtype=np.uint64)
        for key, table in tables.items()
    }
    return Phrases(
        languages=tuple(entry["language"] for entry in entries),
        automaton=AhoCorasick(
            _patterns(texts, unspaced),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        ),
        labels=_label_table([labels_of[text] for text in texts]),
        strong=_are_strong(texts, unspaced),
        unspaced=unspaced,
        word=word,
        function=bits["function_words"],
        function_by_language=_spread(bits["function_words"], len(entries)),
        address=bits["address"],
        date=bits["dates"],
    )


def _patterns(texts: Sequence[str], unspaced: NDArray[np.bool_]) -> list[str]:
    """What is searched for: with a space for the beginning of a word, lest a phrase be found inside one."""
    return [text if whole else f" {text}" for text, whole in zip(texts, unspaced, strict=True)]


def _are_unspaced(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts hold a character of a script without spaces."""
    whole = IS_WHOLE_WORD[kinds()[code_points("".join(texts))]]
    return np.logical_or.reduceat(whole, _starts(texts))


def _are_strong(texts: Sequence[str], unspaced: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which texts are long enough to be believed inside long blocks."""
    least = np.minimum.reduceat(WEIGHT[kinds()[code_points("".join(texts))]], _starts(texts))
    words = np.array([len(text.split()) for text in texts])
    characters = np.array([len(text) for text in texts])
    result: NDArray[np.bool_] = np.where(unspaced, characters * least, words) >= _STRONG_WORDS
    return result


def _starts(texts: Sequence[str]) -> NDArray[np.int64]:
    """Where each text begins once they are joined."""
    return np.cumsum([0, *(len(text) for text in texts[:-1])])


def _label_table(labels: Sequence[set[Label]]) -> NDArray[np.bool_]:
    column = {label: place for place, label in enumerate(CUE_LABELS)}
    table = np.zeros((len(labels), len(CUE_LABELS)), dtype=bool)
    pairs = [(row, column[label]) for row, found in enumerate(labels) for label in found]
    table[tuple(zip(*pairs, strict=True))] = True
    return table


def _spread(bits: NDArray[np.uint64], languages: int) -> NDArray[np.float64]:
    """A column for each of the lowest `languages` bits."""
    column = np.arange(languages, dtype=np.uint64)
    return ((bits[:, None] >> column) & np.uint64(1)).astype(np.float64)


def _word_table(entries: list[dict[str, Any]], key: str) -> dict[int, int]:
    """For every word listed under `key`, by its hash, the languages that list it, a bit each."""
    table: dict[int, int] = {}
    for position, entry in enumerate(entries):
        for hashed in hash_words(spellings(entry["language"], entry[key])):
            table[hashed] = table.get(hashed, 0) | 1 << position
    return table
