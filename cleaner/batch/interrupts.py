"""Signals that end a run (Ctrl-C, `kill`, a closed terminal), deferred while an output is written.

An output and its rows in the journal have to change together. A signal that arrives in between takes effect
once both are written.
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
"""The signals that are handled; Windows has no SIGHUP."""


class Interrupts:
    """A context manager that turns SIGNALS into KeyboardInterrupt.

    A signal that the process was started to ignore stays ignored; `nohup` does so with SIGHUP. Outside the
    main thread, where Python allows no signal handlers, the context manager does nothing.
    """

    def __init__(self) -> None:
        self._handlers: dict[signal.Signals, Any] = {}
        self._deferring = False
        self._pending = False

    def __enter__(self) -> Self:
        """Install the signal handlers."""
        with suppress(ValueError):
            for number in SIGNALS:
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                self._handlers[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the previous signal handlers."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Defer signals to the end of the block, which raises KeyboardInterrupt if one has arrived."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False
        if self._pending:
            self._pending = False
            raise KeyboardInterrupt

    def _handle(self, *_: object) -> None:
        if not self._deferring:
            raise KeyboardInterrupt
        self._pending = True
