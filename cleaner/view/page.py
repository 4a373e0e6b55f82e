"""A document as columns of numbers, one entry a block: the raw counts that features are made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.view.alphabet import TERMINAL, Kind, kinds
from cleaner.view.likeness import likeness
from cleaner.view.phrases import CUE_LABELS, phrases
from cleaner.view.words import Words, code_points, fold, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.document import Document

_NOT_LAST: Final = np.isin(np.arange(len(Kind)), (Kind.SPACE, Kind.QUOTE, Kind.BRACKET))
_WORD_LIKE: Final = np.isin(
    np.arange(len(Kind)), (Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.DIGIT)
)
_OWN_FUNCTION_WORDS: Final = 25
"""How many of a document's commonest words stand in for a list of function words."""
_LONGEST_FUNCTION_WORD: Final = 5

_SHORTEST_PROSE: Final = 8
"""Words. Captions, headlines and menu entries are mostly shorter than any paragraph."""
_LONG_ENOUGH: Final = 32
"""Words beyond `_SHORTEST_PROSE` after which more length says no more."""
_UNFINISHED: Final = 0.35
"""What a block of prose is worth that ends in no sentence end."""
_FUNCTION_SHARE: Final = 0.2
"""Of the words of running text, at least so many are the document's own commonest short words."""
_HEADING: Final = 12
"""Words of a long section heading."""
_TIMES_AS_MUCH: Final = 2
"""How much more than its document a block must speak to the reader; an interview says "you" throughout."""
_LEAST_ADDRESS: Final = 0.03
"""The share of words that speak to the reader, below which a chance "we" would do."""

_ONE_PHRASE: Final = 25.0
"""Characters of a believable phrase that count as one whole sign inside a long block."""
_LONG_BLOCK: Final = 60
"""Words. In longer blocks even a believable phrase is half believed: articles quote such phrases."""
_MOSTLY: Final = 0.6
"""Once cues cover so much of a block, it has nothing else to say."""

ALL_LANGUAGES: Final = (1 << 63) - 1
"""Every language's bit."""


