"""Compiles the files of `rules/phrases`, which takes fifteen times as long as loading the result.

Not imported for documents, unless the files have changed since. What it makes of the same files may only
change together with `cleaner.lexicon.store.FORMAT`.
"""

from __future__ import annotations

from itertools import chain, compress
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import IS_WHOLE_WORD, IS_WORD, kinds
from cleaner.characters.folding import code_points, fold
from cleaner.characters.tokens import WEIGHT, hash_texts, hash_words
from cleaner.errors import RuleError, shown_value
from cleaner.lexicon.character_search import CharacterSearch
from cleaner.lexicon.phrase_file import read_phrase_file
from cleaner.lexicon.phrases import CUE_LABELS, Phrases
from cleaner.lexicon.spellings import spellings
from cleaner.lexicon.word_search import WordSearch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cleaner.lexicon.phrase_file import PhraseFile
    from cleaner.verdict import Label

_STRONG_WORDS: Final = 3
"""The fewest words of a cue phrase that counts inside long blocks too. Where there are no spaces, characters
are converted to words (`cleaner.characters.tokens.WEIGHT`)."""


def compile_phrases(paths: Iterable[Path]) -> Phrases:
    """The phrases of some files, their languages in the order of the files.

    Raises RuleError where a file is wrong, or two are of one language.
    """
    files = {path: read_phrase_file(path) for path in paths}
    _check_languages(files)
    labels_of: dict[str, set[Label]] = {}
    listed_in: dict[str, set[int]] = {}
    for column, (path, file) in enumerate(files.items()):
        for label, cues in file.cues.items():
            for cue in _normalised(path, spellings(file.language, cues)):
                labels_of.setdefault(cue, set()).add(label)
                listed_in.setdefault(cue, set()).add(column)
    stopwords = [_hashes(path, file, file.stopwords) for path, file in files.items()]
    address = [_hashes(path, file, file.address) for path, file in files.items()]
    dates = [_hashes(path, file, file.dates) for path, file in files.items()]
    word = np.array(sorted(set().union(*stopwords, *address, *dates)), dtype=np.uint64)
    spaced, unspaced = _parted(list(labels_of))
    texts = [*spaced, *unspaced]
    stopword = _listed_by(word, stopwords)
    return Phrases(
        languages=tuple(file.language for file in files.values()),
        spaced=WordSearch.of(spaced),
        unspaced=CharacterSearch(unspaced),
        labels=_label_table([labels_of[text] for text in texts]),
        strong=_are_strong(texts, len(spaced)),
        word=word,
        stopword=stopword,
        homograph=_homographs(texts, [listed_in[text] for text in texts], word, stopword),
        address=_listed_by(word, address),
        date=_is_listed(word, chain.from_iterable(dates)),
    )


def with_spaces(texts: Sequence[str]) -> list[str]:
    """Each text folded, with a space for every character that is not part of a word.

    All texts at once, because one after another would take far longer.

    >>> with_spaces(["Read more…", "E-Mail"])
    ['read more', 'e mail']
    """
    codes = code_points(fold("\n".join(texts)))
    stays = IS_WORD[kinds()[codes]] | (codes == ord("\n"))
    separated = np.where(stays, codes, np.uint32(ord(" ")))
    return [text.strip() for text in separated.tobytes().decode("utf-32-le").split("\n")]


def _normalised(path: Path, texts: Sequence[str]) -> list[str]:
    """The texts as a document is searched for them; raises RuleError where one has no word in it."""
    result = with_spaces(texts) if texts else []
    if "" in result:
        shown = shown_value(texts[result.index("")])
        raise RuleError([f"{path}: the entry {shown} has no letter or digit; leave it out"])
    return result


def _check_languages(files: dict[Path, PhraseFile]) -> None:
    """Raise RuleError where two files are of one language."""
    first: dict[str, Path] = {}
    for path, file in files.items():
        if first.setdefault(file.language, path) != path:
            raise RuleError(
                [f"{path}: {first[file.language].name} is of the language {file.language}, too; join the two"]
            )


def _parted(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts of spaced words, sorted by hash, and those with a letter of a script without spaces."""
    whole = IS_WHOLE_WORD[kinds()[code_points("".join(texts))]]
    unspaced = np.logical_or.reduceat(whole, _starts(texts)).tolist()
    spaced = [text for text, it in zip(texts, unspaced, strict=True) if not it]
    by_hash = np.argsort(hash_texts(spaced)).tolist()
    return [spaced[place] for place in by_hash], sorted(compress(texts, unspaced))


def _are_strong(texts: Sequence[str], spaced: int) -> NDArray[np.bool_]:
    """Which texts are long enough to count inside long blocks; the first `spaced` are of spaced words."""
    least = np.minimum.reduceat(WEIGHT[kinds()[code_points("".join(texts))]], _starts(texts))
    words = np.array([len(text.split()) for text in texts])
    characters = np.array([len(text) for text in texts])
    result: NDArray[np.bool_] = (
        np.where(np.arange(len(texts)) < spaced, words, characters * least) >= _STRONG_WORDS
    )
    return result


def _starts(texts: Sequence[str]) -> NDArray[np.int64]:
    """The offset of each text in the concatenation of all."""
    return np.cumsum([0, *(len(text) for text in texts[:-1])])


def _label_table(labels: Sequence[set[Label]]) -> NDArray[np.bool_]:
    """Which labels each phrase has, shape (phrases, len(CUE_LABELS))."""
    column = {label: place for place, label in enumerate(CUE_LABELS)}
    table = np.zeros((len(labels), len(CUE_LABELS)), dtype=bool)
    pairs = [(row, column[label]) for row, found in enumerate(labels) for label in found]
    table[tuple(zip(*pairs, strict=True))] = True
    return table


def _homographs(
    texts: Sequence[str], listed_in: Sequence[set[int]], word: NDArray[np.uint64], stopword: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which phrases are a mere stopword of each language, whose own file does not list them as a phrase."""
    hashes = hash_texts(texts)
    entry = np.minimum(np.searchsorted(word, hashes), len(word) - 1)
    result: NDArray[np.bool_] = stopword[entry] & (word[entry] == hashes)[:, None]
    for row, columns in enumerate(listed_in):
        result[row, sorted(columns)] = False
    return result


def _hashes(path: Path, file: PhraseFile, listed: Sequence[str]) -> list[int]:
    """The hashes of the words that a file lists, in all their spellings."""
    words = spellings(file.language, listed)
    _normalised(path, words)
    return hash_words(words)


def _listed_by(word: NDArray[np.uint64], listed: Sequence[list[int]]) -> NDArray[np.bool_]:
    """Which words each language lists, shape (words, languages)."""
    return np.stack([_is_listed(word, each) for each in listed], axis=1)


def _is_listed(word: NDArray[np.uint64], listed: Iterable[int]) -> NDArray[np.bool_]:
    """Whether the hash of each word is among those listed, shape (words,)."""
    return np.isin(word, np.fromiter(listed, dtype=np.uint64))
