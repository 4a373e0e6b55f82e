"""Ctrl-C, `kill` and a closed terminal, let in only between documents.

An output is put in its place, and its lines in the `--removed` file, without being torn apart; an
interruption that comes meanwhile is kept until that is done.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interrupts:
    """Turns these signals into KeyboardInterrupt while it is entered.

    One that the process was started to ignore, as `nohup` does with SIGHUP, stays ignored.

    Outside the main thread, where Python allows no signal handling, it does nothing.
    """

    def __init__(self) -> None:
        self._before: dict[signal.Signals, Any] = {}
        self._held = False
        self._waiting = False

    def __enter__(self) -> Self:
        """Take the signals over."""
        with suppress(ValueError):
            for number in SIGNALS:
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                self._before[number] = signal.signal(number, self._arrive)
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Do something whole; raises KeyboardInterrupt afterwards if one came meanwhile."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._waiting:
            raise KeyboardInterrupt

    def _arrive(self, *_: object) -> None:
        if not self._held:
            raise KeyboardInterrupt
        self._waiting = True
