"""Many fixed phrases, searched for in a text all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.view.scripts import LAST_LATIN, LATIN, scripts
from cleaner.view.words import code_points

if TYPE_CHECKING:
    from collections.abc import Sequence

Match = tuple[int, int, int]
"""A phrase's number, and where it starts and ends."""


class Search:
    """Finds where phrases, all different, occur: of those that overlap the leftmost, then the longest.

    Phrases of a script are searched for only in texts that have a letter of it: an automaton takes time to
    build, that of all phrases as much as twenty pages take to judge, and nearly all pages are of one script
    or two. A phrase in two scripts belongs to the one that fewer texts have, so that a shorter phrase which
    is a part of it is not found in its place.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = patterns
        self._members: dict[int, list[int]] = {}
        self._automata: dict[int, AhoCorasick] = {}
        if patterns:
            starts = np.cumsum([0, *map(len, patterns[:-1])])
            needed = np.maximum.reduceat(scripts(code_points("".join(patterns))), starts)
            self._members = {int(it): np.flatnonzero(needed == it).tolist() for it in np.unique(needed)}

    def find(self, text: str) -> list[Match]:
        """What occurs in `text`, in order."""
        codes = code_points(text)
        others = codes[codes > LAST_LATIN]
        there = {LATIN, *np.unique(scripts(others)).tolist()} if len(others) else {LATIN}
        found = [match for script in there & self._members.keys() for match in self._of(script, text)]
        return found if len(there) == 1 else _apart(found)

    def warm(self) -> None:
        """Build what all scripts need: asked for before processes are forked, it is shared by them."""
        for script in self._members:
            self._automaton(script)

    def _of(self, script: int, text: str) -> list[Match]:
        members = self._members[script]
        matches = self._automaton(script).find_matches_as_indexes(text)
        return [(members[number], start, end) for number, start, end in matches]

    def _automaton(self, script: int) -> AhoCorasick:
        if script not in self._automata:
            self._automata[script] = AhoCorasick(
                [self.patterns[number] for number in self._members[script]],
                matchkind=MatchKind.LeftmostLongest,
                implementation=Implementation.ContiguousNFA,
            )
        return self._automata[script]


def _apart(found: list[Match]) -> list[Match]:
    """The matches that overlap none before them, in order; of those with one beginning the longest."""
    kept: list[Match] = []
    end = 0
    for match in sorted(found, key=lambda it: (it[1], -it[2])):
        if match[1] >= end:
            kept.append(match)
            end = match[2]
    return kept
