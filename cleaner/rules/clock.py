"""Time limits: for each rule on a document, and for all rules on it together.

A careless pattern can run for years on a long block. So each rule may use `Options.rule_seconds` on a
document, and all rules together, signatures and selectors included, `Options.total_rule_seconds`. A rule that
runs out of time has no effect on that document, and is tried again on the next one: otherwise the result for
a document would depend on the documents that the same process cleaned before.

Only these effects depend on the speed of the machine:

- a pattern of a signature that runs out of time counts as not found (`cleaner.rules.match`);
- a rule whose patterns run out of time is left out, as are rules whose selectors or patterns were not
evaluated because the document's time was used up before (`cleaner.rules.judge`, `cleaner.rules.selectors`);
- a replacement that runs out of time is left out on the whole document (`SiteRules.rewritten`).

The limits on the blocks that rules examine (`RuleTime.look`, `Clock.spend`) are counts, the same on every
machine.

All rules that are left out are named in `Result.timed_out` and in the statistics of a run. Time is CPU time
of the thread, so the load of the machine does not matter; but `regex`, which interrupts its own patterns,
counts the CPU time of the whole process, so a pattern has less time where several threads clean at once. A
selector cannot be interrupted: its time counts when it is done. Parsing a page and folding its blocks do not
count, as both take time linear in its size.
"""

from __future__ import annotations

from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, Final

from cleaner.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cleaner.rules.patterns import Pattern

RULE_SECONDS: Final = Options().rule_seconds
TOTAL_RULE_SECONDS: Final = Options().total_rule_seconds
"""The limits where the caller names none."""

MOST_NAMED: Final = 20
"""Rules left out on a document that are named: the first ones, which used up its time."""
OTHERS: Final = "others"
"""Stands for all further ones."""


class _Meter:
    """CPU seconds that this thread has spent on patterns and selectors.

    Measured with `perf_counter`, which is five times as cheap as `thread_time` but includes waiting for a
    processor. Where a limit seems to be reached, the sum is corrected by `thread_time`.
    """

    __slots__ = ("_counted", "_mark", "_used")

    def __init__(self) -> None:
        self._used = 0.0
        self._mark = thread_time()
        self._counted = 0.0
        """Seconds counted since `_mark`, a time of `thread_time`."""

    def spend(self, seconds: float) -> None:
        """Count what `perf_counter` measured."""
        self._used += seconds
        self._counted += seconds

    def left_of(self, most: float) -> float:
        """The seconds until `most` are spent."""
        if self._used >= most:
            now = thread_time()
            self._used -= max(0.0, self._counted - (now - self._mark))
            self._mark, self._counted = now, 0.0
        return most - self._used


class RuleTime:
    """The time that all rules have on one document, and the rules that were left out because it ran out."""

    MOST_LOOKS: Final = 20_000_000
    """Examinations of blocks that all rules together may make: two seconds of lines, or five of guards."""

    def __init__(self, each: float = RULE_SECONDS, in_all: float = TOTAL_RULE_SECONDS) -> None:
        """`each` is for one rule, `in_all` for all of them."""
        self.each = each
        self._in_all = in_all
        self._meter = _Meter()
        self._looks = self.MOST_LOOKS
        self._left_out: dict[str, None] = {}

    def left(self, share: float = 1.0) -> float:
        """The seconds until a `share` (0 to 1) of the time of all rules is spent."""
        return self._meter.left_of(self._in_all * share)

    def spend(self, seconds: float) -> None:
        """Count what `perf_counter` measured."""
        self._meter.spend(seconds)

    def look(self, blocks: int) -> None:
        """Count the examination of so many blocks. Raises TimeoutError beyond `MOST_LOOKS`."""
        self._looks -= blocks
        if self._looks < 0:
            raise TimeoutError

    def leave_out(self, names: Iterable[str]) -> None:
        """Record rules that have no effect on this document."""
        self._left_out.update(dict.fromkeys(names))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The rules that have no effect on this document, sorted; `OTHERS` for those beyond `MOST_NAMED`."""
        first = sorted(list(self._left_out)[:MOST_NAMED])
        return (*first, OTHERS) if len(self._left_out) > MOST_NAMED else tuple(first)


class Clock:
    """The time and the steps that one rule has left on one document."""

    STEPS: Final = 1_000_000
    """Examinations of blocks that the guards of one rule may make. No page needs as many, but a rule whose
    runs begin at every block of a huge document stops after a second rather than an hour."""

    __slots__ = ("_meter", "_seconds", "_share", "_time", "steps")

    def __init__(self, seconds: float, time: RuleTime | None = None, share: float = 1.0) -> None:
        """The rule has `seconds`, but stops when all rules together have spent a `share` of `time`."""
        self._seconds = seconds
        self._share = share
        self._time = time or RuleTime(seconds, seconds)
        self._meter = _Meter()
        self.steps = self.STEPS

    def spend(self, steps: int) -> None:
        """Count the blocks that a guard examines. Raises TimeoutError once the steps are used up."""
        self.steps -= steps
        if self.steps < 0:
            raise TimeoutError
        self._time.look(steps)

    def look(self, blocks: int) -> None:
        """Count the examination of so many blocks. Raises TimeoutError beyond `RuleTime.MOST_LOOKS`."""
        self._time.look(blocks)

    def search(self, pattern: Pattern, text: str) -> bool:
        """Whether `pattern` occurs in `text`. Raises TimeoutError once the time is used up."""
        return self._limited(pattern.compiled.search, text) is not None

    def replace(self, pattern: Pattern, replacement: str, text: str) -> str:
        """`text` with every match of `pattern` replaced. Raises TimeoutError once the time is used up."""
        replaced: str = self._limited(pattern.compiled.sub, replacement, text)
        return replaced

    def _limited(self, ask: Callable[..., Any], *given: str) -> Any:  # noqa: ANN401 - what `ask` gives
        left = min(self._meter.left_of(self._seconds), self._time.left(self._share))
        if left <= 0:
            raise TimeoutError
        began = perf_counter()
        try:
            return ask(*given, timeout=left)
        except MemoryError:  # a search of `regex` that needs too much memory, which it then frees
            raise TimeoutError from None
        finally:
            seconds = perf_counter() - began
            self._meter.spend(seconds)
            self._time.spend(seconds)
