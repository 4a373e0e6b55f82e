"""Finds the blocks of a rule: single blocks that meet a condition, or runs of blocks between two ends.

A run between two ends is left alone where an end is missing, the run is longer than `at_most`, or one of its
blocks fails the guard (`while:` in rule files).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from cleaner.rules.conditions import topic_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.rules.clock import Clock
    from cleaner.rules.conditions import BlockView, Condition, While


T = TypeVar("T")
FIRST: Final = "first"
LAST: Final = "last"
"""Which occurrence a rule takes, where it takes only one."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a document in which a rule applies, in blocks from its beginning or end."""

    within_first: int | None = None
    within_last: int | None = None
    beyond_first: int = 0

    def of(self, size: int) -> range:
        """The indexes in the window, for a document of `size` blocks.

        >>> Window(within_last=3).of(10)
        range(7, 10)
        """
        low = max(self.beyond_first, 0 if self.within_last is None else size - self.within_last)
        high = size if self.within_first is None else min(size, self.within_first)
        return range(low, high)


def only(which: str | None, found: Iterable[T]) -> Iterable[T]:
    """All of `found`, or the `first` or `last` of them alone.

    >>> list(only("last", [3, 5, 8]))
    [8]
    """
    if which is None:
        return found
    return list(islice(found, 1)) if which == FIRST else list(deque(found, maxlen=1))


@dataclass(frozen=True, slots=True)
class Singles:
    """Every block in the window that meets a condition."""

    condition: Condition
    window: Window = Window()
    which: str | None = None
    """`first` or `last`: only this one of them."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions of the rule."""
        return (self.condition,)

    def blocks(self, view: BlockView, clock: Clock) -> Iterator[int]:
        """Indexes of the blocks, in order. Raises TimeoutError where the rule runs out of time."""
        window = self.window.of(len(view))
        clock.look(len(window))
        found = (it for it in window if self.condition.holds(view, it, clock))
        yield from only(self.which, found)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a run: a block that meets a condition, or the edge of the document."""

    condition: Condition | None
    """None for the edge of the document."""
    inclusive: bool = True
    """Whether that block belongs to the run."""


@dataclass(frozen=True, slots=True)
class Run:
    """Runs of blocks between two ends, or of a number of blocks from one end."""

    start: End | None
    stop: End | None
    count: int | None = None
    at_most: int | None = None
    guard: While | None = None
    window: Window = Window()
    which: str | None = None
    """`first` or `last`: of all runs that are possible, only this one."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions of the rule, on the ends and between them."""
        asked = (
            self.start.condition if self.start else None,
            self.stop.condition if self.stop else None,
            self.guard.condition if self.guard else None,
        )
        return tuple(condition for condition in asked if condition is not None)

    def blocks(self, view: BlockView, clock: Clock) -> Iterator[int]:
        """Indexes of the blocks of all runs, in order. Raises TimeoutError as `spans` does."""
        for span in self.spans(view, clock):
            yield from span

    def spans(self, view: BlockView, clock: Clock) -> Iterator[range]:
        """The runs, in order and without overlap. Raises TimeoutError where the rule runs out of time."""
        free = 0
        for span in only(self.which, self._possible(view, clock)):
            if span.start >= free:
                yield span
                free = span.stop

    def _possible(self, view: BlockView, clock: Clock) -> Iterator[range]:
        """The candidates that are short enough and in the window; they may still overlap."""
        window = self.window.of(len(view))
        for span in self._candidates(view, clock):
            if not span or (self.at_most is not None and len(span) > self.at_most):
                continue
            if span.start in window and span.stop - 1 in window:
                yield span

    def _candidates(self, view: BlockView, clock: Clock) -> Iterator[range]:
        """Runs whose ends and guard hold. They may still overlap, be too long, or lie outside the window."""
        if self.start is not None:
            yield from self._forward(self.start, view, clock)
        elif self.stop is not None and self.count is not None:
            yield from self._backward(self.stop, self.count, view, clock)

    def _forward(self, start: End, view: BlockView, clock: Clock) -> Iterator[range]:
        """A candidate for each block that can begin a run."""
        stops = _Stops(self.stop, view, clock) if self.stop else None
        for index in _matching_ends(start.condition, range(len(view)), view, clock, edge=0):
            begin = index if start.inclusive else index + 1
            if stops is None:
                yield self._counted(begin, self.count or 0, view, clock)
                continue
            stop = stops.nearest(begin, opener=index if start.condition else -1)
            if stop is None:
                return
            if self.at_most is None or stop - begin <= self.at_most:
                span = range(begin, stop)
                if self._first_failing(view, span, span, clock) is None:
                    yield span

    def _counted(self, begin: int, count: int, view: BlockView, clock: Clock) -> range:
        """The run of `count` blocks from `begin`; with a guard, it ends before the first block that fails it.

        Empty where the document has fewer blocks and there is no guard.
        """
        if self.guard is None and begin + count > len(view):
            return range(begin, begin)
        span = range(begin, min(begin + count, len(view)))
        failing = self._first_failing(view, span, span, clock)
        return span if failing is None else range(begin, failing)

    def _backward(self, stop_at: End, count: int, view: BlockView, clock: Clock) -> Iterator[range]:
        """A candidate of `count` blocks for each block that can end a run.

        `beyond_first` is compared with the full count, even where a guard makes the run shorter.
        """
        free = 0
        for index in _matching_ends(stop_at.condition, range(len(view)), view, clock, edge=len(view) - 1):
            stop = index + 1 if stop_at.inclusive else index
            furthest = stop - count
            if furthest < self.window.beyond_first and (self.window.beyond_first or self.guard is None):
                continue
            if self.guard is None and furthest < free:
                continue
            span = range(max(furthest, free), stop)
            failing = self._first_failing(view, span, reversed(span), clock)
            yield span if failing is None else range(failing + 1, stop)
            free = stop

    def _first_failing(self, view: BlockView, span: range, order: Iterable[int], clock: Clock) -> int | None:
        """The first block of `span`, in `order`, that fails the guard; None where none does."""
        if self.guard is None:
            return None
        topic: frozenset[str] = frozenset()
        if self.guard.off_topic:
            clock.spend(span.start)
            topic = topic_words(view, span.start)
        for index in order:
            if not self.guard.holds(view, index, topic, clock):
                return index
        return None


