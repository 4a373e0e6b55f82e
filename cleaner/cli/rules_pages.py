"""What the commands share that look at real pages with rules: INPUT and its options, and the user's files."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.batch import PlanError, Request
from cleaner.batch.addresses import ManifestError
from cleaner.cli.output import checked_write, tell
from cleaner.cli.run_options import all_cores, engine_option
from cleaner.errors import RuleError
from cleaner.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cleaner.rules.load import RuleFile

_OPTIONS = (
    click.argument("sources", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True)),
    click.option("--from", "read_as", type=click.Choice(list(READERS)),
                 help="Read every file as this format."),
    click.option("--manifest", metavar="CSV", type=click.Path(dir_okay=False, path_type=Path),
                 help="URLs of the files: a table with columns path and url."),
    engine_option(),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N documents."),
    click.option("--sample", type=click.IntRange(min=1), metavar="N",
                 help="Only N documents by chance, always the same."),
    click.option("--jobs", type=click.IntRange(min=1), default=all_cores, show_default="all cores",
                 help="Worker processes."),
)  # fmt: skip


def page_options() -> Callable[..., Any]:
    """INPUT, and the options that say which pages are read and how."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(_OPTIONS):
            command = option(command)
        return command

    return add


def rules_option() -> Callable[..., Any]:
    """The option `--rules`."""
    return click.option(
        "--rules",
        "folders",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Your own rules, ahead of the built-in ones. Repeatable.",
    )


def request(sources: tuple[str, ...], given: dict[str, Any]) -> Request:
    """What to read; nothing is written, so OUTPUT is standard output in a format for many documents."""
    return Request(
        sources,
        "-",
        read_as=given["read_as"],
        write_as="jsonl",
        manifest=given["manifest"],
        limit=given["limit"],
        sample=given["sample"],
    )


@contextmanager
def told_as_usage() -> Iterator[None]:
    """What is wrong with INPUT or the manifest is a wrong command line."""
    try:
        yield
    except (PlanError, ManifestError) as error:
        raise click.UsageError(str(error)) from error


def own_files(folders: Sequence[Path]) -> list[RuleFile]:
    """The user's rule files, or without any the built-in ones. Ends with 2 where one is wrong."""
    from cleaner.rules.load import load_files  # noqa: PLC0415 - with pydantic

    try:
        return [it for it in load_files(folders) if it.layer < len(folders) or not folders]
    except RuleError as error:
        tell(str(error))
        raise click.exceptions.Exit(2) from None


def write(text: str) -> None:
    """Write the account to standard output, as data."""
    checked_write(partial(_write, text))


def _write(text: str) -> None:
    sys.stdout.write(text)
