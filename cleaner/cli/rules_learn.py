"""`cleaner rules learn`: rule files proposed from many pages, for review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.batch import Tally, make_plan
from cleaner.cli.output import put, tell
from cleaner.cli.rules_pages import page_options, request, told_as_usage
from cleaner.learn.work import FOLDER, learn
from cleaner.options import Engine, Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.learn.work import Summary, Written

INCOMPLETE: Final = 1


@click.command("learn")
@page_options()
@click.option("--out", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Where the files go, below sites/. A file that is there is left as it is.")  # fmt: skip
def learn_(sources: tuple[str, ...], *, out: Path, **given: Any) -> None:  # noqa: ANN401 - the options by name
    """Propose rule files for the sites of many pages, for you to review.

    Pages are grouped by the domain of their URL, texts without one by the lines that they share. For each
    site with two pages or more this proposes where the body is, blocks that repeat, and signatures; each
    with how many pages speak for it, examples, cases, and what `rules try` says of it on pages left out.
    What is an alarm there is not written. INPUT is as for `cleaner run`.

    \b
    Exit status:
      0  all pages were read
      1  a document could not be read, or a file was there already
      2  the command line is wrong
    """  # noqa: D301 - click does not wrap a paragraph that begins with this escape
    from datetime import datetime  # noqa: PLC0415 - for the stamps

    tally = Tally(tell)
    today = datetime.now().astimezone().date()
    _prepare(out)
    with told_as_usage():
        plan = make_plan(request(sources, given))
        options = Options(engine=Engine(given["engine"]))
        summary = learn(plan, options, out, given["jobs"], today, tally)
    for line in _told(summary):
        put(line)
    for line in _warned(summary):
        tell(line)
    tell(tally.account())
    if tally.failed or summary.failed or summary.present:
        raise click.exceptions.Exit(INCOMPLETE)


def _prepare(out: Path) -> None:
    """Make the folder of the files, so that a place that cannot be written is known before the work."""
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{out} cannot be written: {error.strerror or error}") from None


def _told(summary: Summary) -> Iterator[str]:
    for file in summary.written:
        yield f"{file.path}: {_rules(file)}, from {file.pages} pages"
    for site, refused in summary.refused:
        yield f"not proposed: {site}/{refused.rule}: {refused.why}"
    yield f"sites with two pages or more: {summary.sites:,}; files written: {len(summary.written):,}"


def _rules(file: Written) -> str:
    lines = f"{file.lines} rule{'' if file.lines == 1 else 's'} for blocks"
    return " and ".join([*(["body"] if file.has_body else []), *([lines] if file.lines else [])])


def _warned(summary: Summary) -> Iterator[str]:
    for path in summary.present:
        yield f"{path} is there already, and is left as it is"
    for site, why in summary.failed:
        yield f"failed: {site}: {why}"
    if summary.too_large:
        yield f"too large to be looked at: {summary.too_large:,} pages"
    if summary.without_site:
        yield f"without a URL, and too short to be told by their lines: {summary.without_site:,} documents"
