"""`cleaner run`: many documents, cleaned and accounted for."""

from __future__ import annotations

import difflib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from cleaner.batch import PlanError, Request, Setup, make_plan
from cleaner.batch import run as run_batch
from cleaner.cli.main import INTERRUPTED
from cleaner.options import Options
from cleaner.readers import READERS
from cleaner.verdict import Label
from cleaner.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _labels(_ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]) -> frozenset[Label]:
    """The labels called `names`; a name that is none is told with the nearest ones and all of them."""
    return frozenset(_label(name) for name in names)


def _label(name: str) -> Label:
    try:
        return Label.parse(name)
    except ValueError as error:
        known = [label.value for label in Label]
        near = difflib.get_close_matches(name.lower(), known)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise click.BadParameter(f"{name!r} is no label.{hint} Labels: {', '.join(known)}.") from error


def _all_cores() -> int:
    """The cores this process may use, which can be fewer than there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUTPUT", type=click.Path(allow_dash=True))
@click.option("--from", "read_as", type=click.Choice(list(READERS)), help="Read every file as this format.")
@click.option("--to", "write_as", type=click.Choice(list(WRITERS)), help="Write this format.")
@click.option(
    "--rules",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, path_type=Path),
    help="Your own rules, ahead of the built-in ones. Repeatable.",
)
@click.option("--no-site-rules", is_flag=True, help="The generic part alone.")
@click.option(
    "--keep",
    multiple=True,
    metavar="LABEL",
    callback=_labels,
    help="Blocks with this label stay, besides body, headline and section headings. Repeatable.",
)
@click.option(
    "--drop",
    multiple=True,
    metavar="LABEL",
    callback=_labels,
    help="Blocks with this label go; wins over --keep. Repeatable.",
)
@click.option("--title/--no-title", default=True, show_default=True, help="The headline as the first line.")
@click.option(
    "--removed",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything that was removed to this file, as JSON lines.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=_all_cores,
    show_default="all cores",
    help="Worker processes. The output is the same for any number.",
)
@click.option(
    "--resume/--overwrite",
    default=False,
    show_default=True,
    help="Skip documents whose output file is there already, or clean everything again.",
)
def run(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    source: str,
    target: str,
    read_as: str | None,
    write_as: str | None,
    rules: tuple[Path, ...],
    no_site_rules: bool,  # noqa: FBT001 - likewise
    keep: frozenset[Label],
    drop: frozenset[Label],
    title: bool,  # noqa: FBT001 - likewise
    removed: Path | None,
    jobs: int,
    resume: bool,  # noqa: FBT001 - likewise
) -> None:
    r"""Clean the documents of INPUT (a file, a folder or -) and write them to OUTPUT.

    Formats go by file name: .txt is one document a file, .jsonl one record a line with `text`.
    Standard input is text unless --from says otherwise.

    OUTPUT is - for standard output, a folder, or a file. It is a folder if it is one already, ends
    in /, or is new and has no suffix; a folder INPUT is mirrored into it. With --to jsonl or an
    OUTPUT like all.jsonl a folder of texts becomes one file; with --to txt a file of records becomes
    a folder of texts named by their ids.

    \b
    Exit status:
      0  every document was cleaned
      1  at least one failed; each is named with its reason
      2  the command line or a rule file is wrong
    """
    options = Options(site_rules=not no_site_rules, title=title, keep=keep, drop=drop)
    setup = Setup(rules, options, removed=removed is not None)
    try:
        plan = make_plan(Request(source, target, read_as, write_as, resume=resume, removed=removed))
        with _progress() as (say, step):
            tally = run_batch(plan, setup, jobs, say, step)
    except PlanError as error:
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        hint = "; --resume goes on from there" if plan.to_folder else ""
        click.echo(f"interrupted: finished files are in place{hint}", err=True)
        sys.exit(INTERRUPTED)
    if tally.failed or tally.stopped:
        sys.exit(1)


@contextmanager
def _progress() -> Iterator[tuple[Callable[[str], None], Callable[[int], object]]]:
    """How to say a line and how to step on; a bar only where somebody watches."""
    with tqdm(unit=" documents", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def say(line: str) -> None:
            bar.clear()
            click.echo(line, err=True)

        yield say, bar.update
