"""Phrases of the lexicon found in a document: the fifth layer of `cleaner.features.page.Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.sentences import Sentences
from cleaner.lazy import cached_property
from cleaner.lexicon.built_in_phrases import phrases
from cleaner.lexicon.matches import Matches
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ONE_PHRASE: Final = 25.0
"""Characters of strong phrases that count as one whole sign inside a long block."""
_LONG_BLOCK: Final = 60
"""Words. In longer blocks even a strong phrase counts half: articles quote such phrases."""
_MOSTLY: Final = 0.6
"""Once phrases cover so much of a block, it has nothing else to say."""
_BARE: Final = 0.8
"""Once phrases cover so much of a block, there is no other word in it."""
_HEADED: Final = 0.45
"""What is left of the coverage by a phrase that may be a heading's first word."""


class PhraseHits(Sentences):
    """Adds, for every label of `CUE_LABELS`, how far its phrases account for each block."""

    @cached_property
    def phrase_hits(self) -> Matches:
        """The phrases found: whole words, within one block; a stopword of the document's language is none."""
        distinct = self.distinct
        found = phrases().spaced.find(self.words, distinct.hash, distinct.place, self.word_block)
        if self.words.single is not self.words.hash:
            found = Matches.concatenated((self._whole_words(found), self._unspaced_hits()))
        if self.language_column is not None:
            found = found.select(~phrases().homograph[found.phrase, self.language_column])
        return found.without_overlaps()

    def _whole_words(self, found: Matches) -> Matches:
        """Those that stand apart from what is around them, where some letters are words of their own."""
        in_word = np.append(self.in_word, False)
        return found.select(~in_word[found.start - 1] & ~in_word[found.end])

    def _unspaced_hits(self) -> Matches:
        """The phrases of scripts that put no spaces between words."""
        known = phrases()
        found = known.unspaced.find(self.spaced.tobytes().decode("utf-32-le", "surrogatepass"))
        found = found._replace(phrase=found.phrase + len(known.spaced.hashes))
        return found.select(self.block_of[found.start] == self.block_of[found.end - 1])

    @cached_property
    def phrase_coverage(self) -> NDArray[np.float64]:
        """The share of each block's characters that phrases of each label cover, shape (labels, blocks)."""
        covered = self._covered_characters(np.ones(len(self.phrase_hits.phrase)))
        result: NDArray[np.float64] = covered / self.characters
        return result

    @cached_property
    def strong_phrases(self) -> NDArray[np.float64]:
        """Characters that strong phrases of each label cover, shape (labels, blocks).

        A strong phrase is long enough to count inside a long block, too.
        """
        return self._covered_characters(phrases().strong[self.phrase_hits.phrase])

    def _covered_characters(self, worth: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        """The lengths of the hits, each times its `worth`, added up by label and block."""
        hit, place = self._hits_by_label
        lengths = (self.phrase_hits.end - self.phrase_hits.start) * worth
        covered = np.bincount(place, lengths[hit], self.blocks * len(CUE_LABELS))
        return covered.astype(float, copy=False).reshape(len(CUE_LABELS), self.blocks)

    @cached_property
    def _hits_by_label(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every hit once for each label of its phrase, and its place in an array (labels, blocks)."""
        hit, label = np.nonzero(phrases().labels[self.phrase_hits.phrase])
        return hit, label * self.blocks + self.block_of[self.phrase_hits.start[hit]]

    @cached_property
    def phrase_strength(self) -> NDArray[np.float64]:
        """How far the phrases of each label account for each block, 0 to 1, shape (labels, blocks).

        A block that says more than its phrase ("Advertising in wartime") is a heading where headings stand.
        """
        covered = self.phrase_coverage
        share = np.minimum(covered / _MOSTLY, 1)
        heads = np.flatnonzero(self.between_paragraphs)
        share[:, heads] *= np.where(covered[:, heads] < _BARE, _HEADED, 1)
        worth = np.where(self.size > _LONG_BLOCK, 0.5, 1.0) / _ONE_PHRASE
        phrase = np.minimum(self.strong_phrases * worth, worth * _ONE_PHRASE)
        result: NDArray[np.float64] = np.maximum(share * share, phrase)
        result.flags.writeable = False
        return result

    @cached_property
    def opening_phrases(self) -> NDArray[np.float64]:
        """How many characters of a phrase of each label a block begins with, shape (labels, blocks)."""
        phrase, start, end = self.phrase_hits
        block = self.block_of[start]
        first = np.flatnonzero(start <= self.first_place[block])
        opens = np.zeros((len(CUE_LABELS), self.blocks))
        opens[:, block[first]] = phrases().labels[phrase[first]].T * (end - start)[first]
        return opens
