"""`cleaner explain`: every block of one document with its decision and the evidence for it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.cli import output
from cleaner.cli.one_document import name_of, read_document
from cleaner.cli.run_options import engine_option, label_named
from cleaner.options import Engine, Options
from cleaner.pipeline import Cleaner
from cleaner.readers import READERS

if TYPE_CHECKING:
    from cleaner.result import Result

_STATES: Final = ("kept", "removed", "doubtful")


def _chosen(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str | None:
    """A state, or the label of this name; fails with a usage error for anything else."""
    return name if name is None or name in _STATES else label_named(name, beside=_STATES)


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--from", "read_as", type=click.Choice(list(READERS)), help="Read the file as this format.")
@click.option("--record", type=click.IntRange(min=1), default=1,
              help="Which record of a file of many, by the number that messages give it.")  # fmt: skip
@click.option("--url", metavar="URL", help="Where the document was on the web, which decides on site rules.")
@click.option("--rules", multiple=True, metavar="DIR", type=click.Path(exists=True, path_type=Path),
              help="Your own rules, ahead of the built-in ones. Repeatable.")  # fmt: skip
@click.option("--no-site-rules", is_flag=True, help="The generic part alone.")
@engine_option()
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text",
              show_default=True, help="For a terminal, for programs, or as a page by itself.")  # fmt: skip
@click.option("--only", metavar="kept|removed|doubtful|LABEL", callback=_chosen, help="Only these blocks.")
@click.option("--brief", is_flag=True, help="A line a block, without the evidence.")
@click.option("--colour/--no-colour", default=None, help="Colour or not; by default on a terminal.")
def explain(
    source: str,
    read_as: str | None,
    record: int,
    rules: tuple[Path, ...],
    engine: str,
    *,
    url: str | None,
    no_site_rules: bool,
    **shown: Any,  # noqa: ANN401 - the options of the output by name
) -> None:
    """Show every block of one document: kept or removed, its label, the judge and the evidence.

    INPUT is a file, or - for standard input.
    """
    if shown["brief"] and shown["form"] != "text":
        raise click.UsageError("--brief is for --format text; programs and pages get all there is")
    cleaner = Cleaner(rules=rules, options=Options(site_rules=not no_site_rules, engine=Engine(engine)))
    found = read_document(source, read_as, record)
    found = replace(found, url=url or found.url)
    result = cleaner.clean(found.text, html=found.html, url=found.url, language=found.language, explain=True)
    output.checked_write(lambda: _write(result, name_of(source), **shown))


def _write(
    result: Result, name: str, form: str, only: str | None, *, brief: bool, colour: bool | None
) -> None:
    """Write the explanation to standard output; JSON and pages in UTF-8, whatever the terminal has."""
    if form == "text":
        from cleaner.explain.terminal import write_explanation  # noqa: PLC0415 - rich, for terminals alone

        write_explanation(result, name, sys.stdout, colour=colour, only=only, brief=brief)
        return
    from cleaner.explain.facts import explanation  # noqa: PLC0415 - not for terminals

    facts = explanation(result, name, only)
    if form == "json":
        import orjson  # noqa: PLC0415 - for programs alone

        told = orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    else:
        from cleaner.explain.page import explanation_page  # noqa: PLC0415 - a template engine, for pages alone

        told = explanation_page(facts).encode("utf-8")
    sys.stdout.flush()
    sys.stdout.buffer.write(told)
