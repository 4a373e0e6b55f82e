"""Multi-pattern search by hashes of words, for scripts that put spaces between words.

The words of a text are hashed anyway, and a prefix sum gives the hash of any run of words as a difference
(a rolling hash, as in Rabin-Karp). A table gives, for the first word of every phrase, the lengths in words of
the phrases that begin with it. Each run of one of these lengths is hashed and looked up among the hashes of
the phrases. The steps are array operations on the text as a whole, however many phrases there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.tokens import hash_texts
from cleaner.lexicon.matches import Matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.characters.tokens import Tokens

_MOST_WORDS: Final = 31
"""The most words of a phrase: a set of lengths is stored as the bits of 32."""
_SIEVE_BITS: Final = 20
"""How many of its first bits a hash is first looked up by: most runs that are no phrase are told at once."""
_REST: Final = np.uint64(64 - _SIEVE_BITS)
_AT_ONCE: Final = 1 << 16
"""How many words that may begin a phrase are handled at once: a text of nothing but such words would
otherwise need ten times its own memory."""


class WordSearch:
    """Finds phrases as whole words, with as many characters between the words as in the phrase."""

    def __init__(
        self, hashes: NDArray[np.uint64], firsts: NDArray[np.uint64], lengths: NDArray[np.uint32]
    ) -> None:
        """A search for the phrases with the given hashes, sorted; the number of a phrase is its place.

        `firsts` are the sorted hashes of the words that phrases begin with, and `lengths` how many words the
        phrases with that first word have, a bit each.
        """
        self.hashes, self.firsts, self.lengths = hashes, firsts, lengths
        entry, self._words = np.nonzero(lengths[:, None] >> np.arange(_MOST_WORDS + 1, dtype=np.uint32) & 1)
        self._choices = np.bincount(entry, minlength=len(firsts))
        self._choice = np.cumsum(self._choices) - self._choices
        self._sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        self._sieve[hashes >> _REST] = True

    @classmethod
    def of(cls, phrases: Sequence[str]) -> WordSearch:
        """A search for `phrases`: `compile.with_spaces` of each, sorted by `hash_texts`.

        Raises ValueError where a phrase has too many words.
        """
        firsts = hash_texts([phrase.split(" ", 1)[0] for phrase in phrases])
        found, place = np.unique(firsts, return_inverse=True)
        lengths = np.zeros(len(found), dtype=np.uint32)
        words = np.array([len(phrase.split()) for phrase in phrases], dtype=np.uint32)
        if words.max() > _MOST_WORDS:
            longest = phrases[int(words.argmax())]
            raise ValueError(f"a phrase has more than {_MOST_WORDS} words, list a part of it: {longest}")
        np.bitwise_or.at(lengths, place, np.uint32(1) << words)
        return cls(hash_texts(phrases), found, lengths)

    def find(
        self,
        words: Tokens,
        distinct: NDArray[np.uint64],
        number: NDArray[np.int64],
        part: NDArray[np.int64],
    ) -> Matches:
        """All matches in a text that lie in one part (block) of it; they may overlap.

        `distinct` are the sorted hashes of the words of the text; `number` is, for every word, its place
        among them, and `part` the part that it is in.
        """
        place = np.minimum(np.searchsorted(self.firsts, distinct), len(self.firsts) - 1)
        begins = self.firsts[place] == distinct
        first = np.flatnonzero(begins[number])
        entry = place[number[first]]
        pieces = [slice(at, at + _AT_ONCE) for at in range(0, max(len(first), 1), _AT_ONCE)]
        return Matches.concatenated(self._from(first[piece], entry[piece], words, part) for piece in pieces)

    def _from(
        self, first: NDArray[np.int64], entry: NDArray[np.int64], words: Tokens, part: NDArray[np.int64]
    ) -> Matches:
        """The matches that begin with the words at `first`, whose places in `firsts` are `entry`."""
        choices = self._choices[entry]
        first, last = first.repeat(choices), self._choice[entry].repeat(choices)
        last += np.arange(len(last)) - (np.cumsum(choices) - choices).repeat(choices)
        last = first + self._words[last] - 1
        inside = np.flatnonzero(last < len(part))
        first, last = first[inside], last[inside]
        inside = np.flatnonzero(part[first] == part[last])
        first, last = first[inside], last[inside]
        start, end = words.start[first], words.start[last] + words.length[last]
        hashed = words.hash_of(start, end)
        likely = np.flatnonzero(self._sieve[hashed >> _REST])
        hashed = hashed[likely]
        phrase = np.minimum(np.searchsorted(self.hashes, hashed), len(self.hashes) - 1)
        right = self.hashes[phrase] == hashed
        found = likely[right]
        return Matches(phrase[right], start[found], end[found])
