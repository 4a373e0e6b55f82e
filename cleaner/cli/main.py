"""The `cleaner` command: finds the command that was asked for, and ends well whatever happens.

A command's module is imported only when the command is used, and its line of help stands here, so
that `cleaner --help` is there at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final, NamedTuple, NoReturn

import click

from cleaner.errors import CleanerError, RuleError

ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Told to numpy's mathematics before it is loaded: work is shared out by processes here, and threads that
wait for each other on matrices this small only burn the cores that the processes need."""
INTERRUPTED: Final = 130
"""Exit status after Ctrl-C: 128 and the number of the signal, as shells have it."""


class Lazy(NamedTuple):
    """A command that is still to be imported."""

    place: str
    """`module:attribute`"""
    help: str


COMMANDS: Final = {
    "run": Lazy("cleaner.cli.run:run", "Clean documents: files, folders, JSON lines, Parquet, WARC."),
    "explain": Lazy("cleaner.cli.explain:explain", "Show what stays of one document, what goes, and why."),
    "rules": Lazy("cleaner.cli.rules:rules", "Check, test, write and look up site rules."),
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

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; errors that are meant for people are shown as they are."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            sys.exit(INTERRUPTED)
        except RuleError as error:
            _fail(str(error), status=2)
        except CleanerError as error:
            _fail(f"error: {error}", status=1)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Strip boilerplate from text: keep what a document says, drop what surrounds it."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def _fail(message: str, status: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
