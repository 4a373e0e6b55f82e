"""Compiled phrases as a file: loading it takes a fifteenth of the time of compiling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.lexicon.character_search import CharacterSearch
from cleaner.lexicon.phrases import CUE_LABELS, Phrases
from cleaner.lexicon.word_search import WordSearch

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT: Final = 2
"""The version of what is in the file. Raise it with every change to the code by which the same phrase files
become other arrays, here or in anything that compiling calls: a file of another version is not read."""


def save(phrases: Phrases, path: Path) -> None:
    """Write `phrases` as an `.npz` file: the same bytes for the same phrases."""
    np.savez_compressed(
        path,
        languages=np.array(phrases.languages),
        hashes=phrases.spaced.hashes,
        firsts=phrases.spaced.firsts,
        lengths=phrases.spaced.lengths,
        unspaced=np.frombuffer("\n".join(phrases.unspaced.patterns).encode(), dtype=np.uint8),
        labels=np.packbits(phrases.labels),
        strong=np.packbits(phrases.strong),
        homograph=np.packbits(phrases.homograph),
        word=phrases.word,
        stopword=np.packbits(phrases.stopword),
        address=np.packbits(phrases.address),
        date=np.packbits(phrases.date),
    )


def load(path: Path) -> Phrases:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        languages = tuple(map(str, stored["languages"]))
        spaced = WordSearch(stored["hashes"], stored["firsts"], stored["lengths"])
        unspaced = stored["unspaced"].tobytes().decode()
        patterns = unspaced.split("\n") if unspaced else []
        count, word = len(spaced.hashes) + len(patterns), stored["word"]
        return Phrases(
            languages=languages,
            spaced=spaced,
            unspaced=CharacterSearch(patterns),
            labels=_bits(stored["labels"], count, len(CUE_LABELS)),
            strong=_bits(stored["strong"], count),
            homograph=_bits(stored["homograph"], count, len(languages)),
            word=word,
            stopword=_bits(stored["stopword"], len(word), len(languages)),
            address=_bits(stored["address"], len(word), len(languages)),
            date=_bits(stored["date"], len(word)),
        )


def _bits(packed: NDArray[np.uint8], *shape: int) -> NDArray[np.bool_]:
    """An array of truth values of that shape, from its packed bits."""
    return np.unpackbits(packed, count=int(np.prod(shape))).astype(bool).reshape(shape)
