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
        self._handlers: dict[signal.Signals, Any] = {}
        self._deferring = False
        self._pending = False

    def __enter__(self) -> Self:
        """Take the signals over."""
        with suppress(ValueError):
            for number in SIGNALS:
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                self._handlers[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Do something whole; raises KeyboardInterrupt afterwards if one came meanwhile."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False
        if self._pending:
            raise KeyboardInterrupt

    def _handle(self, *_: object) -> None:
        if not self._deferring:
            raise KeyboardInterrupt
        self._pending = True
