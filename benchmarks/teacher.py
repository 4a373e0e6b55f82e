"""Pages without a gold, labelled by judges: more of the world to learn from, never a set to score against.

For the text model the HTML model's `full` is the teacher: it sees the DOM that the text model does not, and
what it keeps of a page is the page's gold. For the HTML model, which would only learn to be as it is, three
judges vote on each block that err in different places: `full`, the text model on the page's blocks alone, and
trafilatura. A block on which they disagree is believed less.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

import click
import numpy as np
import orjson

from benchmarks import html_corpus
from benchmarks.align import body_share
from benchmarks.corpus import EXISTING_FOLDER, FOLDER, page_records, write
from benchmarks.fit.lines import MOSTLY
from benchmarks.flatten import decode
from benchmarks.pages import Page
from benchmarks.systems import Track
from cleaner import Cleaner, Options
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = "unlabelled"
_JUDGES: Final = ("full", "the text model", "trafilatura")
_DISPUTED: Final = 0.3
"""How far what two of three judges say is believed."""
_FEWEST_WORDS: Final = 60
_FEWEST_CHARACTERS: Final = 240
"""A page of which less than either is kept is left out: the judge may have missed its article."""


@cache
def _teacher() -> Cleaner:
    return Cleaner(options=Options(site_rules=False, title=False))


def pages(folder: Path) -> Iterator[Page]:
    """The pages of a set without gold."""
    with gzip.open(folder / "pages.jsonl.gz") as lines:
        for record in map(orjson.loads, lines):
            file = folder / "html" / f"{record['id']}.html.gz"
            yield Page(record["id"], record["url"], "article", file)


def labelled(page: Page) -> list[dict[str, Any]]:
    """The records of a page, one a flattener; none, and a line that says so, without an article."""
    try:
        result = _teacher().clean(html=decode(page.html), url=page.url)
    except CleanerError as error:
        click.echo(f"left out: {page.id}: {error}", err=True)
        return []
    if not _is_article(result.text):
        click.echo(f"left out: {page.id}: hardly anything is kept", err=True)
        return []
    return page_records(replace(page, title=result.title, body=result.text))


def voted(page: Page) -> list[dict[str, Any]]:
    """The record of a page for the HTML track; none, and a line that says so, without an article.

    `share` is what most judges say of each block, `trust` how far that is believed.
    """
    try:
        record = html_corpus.page_record(page)
        result = _teacher().clean(html=decode(page.html), url=page.url)
        read = _teacher().clean("\n".join(record["blocks"]))
    except CleanerError as error:
        click.echo(f"left out: {page.id}: {error}", err=True)
        return []
    if not record["blocks"] or record["trafilatura"] is None:
        click.echo(f"left out: {page.id}: trafilatura has no text", err=True)
        return []
    keeps = [block.keep for block in result.blocks]
    if len(keeps) != len(record["blocks"]):
        click.echo(f"left out: {page.id}: its article stands in a script", err=True)
        return []
    shares = body_share(record["blocks"], read.text), np.array(record["trafilatura"])
    votes = sum((share >= MOSTLY for share in shares), np.array(keeps, dtype=int))
    kept = [block for block, found in zip(record["blocks"], votes, strict=True) if found > 1]
    if not _is_article("\n".join(kept)):
        click.echo(f"left out: {page.id}: hardly anything is kept", err=True)
        return []
    trust = np.where((votes == 0) | (votes == len(_JUDGES)), 1.0, _DISPUTED)
    voted_for = {"share": (votes > 1).astype(float).tolist(), "trust": trust.tolist()}
    return [record | {"title": result.title} | voted_for]


def _is_article(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or len(text) >= _FEWEST_CHARACTERS


@click.command()
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where to write.")
@click.option("--track", type=click.Choice(get_args(Track)), default="text", help="What is to learn.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folder: Path, cache: Path, track: Track, jobs: int) -> None:
    """Label the pages of FOLDER, which have no gold."""
    html = ".html" if track == "html" else ""
    records_of = voted if html else labelled
    click.echo(write(pages(folder), NAME, cache / f"{NAME}.teacher{html}.jsonl.gz", records_of, jobs))


if __name__ == "__main__":
    main()