class Page:
    """A document with what can be counted in it; computed when first asked for.

    Arrays have shape (blocks,) unless they say otherwise. A page without blocks must not be made.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        """Set by whoever identifies it, before anything that depends on it is asked for."""
        self.blocks = len(document.blocks)
        source = document.source
        self.folded = fold(source)
        self.codes = code_points(self.folded)
        self.kind: NDArray[np.uint8] = kinds()[code_points(source)]
        self.start = np.array([block.start for block in document.blocks])
        self.end = np.array([block.end for block in document.blocks])

    @cached_property
    def block_of(self) -> NDArray[np.int64]:
        """The block of every character, shape (characters,); the space after a block counts as its."""
        lengths = np.diff(self.start, append=len(self.kind))
        lengths[0] += self.start[0]
        return np.repeat(np.arange(self.blocks), lengths)

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many characters of each kind, shape (blocks, kinds)."""
        flat = self.block_of * len(Kind) + self.kind
        return np.bincount(flat, minlength=self.blocks * len(Kind)).reshape(self.blocks, -1).astype(float)

    @cached_property
    def characters(self) -> NDArray[np.float64]:
        """Characters that are not space."""
        return np.maximum(self.counts.sum(axis=1) - self.counts[:, Kind.SPACE], 1)

    @cached_property
    def words(self) -> Words:
        """All tokens of the document, in order."""
        return words(self.codes, self.kind)

    @cached_property
    def word_block(self) -> NDArray[np.int64]:
        """The block of every token, shape (tokens,)."""
        return self.block_of[self.words.start]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """Words, or what comes to as much in scripts that do not space them."""
        return self.per_block(self.words.weight)

    def per_block(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """`values` (one a token) added up by block."""
        return np.bincount(self.word_block, weights=values, minlength=self.blocks)

    def count(self, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How many of the characters that `mask` picks out lie in each block."""
        return np.bincount(self.block_of[mask], minlength=self.blocks).astype(float)

    def share(self, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The share of each block's words that `mask` (one a token) picks out, 0 to 1."""
        return self.per_block(self.words.weight * mask) / np.maximum(self.size, 0.2)

    @cached_property
    def first_place(self) -> NDArray[np.int64]:
        """The offset of each block's first character that is not space."""
        places = np.where(self.kind != Kind.SPACE, np.arange(len(self.kind)), len(self.kind) - 1)
        result: NDArray[np.int64] = np.minimum.reduceat(places, self.start)
        return result

    @cached_property
    def first_kind(self) -> NDArray[np.uint8]:
        """The kind of that character."""
        return self.kind[self.first_place]

    @cached_property
    def last_kind(self) -> NDArray[np.uint8]:
        """The kind of each block's last character that is no space, quote or bracket."""
        places = np.where(_NOT_LAST[self.kind], 0, np.arange(len(self.kind)))
        last = np.maximum.reduceat(places, self.start)
        return np.where(last >= self.start, self.kind[last], np.uint8(Kind.QUOTE))

    @cached_property
    def ends_sentence(self) -> NDArray[np.bool_]:
        """Whether each block ends as a sentence does."""
        return np.isin(self.last_kind, TERMINAL)

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
    def first_same(self) -> NDArray[np.int64]:
        """For every block, the first block of the document that says the same, white space and case aside."""
        first: dict[str, int] = {}
        texts = (self.folded[block.start : block.end].strip() for block in self.document.blocks)
        places = (first.setdefault(text, place) for place, text in enumerate(texts))
        return np.fromiter(places, dtype=np.int64, count=self.blocks)

    @cached_property
    def prose(self) -> NDArray[np.float64]:
        """How much each block reads like running text, 0 to 1: long, and made of whole sentences."""
        length = np.clip((self.size - _SHORTEST_PROSE) / _LONG_ENOUGH, 0, 1)
        sentence = np.where(self.ends_sentence, 1.0, _UNFINISHED)
        function = np.clip(self.share(self.own_function_words) / _FUNCTION_SHARE, 0.2, 1)
        result: NDArray[np.float64] = length * sentence * function
        return result

    @cached_property
    def likeness(self) -> dict[str, NDArray[np.float64]]:
        """How like the document's prose each block is; see `cleaner.view.likeness`."""
        return likeness(self, self.prose)

    @cached_property
    def capitalised(self) -> NDArray[np.float64]:
        """Of each block's words that have case, the share that begins with a capital."""
        upper = self.words.kind == Kind.UPPER
        return self.share(upper) / np.maximum(self.share(upper | (self.words.kind == Kind.LOWER)), 0.05)

    @cached_property
    def _address_words(self) -> NDArray[np.float64]:
        return self.words.weight * self.known_words(phrases().address, self.language_bits)

    @cached_property
    def address(self) -> NDArray[np.float64]:
        """The share of each block's words that speak to the reader or of the publisher."""
        return self.per_block(self._address_words) / np.maximum(self.size, 0.2)

    @cached_property
    def speaks(self) -> NDArray[np.bool_]:
        """Whether a block speaks to the reader, or of the publisher, far more than the document does."""
        least = max(_TIMES_AS_MUCH * self.address_of_document, _LEAST_ADDRESS)
        result: NDArray[np.bool_] = self.address > least
        return result

    @cached_property
    def address_of_document(self) -> float:
        """The same share for the document as a whole."""
        return float(self._address_words.sum() / max(self.words.weight.sum(), 1))

    @cached_property
    def date_words(self) -> NDArray[np.bool_]:
        """Which tokens are words of dates in any language, shape (tokens,)."""
        return self.known_words(phrases().date, ALL_LANGUAGES)

    @cached_property
    def distinct(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """The document's vocabulary: sorted hashes, each token's place in them, and their counts."""
        return np.unique(self.words.hash, return_inverse=True, return_counts=True)

    @cached_property
    def language_bits(self) -> int:
        """The bit of the document's language in the tables of `phrases()`; all bits where it has none."""
        known = phrases().languages
        return 1 << known.index(self.language) if self.language in known else ALL_LANGUAGES

    @cached_property
    def _known(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For every token, where it stands in the table of known words, and whether it does."""
        table = phrases().word
        place = np.minimum(np.searchsorted(table, self.words.hash), len(table) - 1)
        single = np.minimum(np.searchsorted(table, self.words.single), len(table) - 1)
        is_single = table[single] == self.words.single
        return np.where(is_single, single, place), is_single | (table[place] == self.words.hash)

    def known_words(self, table: NDArray[np.uint64], languages: int) -> NDArray[np.bool_]:
        """Which tokens are in `table` (one of `phrases()`) for any of `languages`, a bit each."""
        place, known = self._known
        return known & ((table[place] & np.uint64(languages)) != 0)

    def language_votes(self, blocks: NDArray[np.bool_]) -> NDArray[np.float64]:
        """For every language of the phrases, the share of words in `blocks` that are its function words."""
        place, known = self._known
        inside = blocks[self.word_block]
        weight = self.words.weight
        mask = phrases().function[place[inside & known]]
        bits = (mask[:, None] >> np.arange(len(phrases().languages), dtype=np.uint64)) & np.uint64(1)
        total = max(weight[inside].sum(), 1.0)
        votes: NDArray[np.float64] = (bits * weight[inside & known][:, None]).sum(axis=0) / total
        return votes

    @cached_property
    def own_function_words(self) -> NDArray[np.bool_]:
        """Which tokens are among the document's own commonest short words, shape (tokens,)."""
        _, place, count = self.distinct
        length = np.zeros(len(count), dtype=np.int64)
        length[place] = self.words.length
        eligible = np.flatnonzero((length <= _LONGEST_FUNCTION_WORD) & (count > 1))
        commonest = eligible[np.argsort(-count[eligible], kind="stable")[:_OWN_FUNCTION_WORDS]]
        chosen = np.zeros(len(count), dtype=bool)
        chosen[commonest] = True
        return chosen[place]

    @cached_property
    def cue_hits(self) -> NDArray[np.int64]:
        """The cue phrases found, shape (hits, 3): phrase, start, end; whole words only."""
        found = np.array(phrases().automaton.find_matches_as_indexes(self.folded), dtype=np.int64).reshape(-1, 3)
        padded = np.concatenate(([False], _WORD_LIKE[self.kind], [False]))
        begins_inside = padded[found[:, 1]] & padded[found[:, 1] + 1]
        ends_inside = padded[found[:, 2]] & padded[found[:, 2] + 1]
        return found[phrases().unspaced[found[:, 0]] | ~(begins_inside | ends_inside)]

    @cached_property
    def cue_opens(self) -> NDArray[np.float64]:
        """How many characters of a cue of each label a block begins with, shape (labels, blocks)."""
        phrase, start, end = self.cue_hits.T
        block = self.block_of[start]
        first = start <= self.first_place[block]
        opens = np.zeros((self.blocks, len(CUE_LABELS)))
        opens[block[first]] = phrases().labels[phrase[first]] * (end - start)[first, None]
        return np.ascontiguousarray(opens.T)

    @cached_property
    def cues(self) -> NDArray[np.float64]:
        """The share of each block's characters that cues of each label cover, shape (blocks, labels)."""
        return self._add_cues(self.cue_hits) / self.characters[:, None]

    @cached_property
    def cue_strength(self) -> NDArray[np.float64]:
        """How far the cues of each label account for each block, 0 to 1, shape (labels, blocks)."""
        share = np.minimum(self.cues.T / _MOSTLY, 1)
        believed = np.where(self.size > _LONG_BLOCK, 0.5, 1.0) / _ONE_PHRASE
        phrase = np.minimum(self.strong_cues.T * believed, believed * _ONE_PHRASE)
        result: NDArray[np.float64] = np.ascontiguousarray(np.maximum(share * share, phrase))
        result.flags.writeable = False
        return result

    @cached_property
    def strong_cues(self) -> NDArray[np.float64]:
        """Characters covered by phrases that are believed in long blocks, shape (blocks, labels)."""
        return self._add_cues(self.cue_hits[phrases().strong[self.cue_hits[:, 0]]])

    def _add_cues(self, hits: NDArray[np.int64]) -> NDArray[np.float64]:
        covered = np.zeros((self.blocks, len(CUE_LABELS)))
        lengths = (hits[:, 2] - hits[:, 1]).astype(float)
        np.add.at(covered, self.block_of[hits[:, 1]], phrases().labels[hits[:, 0]] * lengths[:, None])
        return covered
