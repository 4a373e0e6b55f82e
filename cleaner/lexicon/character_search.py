"""Multi-pattern search by characters (Aho-Corasick), for scripts that put no spaces between words.

An automaton takes time to build, and most pages have no letter of these scripts. So there is one automaton a
script, and it is built for the first text that has letters of the script.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from cleaner.characters.folding import code_points
from cleaner.characters.scripts import LAST_LATIN, scripts
from cleaner.lexicon.matches import Matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FEW_TEXTS: Final = 8
"""How many texts with little of a script are searched for its phrases one by one, before its automaton is
built. That takes a millisecond, and building up to forty; on many pages a script is but a language's name."""
_FEW_WORDS: Final = 2000
"""The most characters, of all lines with a letter of the script, for which a text has little of it. For more
text, searching for phrases one by one takes longer."""


class CharacterSearch:
    """Finds phrases, all different, anywhere in a text; of overlapping ones the leftmost, then the longest.

    A phrase in two scripts belongs to the one that fewer texts have. So it is found rather than a shorter
    phrase that is a part of it.

    >>> search = CharacterSearch(["登録", "会員登録"])
    >>> [column.tolist() for column in search.find("無料の会員登録")]
    [[1], [3], [7]]
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = patterns
        self._members: dict[int, list[int]] = {}
        self._built: dict[int, _Part] = {}
        self._one_by_one: Counter[int] = Counter()
        if patterns:
            starts = np.cumsum([0, *map(len, patterns[:-1])])
            needed = np.maximum.reduceat(scripts(code_points("".join(patterns))), starts)
            self._members = {int(it): np.flatnonzero(needed == it).tolist() for it in np.unique(needed)}

    def find(self, text: str) -> Matches:
        """The matches in `text`, in order; a match lies in one line."""
        codes = code_points(text)
        places = np.flatnonzero(codes > LAST_LATIN)
        script = scripts(codes[places])
        found: list[tuple[int, int, int]] = []
        for other in set(script.tolist()) & self._members.keys():
            part = self._built.get(other) or self._for(other, _lines(text, codes, places[script == other]))
            found += part.find(text)
        return Matches(*np.array(found, dtype=np.int64).reshape(-1, 3).T).without_overlaps()

    def warm(self) -> None:
        """Build the automata of all scripts: called before processes are forked, it lets them share these."""
        for script in self._members:
            self._whole(script)

    def _for(self, script: int, lines: str) -> _Part:
        """The search for a script in a text; `lines` are its lines with a letter of the script, joined.

        It finds at least the phrases that occur in these lines.
        """
        if len(lines) > _FEW_WORDS or self._one_by_one[script] >= _FEW_TEXTS:
            return self._whole(script)
        self._one_by_one[script] += 1
        return self._part([number for number in self._members[script] if self.patterns[number] in lines])

    def _whole(self, script: int) -> _Part:
        """The search for all phrases of a script, kept once it is built."""
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
    """An automaton and the numbers of its phrases."""

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
