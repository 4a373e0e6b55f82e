"""The `cleaner` command: imports and runs a subcommand, and turns errors into messages and exit statuses.

A subcommand's module is imported only when the subcommand is used, and its line of help is kept here, so that
`cleaner --help` prints at once.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from cleaner.cli import output
from cleaner.errors import CleanerError, RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

THREAD_VARIABLES: Final = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Environment variables that limit numpy's BLAS libraries to one thread; they must be set before numpy is
loaded.

Documents are cleaned in parallel by processes. On matrices as small as these, BLAS threads gain nothing and
take cores from the processes."""
FAILED: Final = 1
"""Exit status where the input cannot be read or cleaned, or the output cannot be written."""
USAGE_ERROR: Final = 2
"""Exit status where the command line or a rule file is wrong."""
INTERRUPTED: Final = 130
"""Exit status after Ctrl-C: 128 plus the number of the signal, the convention of shells."""


class LazyCommand(NamedTuple):
    """A subcommand that is imported on use."""

    place: str
    """`module:attribute`"""
    help: str
    """The line of help in `cleaner --help`."""


COMMANDS: Final = {
    "run": LazyCommand("cleaner.cli.run:run", "Clean documents: files, folders, JSON lines, Parquet, WARC."),
    "explain": LazyCommand(
        "cleaner.cli.explain:explain", "Show what stays of one document, what goes, and why."
    ),
    "rules": LazyCommand("cleaner.cli.rules:rules", "Check, test, write and look up site rules."),
    "review": LazyCommand(
        "cleaner.cli.review:review", "Look at a run in the browser, and make rules by pointing."
    ),
}


class LazyGroup(click.Group):
    """A click group whose subcommands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands, in the order of COMMANDS."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].place.split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name].place} is no command")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands in the help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override] # noqa: ANN401 - covers both overloads of click
        """Run a command line and exit with its status. Expected errors become messages on standard error.

        The status is not 0 if standard output or error could not be written to their end.
        """
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        output.prepare()
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra) or 0
        except SystemExit as end:
            status = end.code
        except Exception as error:  # noqa: BLE001 - unexpected errors are raised again
            status = _report_error(error)
        written = output.finish()
        sys.exit(status if written else status or FAILED)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the subcommand. Handles KeyboardInterrupt and EOFError, as click reports both as an abort."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            output.tell("interrupted")
            sys.exit(INTERRUPTED)
        except EOFError as error:
            raise CleanerError(str(error) or "input that ends too early") from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Strip boilerplate from text: keep what a document says, drop what surrounds it."""
    for name in THREAD_VARIABLES:
        os.environ.setdefault(name, "1")


def _report_error(error: Exception) -> int:
    """Print an expected error to standard error, and return the exit status. Raises any other error again."""
    if isinstance(error, click.ClickException):
        words = io.StringIO()
        error.show(words)
        output.tell(words.getvalue().removesuffix("\n"))
        return error.exit_code
    if isinstance(error, click.Abort):
        output.tell("interrupted")
        return INTERRUPTED
    if isinstance(error, RuleError):
        output.tell(str(error))
        return USAGE_ERROR
    if isinstance(error, CleanerError):
        output.tell(f"error: {error}")
        return FAILED
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        output.tell(f"error: {place}{error.strerror or error}")
        return FAILED
    raise error


if __name__ == "__main__":
    main()
