"""`cleaner rules`: validates, tests and creates rule files, and finds the one that applies to a page."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.output import put, tell
from cleaner.cli.rules_import import import_
from cleaner.cli.rules_learn import learn_
from cleaner.cli.rules_new import new
from cleaner.cli.rules_pages import rules_option
from cleaner.cli.rules_status import status_
from cleaner.cli.rules_try import try_
from cleaner.errors import RuleError
from cleaner.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.document import Document

FAILED = 1
USAGE_ERROR = 2

_FOLDERS = click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))


@click.group()
def rules() -> None:
    """Check, test and begin site rules."""


@contextmanager
def _rule_errors_reported() -> Iterator[None]:
    """Turn a RuleError into one line for each fault, their number, and exit status 2."""
    try:
        yield
    except RuleError as error:
        tell(str(error))
        count = len(error.faults)
        tell(f"{count} {'fault' if count == 1 else 'faults'}")
        raise click.exceptions.Exit(USAGE_ERROR) from None


@rules.command()
@_FOLDERS
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              show_default=True, help="For people, for programs, or as annotations of GitHub.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings are faults.")
@click.option("--skip-faulty", is_flag=True, help="Check the other files as if faulty ones were not there.")
def check(folders: tuple[Path, ...], *, form: str, strict: bool, skip_faulty: bool) -> None:
    """Say what is wrong with the rule files in DIR (default: the built-in ones), and what looks wrong.

    Ends with 2 if anything is wrong, cases that fail included; warnings alone end with 0.
    """
    from cleaner.rules.lint.folder import check_folders  # noqa: PLC0415
    from cleaner.rules.lint.output import as_annotation, as_json  # noqa: PLC0415

    checked = check_folders(folders, skip_faulty=skip_faulty)
    faults, warnings = len(checked.faults), len(checked.mistakes) - len(checked.faults)
    left_out = f" ({len(checked.skipped)} skipped)" if checked.skipped else ""
    if form == "json":
        put(as_json(checked))
    else:
        for it in checked.mistakes:
            tell(str(it)) if form == "text" else put(as_annotation(it))
        put(f"{_count(checked.files, 'file')}{left_out}, {_verdict(faults, warnings)}")
    skipped = sum(it.file in checked.skipped for it in checked.faults)
    if faults > skipped or (strict and checked.mistakes):
        raise click.exceptions.Exit(USAGE_ERROR)


def _verdict(faults: int, warnings: int) -> str:
    found = [_count(number, noun) for number, noun in ((faults, "fault"), (warnings, "warning")) if number]
    return " and ".join(found) or "all well"


@rules.command()
@_FOLDERS
def test(folders: tuple[Path, ...]) -> None:
    """Run the cases in the rule files of DIR (default: the built-in ones).

    Ends with 1 if a line went wrong.
    """
    from cleaner.rules.cases import run_cases  # noqa: PLC0415

    with _rule_errors_reported():
        report = run_cases(folders)
    for failure in report.failures:
        put(str(failure))
    summary = f"{_count(report.cases, 'case')} in {_count(report.files, 'file')}"
    summary += f" ({report.todo} to do)" if report.todo else ""
    if report.failures:
        put(f"{summary}, {_count(len(report.failures), 'line')} wrong")
        raise click.exceptions.Exit(FAILED)
    put(f"{summary}, all well")


@rules.command()
@click.argument("url_or_file", metavar="URL|FILE")
@rules_option()
@click.option("--url", help="The URL of the text in FILE.")
def which(url_or_file: str, folders: tuple[Path, ...], url: str | None) -> None:
    """Say which rule file a page would get, and why. Ends with 1 if none."""
    from cleaner.identify.site import host, registered_domain  # noqa: PLC0415
    from cleaner.rules.cases import line_document  # noqa: PLC0415
    from cleaner.rules.compile_rules import load_rules  # noqa: PLC0415

    path = Path(url_or_file)
    is_file = "://" not in url_or_file and os.path.isfile(url_or_file)  # noqa: PTH113 - never raises
    is_url = host(url_or_file) if "://" in url_or_file else registered_domain(url_or_file)
    if not is_file and not is_url:
        message = printable(f'"{url_or_file}" is neither a file nor a URL')
        raise click.BadParameter(message, param_hint="URL|FILE")
    document = _document(path, url) if is_file else line_document("", url_or_file)
    address = document.url
    with _rule_errors_reported():
        found = load_rules(folders).find(document)
    if found is None:
        about = (
            f"the domain {registered_domain(address) or host(address)}"
            if address
            else "this text; give its --url if you know it"
        )
        put(f"no rule file for {about}")
        raise click.exceptions.Exit(FAILED)
    put(f"{found.rules.source}: {found.why}")


rules.add_command(try_)
rules.add_command(learn_)
rules.add_command(status_)
rules.add_command(import_)
rules.add_command(new)


def _document(path: Path, url: str | None = None) -> Document:
    """The first document of a file, segmented for matching rules; `url` takes precedence over its own URL."""
    from cleaner.cli.one_document import read_document  # noqa: PLC0415
    from cleaner.rules.cases import line_document  # noqa: PLC0415

    record = read_document(str(path))
    if record.html is None:
        return line_document(record.text or "", url or record.url)
    from cleaner.identify.metadata import with_own_url  # noqa: PLC0415 - only for HTML
    from cleaner.segment.html import segment_html  # noqa: PLC0415 - as above

    return with_own_url(segment_html(record.html, url=url or record.url))


def _count(count: int, noun: str) -> str:
    """A number with its noun, in the plural if needed."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
