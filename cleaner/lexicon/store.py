"""The compiled phrases as a file, which is read in a fiftieth of the time that compiling takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaner.lexicon.character_search import Search
from cleaner.lexicon.phrases import CUE_LABELS, Phrases
from cleaner.lexicon.word_search import WordSearch

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


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
        word=phrases.word,
        function=phrases.function,
        address=phrases.address,
        date=phrases.date,
    )


def load(path: Path) -> Phrases:
    """What `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        spaced = WordSearch(stored["hashes"], stored["firsts"], stored["lengths"])
        unspaced = stored["unspaced"].tobytes().decode().split("\n")
        count = len(spaced.hashes) + len(unspaced)
        return Phrases(
            languages=tuple(map(str, stored["languages"])),
            spaced=spaced,
            unspaced=Search(unspaced),
            labels=_bits(stored["labels"], count * len(CUE_LABELS)).reshape(count, len(CUE_LABELS)),
            strong=_bits(stored["strong"], count),
            word=stored["word"],
            function=stored["function"],
            address=stored["address"],
            date=stored["date"],
        )


def _bits(packed: NDArray[np.uint8], count: int) -> NDArray[np.bool_]:
    return np.unpackbits(packed, count=count).astype(bool)
