"""What trafilatura keeps of each page's HTML, as weak labels for sets that have no full gold.

Weak: where there is a gold, this text has a word F1 of about .92, and its errors are not random but always
trafilatura's own. Weigh these labels below a gold, and never score against them.
"""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import click
import orjson

from benchmarks.corpus import EXISTING_FOLDER, FOLDER
from benchmarks.flatten import decode
from benchmarks.html_peers import prepare_trafilatura
from benchmarks.pages import Page, load

if TYPE_CHECKING:
    from pathlib import Path


def extract(page: Page) -> dict[str, str]:
    """The page's id and its extracted text, empty where trafilatura finds none."""
    return {"id": page.id, "extracted": prepare_trafilatura()(decode(page.html), page.url)}


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where trafilatura.jsonl.gz goes.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folders: tuple[Path, ...], cache: Path, jobs: int) -> None:
    """Extract the sets in FOLDERS into one file: `id`, `set`, `extracted`."""
    unfinished = cache / "trafilatura.jsonl.part"
    with gzip.open(unfinished, "wb") as out, ProcessPoolExecutor(jobs) as pool:
        for folder in folders:
            for record in pool.map(extract, load(folder), chunksize=8):
                out.write(orjson.dumps(record | {"set": folder.name}, option=orjson.OPT_APPEND_NEWLINE))
    click.echo(unfinished.rename(cache / "trafilatura.jsonl.gz"))


if __name__ == "__main__":
    main()