def _matching_ends(
    condition: Condition | None, indexes: range, view: BlockView, clock: Clock, *, edge: int
) -> Iterator[int]:
    """The indexes that meet an end's condition; `edge` alone where the end is the edge of the document."""
    if condition is None:
        yield from [edge] if edge in indexes else []
        return
    clock.look(len(indexes))
    for index in indexes:
        if condition.holds(view, index, clock):
            yield index


class _Stops:
    """Finds the nearest end for each begin. Begins are given in ascending order; each block is tried once."""

    def __init__(self, end: End, view: BlockView, clock: Clock) -> None:
        clock.look(len(view))
        self._end = end
        self._view = view
        self._clock = clock
        self._last: int | None = None
        self._looked = 0

    def nearest(self, begin: int, opener: int) -> int | None:
        """The index behind the run that begins at `begin`; None where no end follows.

        `opener` is the block that meets the condition of the start. It may be the end as well, if both are
        inclusive: the shorter run drops less text.
        """
        if self._end.condition is None:
            return len(self._view)
        opens_itself = self._end.inclusive or begin > opener
        first = begin if opens_itself else opener + 1
        while self._last is None or self._last < first:
            index = max(self._looked, first)
            if index >= len(self._view):
                return None
            self._looked = index + 1
            if self._end.condition.holds(self._view, index, self._clock):
                self._last = index
        return self._last + 1 if self._end.inclusive else self._last
