"""`cleaner explain`: one document, every block with its decision and the evidence."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import click

from cleaner.batch.limits import Limits
from cleaner.cli.run_options import engine_option
from cleaner.errors import DocumentError
from cleaner.explain.terminal import write_explanation
from cleaner.options import Engine, Options
from cleaner.pipeline import Cleaner
from cleaner.readers import READERS, reader_for
from cleaner.readers.record import Fault, Place, Record, shown


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--from", "read_as", type=click.Choice(list(READERS)), help="Read the file as this format.")
@click.option("--record", type=click.IntRange(min=1), default=1, help="Which record of a file of many.")
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
    found = _read(source, read_as, record)
    result = cleaner.clean(found.text, html=found.html, url=found.url, language=found.language, explain=True)
    write_explanation(result, shown(source) if source != "-" else "standard input", sys.stdout, colour=colour)


def _read(source: str, read_as: str | None, number: int) -> Record:
    reader = READERS[read_as] if read_as else reader_for(source) or READERS["txt"]
    place = Place(None, "") if source == "-" else Place(Path(source), source)
    size = Limits().size
    raw = next(islice(reader.split(place, size), number - 1, None), None)
    if raw is None:
        raise DocumentError(f"{shown(source)} has no record {number}")
    if isinstance(raw, Fault):
        raise DocumentError(f"{shown(source)}:{raw.number}: {raw.reason}")
    record = reader.parse(raw, size)
    if record is None:
        raise DocumentError(f"{shown(source)}: record {number} is no page")
    return record
