"""Pages without a gold, labelled by the HTML model: more of the world for the text model to learn from.

`full` sees the DOM that the student does not; what it keeps of a page is the page's gold here, believed less
than a gold that people wrote. Never a set to score against.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from benchmarks.corpus import EXISTING_FOLDER, FOLDER, page_records
from benchmarks.flatten import decode
from benchmarks.pages import Page
from cleaner import Cleaner, Options

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
    """The records of a page, one a flattener; none where the teacher finds no article on it."""
    try:
        html = decode(page.html)
        result = _teacher().clean(html=html, url=page.url)
    except Exception:  # noqa: BLE001 - one page must not cost the others
        return []
    if len(result.text.split()) < _FEWEST_WORDS and len(result.text) < 4 * _FEWEST_WORDS:
        return []
    return page_records(replace(page, title=result.title, body=result.text))


@click.command()
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where to write.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folder: Path, cache: Path, jobs: int) -> None:
    """Label the pages of FOLDER, which have no gold."""
    target = cache / f"{NAME}.teacher.jsonl.gz"
    unfinished = target.with_suffix(".part")
    with gzip.open(unfinished, "wb", compresslevel=4) as out, ProcessPoolExecutor(jobs) as pool:
        for records in pool.map(labelled, pages(folder), chunksize=8):
            for record in records:
                out.write(orjson.dumps(record | {"set": NAME}, option=orjson.OPT_APPEND_NEWLINE))
    click.echo(unfinished.rename(target))


if __name__ == "__main__":
    main()
