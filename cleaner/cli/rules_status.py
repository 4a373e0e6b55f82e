"""`cleaner rules status`: how often rules speak, month by month, and which have gone stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.batch import Tally, make_plan
from cleaner.cli.output import tell
from cleaner.cli.rules_pages import own_files, page_options, request, rules_option, told_as_usage, write
from cleaner.options import Engine, Options
from cleaner.status.by_month import ByMonth
from cleaner.status.work import StatusSetup, pages

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.status.stale import Status

STALE: Final = 1


@click.command("status")
@page_options()
@rules_option()
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="For a terminal, or for programs.")  # fmt: skip
def status_(sources: tuple[str, ...], folders: tuple[Path, ...], *, form: str, **given: Any) -> None:  # noqa: ANN401 - the options by name
    """Show how often each rule speaks, month by month, and which rules have gone stale.

    A rule is stale if its selector finds nothing any more, or if it speaks on less than half of the share
    of pages that `rules try --stamp` wrote beside it. The month is that of the record's date, else of the
    file's. INPUT is as for `cleaner run`.

    \b
    Exit status:
      0  all rules speak
      1  a rule is stale, or a document could not be read
      2  the command line or a rule file is wrong
    """  # noqa: D301 - click does not wrap a paragraph that begins with this escape
    files = own_files(folders)
    tally = Tally(tell)
    found = ByMonth()
    with told_as_usage():
        plan = make_plan(request(sources, given))
        setup = StatusSetup(folders, Options(engine=Engine(given["engine"])))
        for month, page in pages(plan, setup, given["jobs"], tally):
            found.add(month, page)
    from cleaner.status.stale import status  # noqa: PLC0415 - with the schema

    about = status(files, found)
    write(_written(form, about))
    tell(tally.account())
    if about.stale or tally.failed:
        raise click.exceptions.Exit(STALE)


def _written(form: str, about: Status) -> str:
    if form == "json":
        from cleaner.status.as_json import as_json  # noqa: PLC0415 - for this format alone

        return as_json(about) + "\n"
    from cleaner.printable import printable_lines  # noqa: PLC0415 - likewise
    from cleaner.status.as_text import as_text  # noqa: PLC0415 - likewise

    return printable_lines(as_text(about)) + "\n"
