"""Prefilter of signatures: finds in one pass over a text which of many signatures may hold.

A signature that is one line, or a site's name, is looked up in a dictionary (`RuleBook.lines`, `.names`).
Every other signature has a *gate*: the lines of one of its conditions, or a clause of literals, one of which
every match of its pattern contains. Of several clauses, the gate is the one whose literals the fewest
signatures share. The literals of all gates are searched for at once, and only signatures whose gate is in the
text are evaluated. A signature with neither lines nor literals is evaluated on every text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.rules.literals import LONGEST
from cleaner.rules.patterns import searchable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.rules.conditions import BlockView, Condition

_AT_ONCE: Final = 1 << 16
"""Characters that are searched at once. All matches in them are in memory together."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a rule file. It holds if each of its conditions holds for some block."""

    site: int
    """The number of the rule file; where several signatures hold, the lowest wins."""
    where: str
    """Its place, `file:line`."""
    conditions: tuple[Condition, ...] = ()
    """Empty for a single line or a site's name, which are looked up."""
    name: str = ""
    """Its name in the list of rules that ran out of time."""


class Gates:
    """The gates of all signatures of a book."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        """Build the search for all literals, in time linear in their number."""
        shared = Counter(literal for it in signatures for clause in _clauses(it) for literal in clause)
        self._lines: dict[str, list[int]] = {}
        self._always: list[int] = []
        literals: dict[str, list[int]] = {}
        for place, signature in enumerate(signatures):
            lines = next((it.lines for it in signature.conditions if it.lines), None)
            clauses = sorted(_clauses(signature), key=lambda it: _cost(it, shared))
            if lines:
                _note(self._lines, lines, place)
            elif clauses:
                _note(literals, clauses[0], place)
            else:
                self._always.append(place)
        self._literals = list(literals.values())
        self._search = None
        if literals:
            from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - for books with patterns alone

            self._search = AhoCorasick(list(literals))

    def open(self, view: BlockView) -> list[int]:
        """Indexes of the signatures that may hold for a text, in ascending order."""
        found = set(self._always)
        if self._lines:
            for line in view.lines & self._lines.keys():
                found.update(self._lines[line])
        if self._search:
            text = searchable("\n".join(view.texts))
            for begin in range(0, len(text), _AT_ONCE):
                piece = text[begin : begin + _AT_ONCE + LONGEST]
                hits = self._search.find_matches_as_indexes(piece, overlapping=True)
                for literal in {hit[0] for hit in hits}:
                    found.update(self._literals[literal])
        return sorted(found)


def _clauses(signature: Signature) -> Iterator[tuple[str, ...]]:
    return (it for condition in signature.conditions if condition.pattern for it in condition.pattern.clauses)


def _cost(clause: tuple[str, ...], shared: Counter[str]) -> tuple[int, int]:
    """Sort key of clauses, the best gate first: literals that few signatures share, then long ones."""
    return max(shared[it] for it in clause), -min(map(len, clause))


def _note(places: dict[str, list[int]], keys: Iterable[str], place: int) -> None:
    for key in keys:
        places.setdefault(key, []).append(place)
