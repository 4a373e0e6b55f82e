"""Texts without a URL, grouped into sites by the short lines at their edges that they share.

The leader algorithm: the first text of a group stands for it, and a text joins the first group whose leader
has enough lines in common with it. One pass, with as many leaders in memory as a limit allows.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from cleaner.learn.limits import (
    EDGE_BLOCKS,
    EDGE_WORDS,
    FEWEST_WORDS,
    LEADERS_OF_LINE,
    LIKE,
    MOST_GROUPS,
    SHARED_LINES,
)
from cleaner.learn.page import word_count
from cleaner.learn.signatures import LINE, digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaner.document import Document


def edge_lines(document: Document) -> list[int]:
    """Digests of the short lines at both ends of a text, sorted."""
    blocks = document.blocks
    edges = (*blocks[:EDGE_BLOCKS], *blocks[max(EDGE_BLOCKS, len(blocks) - EDGE_BLOCKS) :])
    short = (it.text for it in edges if FEWEST_WORDS <= word_count(it.text) <= EDGE_WORDS)
    return sorted({digest(LINE, it) for it in short})


class Groups:
    """The groups so far. Texts are given one after the other."""

    def __init__(self, most: int = MOST_GROUPS) -> None:
        self._most = most
        self._leaders: OrderedDict[int, frozenset[int]] = OrderedDict()
        """Group -> the lines of its leader; the one that grew last is last."""
        self._by_line: dict[int, list[int]] = {}
        self._count = 0

    def group(self, lines: Collection[int]) -> int | None:
        """The group of a text with these edge lines; None where they are too few to tell.

        >>> groups = Groups()
        >>> [groups.group(lines) for lines in ([1, 2, 3], [1, 2, 4], [5, 6, 7], [1, 8, 9], [2])]
        [0, 0, 1, 2, None]
        """
        if len(lines) < SHARED_LINES:
            return None
        found = self._nearest(frozenset(lines))
        if found is None:
            return self._begin(frozenset(lines))
        self._leaders.move_to_end(found)
        return found

    def _nearest(self, lines: frozenset[int]) -> int | None:
        shared = Counter(group for line in lines for group in self._by_line.get(line, ()))
        likely = [
            (common / (len(lines) + len(self._leaders[group]) - common), -group)
            for group, common in shared.items()
            if common >= SHARED_LINES
        ]
        best, group = max(likely, default=(0.0, 0))
        return -group if best >= LIKE else None

    def _begin(self, lines: frozenset[int]) -> int:
        if len(self._leaders) >= self._most:
            oldest, its_lines = self._leaders.popitem(last=False)
            for line in its_lines:
                self._by_line[line] = [it for it in self._by_line.get(line, ()) if it != oldest]
                if not self._by_line[line]:
                    del self._by_line[line]
        group, self._count = self._count, self._count + 1
        self._leaders[group] = lines
        for line in lines:
            of_line = self._by_line.setdefault(line, [])
            if len(of_line) < LEADERS_OF_LINE:
                of_line.append(group)
        return group
