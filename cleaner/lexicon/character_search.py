"""Many fixed phrases, searched for in a text all at once, wherever in it they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.characters.folding import code_points
from cleaner.characters.scripts import LAST_LATIN, scripts
from cleaner.lexicon.matches import Stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_GLIMPSES: Final = 8
"""How many texts with a few words in a script are searched for each of its phrases in turn. That takes a
millisecond, and the automaton of them up to forty; many pages have no more of it than a language's name."""
_FEW_WORDS: Final = 2000
"""Characters of all lines with a letter of the script. Beyond, its phrases take longer one by one."""


class Search:
    """Finds where phrases, all different, occur: of those that overlap the leftmost, then the longest.

    For scripts that put no spaces between words. Phrases of a script are searched for only in texts that have
    a letter of it: an automaton takes time to build, and most pages have none of these scripts. A phrase in
    two scripts belongs to the one that fewer texts have, so that a shorter phrase which is a part of it is
    not found in its place.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = patterns
        self._members: dict[int, list[int]] = {}
        self._built: dict[int, _Part] = {}
        self._glimpses: Counter[int] = Counter()
        if patterns:
            starts = np.cumsum([0, *map(len, patterns[:-1])])
            needed = np.maximum.reduceat(scripts(code_points("".join(patterns))), starts)
            self._members = {int(it): np.flatnonzero(needed == it).tolist() for it in np.unique(needed)}

    def find(self, text: str) -> Stretches:
        """What occurs in `text`, in order. A phrase is found within a line alone."""
        codes = code_points(text)
        places = np.flatnonzero(codes > LAST_LATIN)
        script = scripts(codes[places])
        found: list[tuple[int, int, int]] = []
        for other in set(script.tolist()) & self._members.keys():
            part = self._built.get(other) or self._for(other, _lines(text, codes, places[script == other]))
            found += part.find(text)
        return Stretches(*np.array(found, dtype=np.int64).reshape(-1, 3).T).apart()

    def warm(self) -> None:
        """Build what all scripts need: asked for before processes are forked, it is shared by them."""
        for script in self._members:
            self._whole(script)

    def _for(self, script: int, lines: str) -> _Part:
        """The phrases of a script that may be in a text, of which `lines` have letters of the script."""
        if len(lines) > _FEW_WORDS or self._glimpses[script] >= _GLIMPSES:
            return self._whole(script)
        self._glimpses[script] += 1
        return self._part([number for number in self._members[script] if self.patterns[number] in lines])

    def _whole(self, script: int) -> _Part:
        """All phrases of a script."""
        if script not in self._built:
            self._built[script] = self._part(self._members.get(script, []))
        return self._built[script]

    def _part(self, numbers: list[int]) -> _Part:
        automaton = AhoCorasick(
            [self.patterns[number] for number in numbers],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )
        return _Part(numbers, automaton)


class _Part(NamedTuple):
    """Some of the phrases, and what finds them."""

    numbers: list[int]
    automaton: AhoCorasick

    def find(self, text: str) -> list[tuple[int, int, int]]:
        matches = self.automaton.find_matches_as_indexes(text)
        return [(self.numbers[place], start, end) for place, start, end in matches]


def _lines(text: str, codes: NDArray[np.uint32], places: NDArray[np.int64]) -> str:
    """The lines of `text` that have any of `places` in them."""
    breaks = np.flatnonzero(codes == ord("\n"))
    bounds = [0, *breaks.tolist(), len(text)]
    chosen = np.unique(np.searchsorted(breaks, places)).tolist()
    return "".join(text[bounds[line] : bounds[line + 1]] for line in chosen)
