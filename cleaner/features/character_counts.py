"""Characters of a document, counted by kind and block: the first layer of `cleaner.features.page.Page`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import IS_WORD, KINDS, Kind, kinds, look_up, table_of
from cleaner.characters.folding import code_points, fold_codes
from cleaner.document import as_seen
from cleaner.features.markdown_marks import without_marks
from cleaner.lazy import cached_property

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.document import Document
    from cleaner.features.feature_groups import Column

_INSIDE: Final = table_of(Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH, Kind.COLON)
"""Kinds that stand inside dates, times, addresses and domain names."""
_DATE_SIGN: Final = table_of(Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH)
_SPACE: Final = bytes((Kind.SPACE,))
_CLOSING: Final = bytes((Kind.SPACE, Kind.QUOTE, Kind.BRACKET))
_IS_CLOSING: Final = table_of(*_CLOSING)
"""Kinds that do not count as a block's last character."""


class CharacterCounts:
    """Arrays have shape (blocks,) unless they say otherwise. The document must have blocks."""

    def __init__(self, document: Document) -> None:
        self.document = document = as_seen(document)
        self.blocks = len(document.blocks)
        """How many blocks the document has."""
        self.columns: dict[str, list[Column]] = {}
        """Group -> its features, where `cleaner.features.extract` has computed them; not to be written to."""
        source = document.source
        if document.skipped:
            source = source[: document.blocks[-1].end]
        source = without_marks(source)
        written = code_points(source)
        self.codes = fold_codes(source, written)
        """Case-folded code points, shape (characters,)."""
        self.kind: NDArray[np.uint8] = kinds().take(written)
        """The `Kind` of every character, shape (characters,)."""
        start, end, _ = zip(*document.blocks, strict=True)
        self.start, self.end = np.array(start), np.array(end)
        """Offsets of the blocks."""

    @cached_property
    def folded(self) -> str:
        """The source case-folded, offsets unchanged."""
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
        """Characters that are not space, at least 1."""
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
    def inside_words(self) -> NDArray[np.int64]:
        """How many dots in words, URLs, clock times and signs of dates there are, shape (4, blocks)."""
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
    def first_same(self) -> NDArray[np.int64]:
        """For every block, the first block with the same text, white space at its ends and case aside."""
        first: dict[str, int] = {}
        folded = self.folded
        texts = [folded[start:end].strip() for start, end, _ in self.document.blocks]
        return np.fromiter(map(first.setdefault, texts, range(self.blocks)), np.int64, self.blocks)

    @cached_property
    def times_said(self) -> NDArray[np.int64]:
        """How many blocks have the same text as each block, itself included."""
        return np.bincount(self.first_same, minlength=self.blocks)[self.first_same]
