"""Standard streams: messages, output, and streams that are closed, full or broken.

Messages go to standard error (`tell`). A message that cannot be written is dropped, and the work goes on.
Output goes to standard output (`put`); output that cannot be written is an error. Both escape control
characters, so that a document cannot send commands to the terminal.
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
"""Stream, its mode, and the flags to open the null device in place of a stream that is closed.

Standard input is opened for writing and standard output for reading, so that their use raises OSError as
with a closed file. Standard error is opened for writing, so that messages vanish."""


class StandardOutputError(CleanerError):
    """Standard output cannot be written."""


def prepare() -> None:
    """Replace closed standard streams, and escape characters that the encoding of standard output lacks.

    Python sets a closed stream to None. Its file descriptor would be given to the next file that is opened,
    and output for the stream would end up in that file.
    """
    for name, mode, flags in _CLOSED_STREAMS:
        if getattr(sys, name) is None:
            number = os.open(os.devnull, flags)
            os.set_inheritable(number, True)  # noqa: FBT003 - the os module's signature; for worker processes
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - kept open
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def tell(message: str) -> None:
    """Print a message to standard error. Errors are ignored; the exit status still tells the outcome."""
    with suppress(OSError):
        click.echo(printable_lines(message), err=True)


def put(answer: str) -> None:
    """Print a line to standard output. Raises StandardOutputError where it cannot be written."""
    checked_write(lambda: click.echo(printable_lines(answer)))


def checked_write(write: Callable[[], None]) -> None:
    """Call `write`, which writes to standard output, and flush. Raises StandardOutputError where that fails.

    BrokenPipeError passes: the reader of standard output has closed it, as `head` does, which is no fault.
    """
    try:
        write()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise StandardOutputError(f"standard output cannot be written: {error.strerror or error}") from error


def finish() -> bool:
    """Flush standard output and error, and return whether that succeeded.

    Python flushes at exit as well, but its error could not be handled there.
    """
    return all([_flushed(sys.stdout), _flushed(sys.stderr)])


def _flushed(stream: TextIO) -> bool:
    """Flush, and return whether that succeeded. If not, discard the buffer, as Python would retry at exit."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):  # the buffer goes to the null device
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)
        return False
    return True
