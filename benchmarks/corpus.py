"""Flattened text with a label a line, written once, so that fitting need not parse HTML again.

The cache is the caller's and lives outside the project: it is derived data, and large.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from benchmarks.align import body_share
from benchmarks.flatten import FLATTENERS, decode, flatten
from benchmarks.pages import Page, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FOLDER: Final = click.Path(file_okay=False, path_type=Path)
EXISTING_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


def lines(text: str) -> list[str]:
    """The blocks a label is given to: the lines that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def build(folder: Path, cache_dir: Path, jobs: int = 1) -> Path:
    """Write `<cache_dir>/<folder's name>.jsonl.gz`, a record a page and flattener; give its path.

    `share` holds one float a line of `lines(record["text"])`, or is null where the set has no full gold.
    """
    return write(load(folder), folder.name, cache_dir / f"{folder.name}.jsonl.gz", page_records, jobs)


def write(
    pages: Iterable[Page],
    name: str,
    target: Path,
    records_of: Callable[[Page], list[dict[str, Any]]],
    jobs: int,
) -> Path:
    """Write the records of the pages of a set, each with the set's name; give back `target`.

    The file appears under its name only when it is complete.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with gzip.open(unfinished, "wb", compresslevel=4) as out, ProcessPoolExecutor(jobs) as pool:
        for records in pool.map(records_of, pages, chunksize=8):
            for record in records:
                out.write(orjson.dumps(record | {"set": name}, option=orjson.OPT_APPEND_NEWLINE))
    return unfinished.rename(target)


def read(cache_file: Path) -> Iterator[dict[str, Any]]:
    """The records of a file that `build` wrote."""
    with gzip.open(cache_file) as records:
        yield from map(orjson.loads, records)


def page_records(page: Page) -> list[dict[str, Any]]:
    """One record a flattener, all but the name of the set."""
    html = decode(page.html)
    return [_record(page, name, flatten(name, html, page.id)) for name in FLATTENERS]


def _record(page: Page, flattener: str, text: str) -> dict[str, Any]:
    gold = page.body
    return {
        "id": page.id,
        "site": page.site,
        "url": page.url,
        "page_type": page.page_type,
        "flattener": flattener,
        "title": page.title,
        "text": text,
        "gold": gold,
        "with_snippets": page.with_snippets,
        "without_snippets": page.without_snippets,
        "share": None if gold is None else body_share(lines(text), gold).round(3).tolist(),
    }


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where to write.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folders: tuple[Path, ...], cache: Path, jobs: int) -> None:
    """Flatten and label the sets in FOLDERS."""
    for folder in folders:
        click.echo(build(folder, cache, jobs))


if __name__ == "__main__":
    main()
