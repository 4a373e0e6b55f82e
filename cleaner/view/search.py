"""Many fixed phrases, searched for in a text all at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW: Final = 12
"""Texts. For so many, looking at each phrase's beginning costs less than the automaton of all phrases."""
_SHORT: Final = 20_000
"""Characters. In a longer text so many beginnings occur that leaving the others out gains nothing."""
_BEGINNING: Final = 5
"""Characters of a phrase that are looked for first: one phrase in a hundred has them on a short page."""


class Search:
    """Finds where phrases, all different, occur: of those that overlap the leftmost, then the longest.

    The automaton of all takes longer to build than a page takes to judge, so the first few texts are searched
    with one of those phrases alone that can occur in them. What is found is the same: a phrase that does not
    occur makes no difference.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = patterns
        self._searched = 0

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """What occurs in `text`, in order: phrase, start, end."""
        if "automaton" in self.__dict__ or self._searched >= _FEW or len(text) > _SHORT:
            return self.automaton.find_matches_as_indexes(text)
        self._searched += 1
        chosen = self._that_begin_in(text)
        found = _automaton([self.patterns[it] for it in chosen]).find_matches_as_indexes(text)
        return [(chosen[place], start, end) for place, start, end in found]

    @cached_property
    def automaton(self) -> AhoCorasick:
        """That of all phrases; asking for it before processes are forked lets them share it."""
        return _automaton(self.patterns)

    def _that_begin_in(self, text: str) -> list[int]:
        """The phrases whose beginning occurs in `text`."""
        lengths = range(1, _BEGINNING + 1)
        there = {text[start : start + length] for length in lengths for start in range(len(text))}
        return [place for place, phrase in enumerate(self.patterns) if phrase[:_BEGINNING] in there]


def _automaton(patterns: Sequence[str]) -> AhoCorasick:
    return AhoCorasick(
        patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
