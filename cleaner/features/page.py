"""A document as columns of numbers, one entry a block: the raw counts that features are made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import IS_WORD, KINDS, TERMINAL, Kind, kinds, look_up, table_of
from cleaner.characters.folding import code_points, fold_codes
from cleaner.characters.tokens import Tokens, tokenize
from cleaner.features.markdown_marks import without_marks
from cleaner.features.phrase_hits import Cues
from cleaner.features.topic import Vocabulary
from cleaner.lexicon.built_in import phrases, roles
from cleaner.lexicon.phrases import ADDRESS, DATE, STOPWORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.document import Document

_TERMINAL: Final = table_of(*TERMINAL)
_INSIDE: Final = table_of(Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH, Kind.COLON)
"""Kinds that stand inside dates, times, addresses and domain names."""
_DATE_SIGN: Final = table_of(Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH)
_SPACE: Final = bytes((Kind.SPACE,))
_CLOSING: Final = bytes((Kind.SPACE, Kind.QUOTE, Kind.BRACKET))
_IS_CLOSING: Final = table_of(*_CLOSING)
"""Kinds that do not count as a block's last character."""
_OWN_STOPWORD, _YEAR = DATE + 1, DATE + 2
_ROLES: Final = _YEAR + 1
"""The roles of a page's words are those of `phrases()`, and these."""
_HAS_ROLE: Final = (np.arange(1 << _ROLES) >> np.arange(_ROLES)[:, None] & 1).astype(float)
"""Whether each set of roles, a bit each, has each role, shape (roles, sets)."""
_YEAR_DIGITS: Final = 4
_OWN_STOPWORDS: Final = 25
"""How many of a document's commonest words stand in for a list of stopwords."""
_LONGEST_STOPWORD: Final = 5

_SHORTEST_PROSE: Final = 8
"""Words. Captions, headlines and menu entries are mostly shorter than any paragraph."""
_LONG_ENOUGH: Final = 32
"""Words beyond `_SHORTEST_PROSE` after which more length says no more."""
_UNFINISHED: Final = 0.35
"""What a block of prose is worth that ends in no sentence end."""
_STOPWORD_DENSITY: Final = 0.2
"""Of the words of running text, at least so many are the document's own commonest short words."""
_HEADING: Final = 12
"""Words of a long section heading."""
_TIMES_AS_MUCH: Final = 2
"""How much more than the body a block must speak to the reader; an interview says "you" throughout."""
_LEAST_ADDRESS: Final = 0.03
"""The share of words that speak to the reader, below which a chance "we" would do."""


