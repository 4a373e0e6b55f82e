"""Pages without a gold, labelled by the HTML model: more of the world for the text model to learn from.

`full` sees the DOM that the student does not; what it keeps of a page is the page's gold here, believed less
than a gold that people wrote. Never a set to score against.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from benchmarks.corpus import EXISTING_FOLDER, FOLDER, page_records, write
from benchmarks.flatten import decode
from benchmarks.pages import Page
from cleaner import Cleaner, Options
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = "unlabelled"
_FEWEST_WORDS: Final = 60
"""A page of which less is kept is left out: the judge may have missed its article."""


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
    if len(result.text.split()) < _FEWEST_WORDS and len(result.text) < 4 * _FEWEST_WORDS:
        click.echo(f"left out: {page.id}: hardly anything is kept", err=True)
        return []
    return page_records(replace(page, title=result.title, body=result.text))


@click.command()
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where to write.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folder: Path, cache: Path, jobs: int) -> None:
    """Label the pages of FOLDER, which have no gold."""
    click.echo(write(pages(folder), NAME, cache / f"{NAME}.teacher.jsonl.gz", labelled, jobs))


if __name__ == "__main__":
    main()
