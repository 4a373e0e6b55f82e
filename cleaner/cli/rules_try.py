"""`cleaner rules try`: real pages with the rules against the same pages without them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.batch import Tally, make_plan
from cleaner.cli.output import tell
from cleaner.cli.rules_pages import own_files, page_options, request, rules_option, told_as_usage, write
from cleaner.cli.run_options import Share
from cleaner.options import Engine, Options
from cleaner.readers.record import shown
from cleaner.trial.account import Account
from cleaner.trial.alarms import alarms
from cleaner.trial.work import TrialSetup, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.rules.load import RuleFile
    from cleaner.trial.alarms import Alarm

ALARMED: Final = 1
FORMATS: Final = ("text", "json", "html")


@click.command("try")
@page_options()
@rules_option()
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="For a terminal, for programs, or a page to look at.")  # fmt: skip
@click.option("--stamp", is_flag=True,
              help="Write beside each of your rules when it was tried, and how often it spoke.")  # fmt: skip
@click.option("--alarm", type=Share(), default=None, metavar="SHARE",
              help="What one rule may take of what the generic part keeps, of all its pages and of one; "
              "by default what its kind may, see docs/rules.md.")  # fmt: skip
def try_(
    sources: tuple[str, ...],
    folders: tuple[Path, ...],
    *,
    form: str,
    stamp: bool,
    **given: Any,  # noqa: ANN401 - the options by name
) -> None:
    """Show what rules do to real pages: INPUT with the rules against INPUT without them.

    For each rule: the pages it spoke on, the characters it took from the generic part and gave back,
    examples, and why it had no effect on the others. INPUT is as for `cleaner run`.

    \b
    Exit status:
      0  nothing to worry about
      1  an alarm, or a document that could not be read
      2  the command line or a rule file is wrong
    """  # noqa: D301 - click does not wrap a paragraph that begins with this escape
    files = own_files(folders)
    tally = Tally(tell)
    account = Account()
    with told_as_usage():
        plan = make_plan(request(sources, given))
        setup = TrialSetup(folders, Options(engine=Engine(given["engine"])))
        for source, page in pages(plan, setup, given["jobs"], tally):
            account.add(source, page)
    addresses = {it.shown: _addresses(it) for it in files}
    found = alarms(account, addresses, given["alarm"])
    unused = [it.shown for it in files if it.shown not in account.files and not it.platform]
    write(_written(form, account, found, unused))
    if stamp:
        _stamp(files, account)
    tell(tally.account())
    if found or tally.failed:
        raise click.exceptions.Exit(ALARMED)


def _addresses(file: RuleFile) -> tuple[str, ...]:
    match = file.model.match
    return (*match.domains, *match.hosts) if match else ()


def _written(form: str, account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> str:
    if form == "json":
        from cleaner.trial.as_json import as_json  # noqa: PLC0415 - for this format alone

        return as_json(account, found, unused) + "\n"
    if form == "html":
        from cleaner.trial.as_html import as_html  # noqa: PLC0415 - likewise

        return as_html(account, found, unused)
    from cleaner.printable import printable_lines  # noqa: PLC0415 - likewise
    from cleaner.trial.as_text import as_text  # noqa: PLC0415 - likewise

    return printable_lines(as_text(account, found, unused)) + "\n"


def _stamp(files: Sequence[RuleFile], account: Account) -> None:
    """Stamp every rule of the user's files that some page got."""
    from datetime import datetime  # noqa: PLC0415 - for this option alone

    from cleaner.rules.stamp import stamp_file  # noqa: PLC0415 - likewise

    today = datetime.now().astimezone().date()
    tried = {name: it for file in account.files.values() for name, it in file.rules.items()}
    for file in files:
        stamps = {}
        for named in file.rules:
            spoken = _spoken(f"{file.model.site}/{named.id}", tried)
            if spoken is not None:
                stamps[named.place] = (today, *spoken)
        if stamps:
            stamp_file(Path(file.shown), stamps)
            tell(f"{shown(file.shown)}: {len(stamps)} stamped")


def _spoken(name: str, tried: dict[str, Any]) -> tuple[int, float] | None:
    """Pages and the share of them that a rule spoke on; of a body, with any of its alternatives."""
    found = [it for key, it in tried.items() if key == name or key.startswith(f"{name}.")]
    if not found:
        return None
    pages = max(it.pages for it in found)
    return pages, min(1.0, sum(it.spoke for it in found) / pages)
