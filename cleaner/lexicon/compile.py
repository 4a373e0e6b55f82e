"""The files of `rules/phrases`, read and compiled; slow beside reading what was compiled before.

Not imported unless the files have changed since then, as it needs PyYAML.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from cleaner.characters.alphabet import IS_WHOLE_WORD, IS_WORD, kinds
from cleaner.characters.folding import code_points, fold
from cleaner.characters.tokens import WEIGHT, hash_texts, hash_words
from cleaner.lexicon.character_search import Search
from cleaner.lexicon.phrases import CUE_LABELS, Phrases
from cleaner.lexicon.spellings import spellings
from cleaner.lexicon.word_search import WordSearch
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Takes every scalar for text, which they all are, and so need not try what else each might be."""

_STRONG_WORDS: Final = 3
"""A phrase of so many words, spaced or not, is believed inside a long paragraph too."""


def with_spaces(cues: Sequence[str]) -> list[str]:
    """`cues` folded, with a space for every character that is not in a word; all at once, for speed."""
    codes = code_points(fold("\n".join(cues)))
    stays = IS_WORD[kinds()[codes]] | (codes == ord("\n"))
    separated = np.where(stays, codes, np.uint32(ord(" ")))
    return [cue.strip() for cue in separated.tobytes().decode("utf-32-le").split("\n")]


def compile_phrases(files: Iterable[Path]) -> Phrases:
    """What `files` hold, in their order."""
    entries = [_LOADER(file.read_bytes()).get_single_data() for file in files]
    labels_of: dict[str, set[Label]] = {}
    for entry in entries:
        for name, cues in entry["cues"].items():
            label = Label.parse(name)
            for cue in with_spaces(spellings(entry["language"], cues)):
                labels_of.setdefault(cue, set()).add(label)
    spaced, unspaced = _parted(list(labels_of))
    texts = [*spaced, *unspaced]
    tables = {key: _word_table(entries, key) for key in ("function_words", "address", "dates")}
    word = np.array(sorted(set().union(*tables.values())), dtype=np.uint64)
    bits = {
        key: np.array([table.get(int(hashed), 0) for hashed in word], dtype=np.uint64)
        for key, table in tables.items()
    }
    return Phrases(
        languages=tuple(entry["language"] for entry in entries),
        spaced=WordSearch.of(spaced),
        unspaced=Search(unspaced),
        labels=_label_table([labels_of[text] for text in texts]),
        strong=_are_strong(texts, len(spaced)),
        word=word,
        function=bits["function_words"],
        address=bits["address"],
        date=bits["dates"],
    )


def _parted(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts of spaced words, by their hash; and those that hold a letter of a script without spaces."""
    whole = IS_WHOLE_WORD[kinds()[code_points("".join(texts))]]
    unspaced = np.logical_or.reduceat(whole, _starts(texts)).tolist()
    spaced = [text for text, it in zip(texts, unspaced, strict=True) if not it]
    by_hash = np.argsort(hash_texts(spaced)).tolist()
    return [spaced[place] for place in by_hash], sorted(compress(texts, unspaced))


def _are_strong(texts: Sequence[str], spaced: int) -> NDArray[np.bool_]:
    """Which texts are long enough to be believed inside long blocks; the first so many are spaced."""
    least = np.minimum.reduceat(WEIGHT[kinds()[code_points("".join(texts))]], _starts(texts))
    words = np.array([len(text.split()) for text in texts])
    characters = np.array([len(text) for text in texts])
    result: NDArray[np.bool_] = (
        np.where(np.arange(len(texts)) < spaced, words, characters * least) >= _STRONG_WORDS
    )
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


def _word_table(entries: list[dict[str, Any]], key: str) -> dict[int, int]:
    """For every word listed under `key`, by its hash, the languages that list it, a bit each."""
    table: dict[int, int] = {}
    for position, entry in enumerate(entries):
        for hashed in hash_words(spellings(entry["language"], entry[key])):
            table[hashed] = table.get(hashed, 0) | 1 << position
    return table
