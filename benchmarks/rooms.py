"""Which room of `cleaner` the CPU time goes to, by sampling: nothing is wrapped, so nothing gets slower.

A timer interrupts the process every few milliseconds of CPU time, and the innermost frame that is in the
package says which room is at work; what libraries do counts for the room that called them.
"""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import cleaner

if TYPE_CHECKING:
    from types import FrameType

_PACKAGE: Final = str(Path(cleaner.__file__).parent) + "/"
_EVERY: Final = 0.002
"""Seconds of CPU time; a kernel that counts in coarser steps samples at each of these."""
ELSEWHERE: Final = "elsewhere"


def room_of(frame: FrameType | None) -> str:
    """The room of the innermost frame inside the package: a folder, or a file that stands on top of all."""
    while frame is not None:
        place = frame.f_code.co_filename
        if place.startswith(_PACKAGE):
            return place.removeprefix(_PACKAGE).split("/")[0].removesuffix(".py")
        frame = frame.f_back
    return ELSEWHERE


class Sampler:
    """Counts samples by room while it is open, in the main thread."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Start the timer."""
        self._before = signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self._before)

    def _sample(self, _signal: int, frame: FrameType | None) -> None:
        self.counts[room_of(frame)] += 1

    def shares(self) -> dict[str, float]:
        """Room -> its share of the samples, the largest first."""
        total = max(self.counts.total(), 1)
        return {room: count / total for room, count in self.counts.most_common()}
