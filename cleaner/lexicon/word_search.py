"""Many phrases of whole words, searched for in a text all at once, by the hashes of its words.

A text's words are hashed anyway, and the hash of a stretch of words is the difference of two running sums. So
the first word of a phrase says how many words the phrases have that begin with it, and every stretch of so
many words is looked up whole: a few steps for the text as a whole, however many phrases there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.tokens import hash_texts
from cleaner.lexicon.matches import Stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.characters.tokens import Words

_MOST_WORDS: Final = 31
"""Words of a phrase: as many as there are bits to say which numbers of words there are."""
_SIEVE_BITS: Final = 20
"""The first bits of a hash, by which most stretches that are no phrase are passed over at little cost."""
_REST: Final = np.uint64(64 - _SIEVE_BITS)
_AT_ONCE: Final = 1 << 16
"""Words that may begin a phrase. A text of nothing but such words would need ten times its own memory."""


class WordSearch:
    """Finds where phrases occur as whole words, parted by as many characters as in the phrase."""

    def __init__(
        self, hashes: NDArray[np.uint64], firsts: NDArray[np.uint64], lengths: NDArray[np.uint32]
    ) -> None:
        """The phrases by their hashes, in order, which are their numbers.

        `firsts` are the hashes of the words that any phrase begins with, in order, and `lengths` how many
        words those phrases have, a bit each.
        """
        self.hashes, self.firsts, self.lengths = hashes, firsts, lengths
        entry, self._words = np.nonzero(lengths[:, None] >> np.arange(_MOST_WORDS + 1, dtype=np.uint32) & 1)
        self._choices = np.bincount(entry, minlength=len(firsts))
        self._choice = np.cumsum(self._choices) - self._choices
        self._sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        self._sieve[hashes >> _REST] = True

    @classmethod
    def of(cls, phrases: Sequence[str]) -> WordSearch:
        """A search for `phrases`, folded, all but words made spaces, and sorted by `hash_texts`."""
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
        words: Words,
        distinct: NDArray[np.uint64],
        number: NDArray[np.int64],
        part: NDArray[np.int64],
    ) -> Stretches:
        """What occurs in a text, within one of its parts; overlapping as it may.

        `distinct` are the hashes of its words, in order, `number` is the place in them of every word, and
        `part` the part it is in.
        """
        place = np.minimum(np.searchsorted(self.firsts, distinct), len(self.firsts) - 1)
        begins = self.firsts[place] == distinct
        first = np.flatnonzero(begins[number])
        entry = place[number[first]]
        pieces = [slice(at, at + _AT_ONCE) for at in range(0, max(len(first), 1), _AT_ONCE)]
        return Stretches.joined(self._from(first[piece], entry[piece], words, part) for piece in pieces)

    def _from(
        self, first: NDArray[np.int64], entry: NDArray[np.int64], words: Words, part: NDArray[np.int64]
    ) -> Stretches:
        """What begins with the words at `first`, of which each is an entry in `firsts`."""
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
        return Stretches(phrase[right], start[found], end[found])
