"""Standard input, output and error as commands find them: closed, full, gone, or a terminal.

What is said of the work goes to standard error by `tell` and never stops the work; answers go to standard
output by `put`, and one that cannot be written is an error. Neither lets through what a terminal would obey.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

import click

from cleaner.errors import CleanerError
from cleaner.printable import printable_lines

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOSED_STREAMS: Final = (
    ("stdin", "r", os.O_WRONLY),
    ("stdout", "w", os.O_RDONLY),
    ("stderr", "w", os.O_WRONLY),
)
"""Streams, and how the null device is opened in place of one that is closed.

Input and output the wrong way round, so that using them is the OSError that a closed file is. Nobody misses
what would go to standard error, so that it vanishes."""


class StandardOutputError(CleanerError):
    """Standard output cannot be written to."""


def prepare() -> None:
    """Make standard streams that Python can use of those that the shell handed over.

    A closed one is None in Python, and its number would go to the next file that is opened, which then gets
    what was meant for the stream. What the encoding of standard output lacks is escaped.
    """
    for name, mode, flags in _CLOSED_STREAMS:
        if getattr(sys, name) is None:
            number = os.open(os.devnull, flags)
            os.set_inheritable(number, True)  # noqa: FBT003 - as the os module has it; for worker processes
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - kept open
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def tell(message: str) -> None:
    """One message on standard error; where that cannot be written to, the exit status must do."""
    with suppress(OSError):
        click.echo(printable_lines(message), err=True)


def put(answer: str) -> None:
    """One answer on standard output; StandardOutputError where it cannot be written."""
    checked_write(lambda: click.echo(printable_lines(answer)))


def checked_write(write: Callable[[], None]) -> None:
    """Call `write`, which writes to standard output, and see that it arrives; else StandardOutputError.

    BrokenPipeError passes: whoever read standard output has seen enough.
    """
    try:
        write()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise StandardOutputError(f"standard output cannot be written: {error.strerror or error}") from error


def finish() -> bool:
    """Write out what the streams hold back, so that Python need not when it ends; whether that went well."""
    return all([_flushed(sys.stdout), _flushed(sys.stderr)])


def _flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):  # what is held back goes nowhere, and is not tried again
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)
        return False
    return True