class Page:
    """A document with what can be counted in it; computed when first asked for.

    Arrays have shape (blocks,) unless they say otherwise. A page without blocks must not be made.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        """Set by whoever identifies it, before anything that depends on it is asked for."""
        self.blocks = len(document.blocks)
        source = without_marks(
            document.source[: document.blocks[-1].end] if document.skipped else document.source
        )
        written = code_points(source)
        self.codes = fold_codes(source, written)
        self.kind: NDArray[np.uint8] = kinds().take(written)
        start, end, _ = zip(*document.blocks, strict=True)
        self.start, self.end = np.array(start), np.array(end)

    @cached_property
    def folded(self) -> str:
        """The source for comparing: in lower case, and as long as it was."""
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def block_of(self) -> NDArray[np.int64]:
        """The block of every character, shape (characters,); the space after a block counts as its."""
        return np.repeat(np.arange(self.blocks), self._lengths)

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        begins = np.append(self.start, len(self.kind))
        begins[0] = 0
        result: NDArray[np.int64] = begins[1:] - begins[:-1]
        return result

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many characters of each kind, shape (kinds, blocks)."""
        flat = np.repeat(np.arange(self.blocks) * KINDS, self._lengths)
        flat += self.kind
        counted = np.bincount(flat, minlength=self.blocks * KINDS)
        return np.ascontiguousarray(counted.reshape(self.blocks, -1).T, dtype=float)

    @cached_property
    def characters(self) -> NDArray[np.float64]:
        """Characters that are not space."""
        result: NDArray[np.float64] = np.maximum(self._lengths - self.counts[Kind.SPACE], 1)
        return result

    @cached_property
    def in_word(self) -> NDArray[np.bool_]:
        """Whether each character is part of a word, shape (characters,)."""
        return look_up(IS_WORD, self.kind)

    @cached_property
    def spaced(self) -> NDArray[np.uint32]:
        """The folded code points with a space for all that is in no word, shape (characters,)."""
        return np.where(self.in_word, self.codes, np.uint32(ord(" ")))

    @cached_property
    def words(self) -> Tokens:
        """All tokens of the document, in order."""
        return tokenize(self.spaced, self.kind, self.in_word)

    @cached_property
    def word_block(self) -> NDArray[np.int64]:
        """The block of every token, shape (tokens,)."""
        return self.block_of[self.words.start]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """Words, or what comes to as much in scripts that do not space them."""
        return np.bincount(self.word_block, self.words.weight, self.blocks).astype(float, copy=False)

    @cached_property
    def _by_kind(self) -> tuple[NDArray[np.float64], ...]:
        """For each kind of character, the share of each block's words that begin with it."""
        return tuple(self._word_shares(self.words.kind, KINDS))

    @cached_property
    def _by_role(self) -> tuple[NDArray[np.float64], ...]:
        """For each role of words, the share of each block's words that have it."""
        return tuple(_HAS_ROLE @ self._word_shares(self._roles, 1 << _ROLES))

    @cached_property
    def _roles(self) -> NDArray[np.uint8]:
        """The roles of every token, a bit each, shape (tokens,)."""
        place, known = self._known
        year = (self.words.kind == Kind.DIGIT) & (self.words.length == _YEAR_DIGITS)
        result: NDArray[np.uint8] = roles(self.language_column)[place] * known
        result |= self.own_stopwords * np.uint8(1 << _OWN_STOPWORD)
        result |= year * np.uint8(1 << _YEAR)
        return result

    def _word_shares(self, sort: NDArray[np.uint8], sorts: int) -> NDArray[np.float64]:
        """The share of each block's words that are of each sort (one a token), shape (sorts, blocks)."""
        place = np.multiply(sort, self.blocks, dtype=np.int64) + self.word_block
        counted = np.bincount(place, self.words.weight, sorts * self.blocks).reshape(sorts, self.blocks)
        result: NDArray[np.float64] = counted / np.maximum(self.size, 0.2)
        return result

    @cached_property
    def first_place(self) -> NDArray[np.int64]:
        """The offset of each block's first character that is not space; its start if all are."""
        first, written = self.start.copy(), self.kind.tobytes()
        for block in np.flatnonzero(self.kind[first] == Kind.SPACE).tolist():
            inside = written[slice(*self.document.blocks[block][:2])]
            first[block] += (len(inside) - len(inside.lstrip(_SPACE))) % len(inside)
        return first

    @cached_property
    def first_kind(self) -> NDArray[np.uint8]:
        """The kind of that character."""
        return self.kind[self.first_place]

    @cached_property
    def last_place(self) -> NDArray[np.int64]:
        """The offset of each block's last character that is no space, quote or bracket, else its start."""
        last, written = self.end - 1, self.kind.tobytes()
        for block in np.flatnonzero(_IS_CLOSING[self.kind[last]]).tolist():
            inside = written[slice(*self.document.blocks[block][:2])]
            last[block] -= min(len(inside) - len(inside.rstrip(_CLOSING)), len(inside) - 1)
        return last

    @cached_property
    def last_kind(self) -> NDArray[np.uint8]:
        """The kind of that character."""
        return self.kind[self.last_place]

    @cached_property
    def ends_sentence(self) -> NDArray[np.bool_]:
        """Whether each block ends as a sentence does."""
        return _TERMINAL[self.last_kind]

    @cached_property
    def sentence_ends(self) -> NDArray[np.float64]:
        """How many characters of each block end a sentence."""
        result: NDArray[np.float64] = self.counts[list(TERMINAL)].sum(axis=0)
        return result

    @cached_property
    def breaks_off(self) -> NDArray[np.bool_]:
        """Whether each block ends in dots that stand for more."""
        last = self.last_place
        dots = (self.codes[last] == ord(".")) & (self.codes[last - 1] == ord("."))
        result: NDArray[np.bool_] = (self.last_kind == Kind.ELLIPSIS) | dots
        return result

    @cached_property
    def inside_words(self) -> NDArray[np.int64]:
        """How many dots in words, addresses, clock times and signs of dates there are, shape (4, blocks)."""
        place = np.flatnonzero(look_up(_INSIDE, self.kind[1:-1])) + 1
        sign, before, after = self.kind[place], self.kind[place - 1], self.kind[place + 1]
        figures = (before == Kind.DIGIT) & (after == Kind.DIGIT)
        found = (
            (sign == Kind.FULL_STOP) & (before == Kind.LOWER) & (after == Kind.LOWER),
            (self.codes[place] == ord("/")) & (self.codes[place - 1] == ord("/")),
            figures & (sign == Kind.COLON),
            figures & _DATE_SIGN[sign],
        )
        what, which = np.nonzero(found)
        counted = np.bincount(what * self.blocks + self.block_of[place[which]], minlength=4 * self.blocks)
        return counted.reshape(4, self.blocks)

    @cached_property
    def blank_line_before(self) -> NDArray[np.bool_]:
        """Whether a blank line, or nothing at all, stands before each block."""
        line_ends = np.flatnonzero(self.codes == ord("\n"))
        result = np.ones(self.blocks, dtype=bool)
        begin, end = np.searchsorted(line_ends, (self.end[:-1], self.start[1:]))
        np.greater(end - begin, 1, out=result[1:])
        return result

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
        folded = self.folded
        texts = [folded[start:end].strip() for start, end, _ in self.document.blocks]
        return np.fromiter(map(first.setdefault, texts, range(self.blocks)), np.int64, self.blocks)

    @cached_property
    def times_said(self) -> NDArray[np.int64]:
        """How many blocks say the same as each block, itself included."""
        return np.bincount(self.first_same, minlength=self.blocks)[self.first_same]

    @cached_property
    def prose(self) -> NDArray[np.float64]:
        """How much each block reads like running text, 0 to 1: long, and made of whole sentences."""
        length = np.minimum(np.maximum((self.size - _SHORTEST_PROSE) / _LONG_ENOUGH, 0), 1)
        sentence = np.where(self.ends_sentence, 1.0, _UNFINISHED)
        function = np.minimum(np.maximum(self.own_stopword_density / _STOPWORD_DENSITY, 0.2), 1)
        result: NDArray[np.float64] = length * sentence * function
        return result

    @cached_property
    def likeness(self) -> dict[str, NDArray[np.float64]]:
        """How like the document's prose each block is; see `cleaner.features.topic`."""
        vocabulary = self.vocabulary
        return vocabulary.likeness(self.prose) | vocabulary.centrality(self.prose) | vocabulary.novelty()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The content words of the document, block by block."""
        return Vocabulary(self)

    @cached_property
    def capitalised(self) -> NDArray[np.float64]:
        """Of each block's words that have case, the share that begins with a capital."""
        upper = self._by_kind[Kind.UPPER]
        result: NDArray[np.float64] = upper / np.maximum(upper + self._by_kind[Kind.LOWER], 0.05)
        return result

    @cached_property
    def address(self) -> NDArray[np.float64]:
        """The share of each block's words that speak to the reader or of the publisher."""
        return self._by_role[ADDRESS]

    @cached_property
    def speaks(self) -> NDArray[np.bool_]:
        """Whether a block speaks to the reader, or of the publisher, far more than the body does."""
        least = max(_TIMES_AS_MUCH * self.address_of_body, _LEAST_ADDRESS)
        result: NDArray[np.bool_] = self.address > least
        return result

    @cached_property
    def address_of_document(self) -> float:
        """The same share for the document as a whole."""
        return float(self.words.weight @ (self._roles & (1 << ADDRESS) != 0) / max(self.size.sum(), 1))

    @cached_property
    def address_of_body(self) -> float:
        """The same share in what the document is about, as far as words tell."""
        weight = np.minimum(self.likeness["central"], 1) ** 2 * self.prose * self.size
        total = float(weight.sum())
        return float(self.address @ weight) / total if total > 0 else self.address_of_document

    @cached_property
    def date_share(self) -> NDArray[np.float64]:
        """The share of each block's words that are words of dates in any language."""
        return self._by_role[DATE]

    @cached_property
    def year_share(self) -> NDArray[np.float64]:
        """The share of each block's words that are numbers of four digits."""
        return self._by_role[_YEAR]

    @cached_property
    def number_share(self) -> NDArray[np.float64]:
        """The share of each block's words that begin with a digit."""
        return self._by_kind[Kind.DIGIT]

    @cached_property
    def distinct(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """The document's vocabulary: sorted hashes, each token's place in them, and their counts."""
        order = np.argsort(self.words.hash)
        ordered = self.words.hash[order]
        begins = np.ones(len(ordered), dtype=bool)
        np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
        first = np.flatnonzero(begins)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.cumsum(begins) - 1
        return ordered[first], place, np.append(first[1:], len(order)) - first

    @cached_property
    def language_column(self) -> int | None:
        """The column of the document's language in the tables of `phrases()`; None where it has none."""
        known = phrases().languages
        return known.index(self.language) if self.language in known else None

    @cached_property
    def _known(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For every token, where it stands in the table of known words, and whether it does."""
        table, (hashes, number, _) = phrases().word, self.distinct
        place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
        known = table[place] == hashes
        place, known = place[number], known[number]
        if self.words.single is self.words.hash:
            return place, known
        single = np.minimum(np.searchsorted(table, self.words.single), len(table) - 1)
        is_single = table[single] == self.words.single
        return np.where(is_single, single, place), is_single | known

    def language_votes(self, blocks: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What each stopword found in `blocks` is worth to every language of the phrases.

        That is its share of the words, or 0 if the language lacks it; shape (stopwords, languages).
        """
        place, known = self._known
        chosen = np.flatnonzero(blocks[self.word_block])
        weight = self.words.weight[chosen]
        uses = np.bincount(place[chosen], weight * known[chosen], len(phrases().word))
        used = np.flatnonzero(uses)
        shares = uses[used, None] / max(weight.sum(), 1.0)
        votes: NDArray[np.float64] = shares * phrases().stopword[used]
        return votes

    @cached_property
    def own_stopwords(self) -> NDArray[np.bool_]:
        """Which tokens are among the document's own commonest short words, shape (tokens,)."""
        _, place, count = self.distinct
        length = np.zeros(len(count), dtype=np.int64)
        length[place] = self.words.length
        eligible = np.flatnonzero((length <= _LONGEST_STOPWORD) & (count > 1))
        commonest = eligible[np.argsort(-count[eligible], kind="stable")[:_OWN_STOPWORDS]]
        chosen = np.zeros(len(count), dtype=bool)
        chosen[commonest] = True
        return chosen[place]

    @cached_property
    def cues(self) -> Cues:
        """The cue phrases in the document."""
        return Cues(self)

    @cached_property
    def called(self) -> NDArray[np.float32]:
        """Class-name labels of each block, shape (labels, blocks); see `cleaner.features.class_names`."""
        dom = self.document.dom
        if dom is None:
            return np.zeros((0, self.blocks), dtype=np.float32)
        from cleaner.features.class_names import called  # noqa: PLC0415 - for pages alone

        return called(dom)
