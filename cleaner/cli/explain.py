"""`cleaner explain`: prints every block of one document with its decision and the evidence for it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleaner.cli import output
from cleaner.cli.one_document import name_of, read_document
from cleaner.cli.run_options import engine_option
from cleaner.explain.terminal import write_explanation
from cleaner.options import Engine, Options
from cleaner.pipeline import Cleaner
from cleaner.readers import READERS


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--from", "read_as", type=click.Choice(list(READERS)), help="Read the file as this format.")
@click.option("--record", type=click.IntRange(min=1), default=1,
              help="Which record of a file of many, by the number that messages give it.")  # fmt: skip
@click.option("--rules", multiple=True, metavar="DIR", type=click.Path(exists=True, path_type=Path),
              help="Your own rules, ahead of the built-in ones. Repeatable.")  # fmt: skip
@click.option("--no-site-rules", is_flag=True, help="The generic part alone.")
@engine_option()
@click.option("--colour/--no-colour", default=None, help="Colour or not; by default on a terminal.")
def explain(
    source: str,
    read_as: str | None,
    record: int,
    rules: tuple[Path, ...],
    engine: str,
    *,
    no_site_rules: bool,
    colour: bool | None,
) -> None:
    """Show every block of one document: kept or removed, its label, the judge and the evidence.

    INPUT is a file, or - for standard input.
    """
    cleaner = Cleaner(rules=rules, options=Options(site_rules=not no_site_rules, engine=Engine(engine)))
    found = read_document(source, read_as, record)
    result = cleaner.clean(found.text, html=found.html, url=found.url, language=found.language, explain=True)
    output.checked_write(lambda: write_explanation(result, name_of(source), sys.stdout, colour=colour))
