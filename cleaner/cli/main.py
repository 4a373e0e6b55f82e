"""The `cleaner` command: finds the command that was asked for, and ends well whatever happens.

A command's module is imported only when the command is used, and its line of help stands here, so
that `cleaner --help` is there at once.
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
"""Told to numpy's mathematics before it is loaded: work is shared out by processes here, and threads that
wait for each other on matrices this small only burn the cores that the processes need."""
FAILED: Final = 1
USAGE_ERROR: Final = 2
"""Exit status where the command line or a rule file is wrong."""
INTERRUPTED: Final = 130
"""Exit status after Ctrl-C: 128 and the number of the signal, as shells have it."""


class LazyCommand(NamedTuple):
    """A command that is still to be imported."""

    place: str
    """`module:attribute`"""
    help: str


COMMANDS: Final = {
    "run": LazyCommand("cleaner.cli.run:run", "Clean documents: files, folders, JSON lines, Parquet, WARC."),
    "explain": LazyCommand(
        "cleaner.cli.explain:explain", "Show what stays of one document, what goes, and why."
    ),
    "rules": LazyCommand("cleaner.cli.rules:rules", "Check, test, write and look up site rules."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].place.split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name].place} is no command")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override] # noqa: ANN401 - click has two forms that come to this
        """Run a command line and end with its exit status; whatever is wrong is said in words."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        output.prepare()
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra) or 0
        except SystemExit as end:
            status = end.code
        except Exception as error:  # noqa: BLE001 - faults of the program are raised again
            status = _report_error(error)
        written = output.finish()
        sys.exit(status if written else status or FAILED)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; click itself would say of Ctrl-C and of input that ends too early the same."""
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
    """Say what is wrong on standard error; the exit status. A fault of the program is raised again."""
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
