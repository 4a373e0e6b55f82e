"""Prefilter of signatures: finds in one pass over a text which of many signatures may hold.

A signature that is one line, or a site's name, is looked up in a dictionary (`RuleBook.lines`, `.names`).
Every other signature has a *gate*: the lines of one of its conditions, or a clause of literals, one of which
every match of its pattern contains. Of several clauses, the gate is the one whose literals the fewest
signatures share. The literals of all gates are searched for at once, and only signatures whose gate is in the
text are evaluated. A signature with neither lines nor literals is evaluated on every text.

To fold the lines of a text takes longer than that search. So the longest words of every line that is looked
up are searched for as well, and lines are folded only where all words of one are in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.conditions import WIDTHLESS
from cleaner.rules.literals import LEAST, LONGEST
from cleaner.rules.patterns import searchable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.rules.conditions import BlockView, Condition

_AT_ONCE: Final = 1 << 16
"""Characters that are searched at once. All matches in them are in memory together."""
_WORD: Final = re.compile(f"[a-z0-9]{{{LEAST},{LONGEST}}}")
"""A part of a folded line that is the same in the `searchable` form of every text with that line, if no
character without width is in it: to fold does more with accents, quotation marks and white space alone."""
_WORDS: Final = 3
"""Words of a line that are searched for, the longest."""


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


class Opened(NamedTuple):
    """What may be in a text."""

    signatures: list[int]
    """Indexes of the signatures that may hold, in ascending order."""
    lines: bool
    """Whether any of the lines that are looked up may be among its lines."""


class Gates:
    """The gates of all signatures of a book, and of the lines that it looks up."""

    def __init__(self, signatures: Sequence[Signature], looked_up: Iterable[str] = ()) -> None:
        """Build the search for all literals, in time linear in their number.

        `looked_up` are the folded lines that the book looks up by itself.
        """
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
        words = {_words_of(line) for line in (*looked_up, *self._lines)}
        self._literals = literals
        self._words: dict[str, list[frozenset[str]]] = {}
        """The first word of a line -> the words of each line that has it."""
        for each in words - {frozenset()}:
            self._words.setdefault(min(each), []).append(each)
        self._has_wordless = frozenset() in words
        self._search = None
        if sought := sorted(literals.keys() | frozenset().union(*words)):
            from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - for books with signatures alone

            self._search = AhoCorasick(sought)

    def open(self, view: BlockView) -> Opened:
        """The signatures that may hold for a text, and whether a line may be in it."""
        text = searchable("\n".join(view.texts)) if self._search else ""
        hits = self._hits(text)
        has_lines = self._may_have_lines(text, hits)
        found = set(self._always)
        if self._lines and has_lines:
            for line in view.lines & self._lines.keys():
                found.update(self._lines[line])
        for literal in hits & self._literals.keys():
            found.update(self._literals[literal])
        return Opened(sorted(found), has_lines)

    def _hits(self, text: str) -> set[str]:
        """Which literals and words a text in its `searchable` form has."""
        if self._search is None:
            return set()
        pieces = (text[begin : begin + _AT_ONCE + LONGEST] for begin in range(0, len(text), _AT_ONCE))
        return {hit for it in pieces for hit in self._search.find_matches_as_strings(it, overlapping=True)}

    def _may_have_lines(self, text: str, hits: set[str]) -> bool:
        """Whether all words of a line are among `hits`, or may have characters without width in them."""
        if self._has_wordless or any(it <= hits for first in hits for it in self._words.get(first, ())):
            return True
        return bool(self._words) and not text.isascii() and any(mark in text for mark in WIDTHLESS)


def _words_of(line: str) -> frozenset[str]:
    """The words of a folded line that are searched for."""
    return frozenset(sorted(_WORD.findall(line), key=len)[-_WORDS:])


def _clauses(signature: Signature) -> Iterator[tuple[str, ...]]:
    return (it for condition in signature.conditions if condition.pattern for it in condition.pattern.clauses)


def _cost(clause: tuple[str, ...], shared: Counter[str]) -> tuple[int, int]:
    """Sort key of clauses, the best gate first: literals that few signatures share, then long ones."""
    return max(shared[it] for it in clause), -min(map(len, clause))


def _note(places: dict[str, list[int]], keys: Iterable[str], place: int) -> None:
    for key in keys:
        places.setdefault(key, []).append(place)
