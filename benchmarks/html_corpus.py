"""Pages segmented by their DOM with a label a block, written once, so that fitting need not align again.

The counterpart of `benchmarks.corpus` for HTML. The features are not in it: they change with the code,
and reading a page again costs a few milliseconds. `document` does that.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks.align import body_share
from benchmarks.corpus import EXISTING_FOLDER, FOLDER, read, write
from benchmarks.flatten import decode
from benchmarks.pages import Page, load, read_html
from cleaner.references.trafilatura import reference
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from cleaner.document import Document

__all__ = ["build", "document", "page_record", "read"]


def build(folder: Path, cache_dir: Path, jobs: int = 1) -> Path:
    """Write `<cache_dir>/<folder's name>.html.jsonl.gz`, a record a page; give its path.

    `share` and `trafilatura` hold one float a block of `blocks`; `share` is null where the set has no full
    gold, `trafilatura` where the extractor gave nothing.
    """
    return write(load(folder), folder.name, cache_dir / f"{folder.name}.html.jsonl.gz", page_records, jobs)


def page_records(page: Page) -> list[dict[str, Any]]:
    """The one record of a page."""
    return [page_record(page)]


def document(record: dict[str, Any]) -> Document:
    """The document of a record, its DOM included; ValueError if the code cuts it otherwise by now."""
    found = segment_html(decode(read_html(Path(record["html_file"]))), url=record["url"])
    if [block.text for block in found.blocks] != record["blocks"]:
        message = f"page {record['id']} is cut otherwise than when the corpus was built; build it again"
        raise ValueError(message)
    return found


def page_record(page: Page) -> dict[str, Any]:
    """The record of a page, all but the name of the set."""
    html = decode(page.html)
    found = segment_html(html, url=page.url)
    blocks = [block.text for block in found.blocks]
    kept = reference(html, found)
    gold = page.body
    return {
        "id": page.id,
        "site": page.site,
        "url": page.url,
        "page_type": page.page_type,
        "title": page.title,
        "html_file": str(page.html_file.resolve()),
        "blocks": blocks,
        "trafilatura": kept.share.round(3).tolist() if kept.has_text else None,
        "gold": gold,
        "with_snippets": page.with_snippets,
        "without_snippets": page.without_snippets,
        "share": None if gold is None else body_share(blocks, gold).round(3).tolist(),
    }


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--cache", required=True, type=FOLDER, help="Where to write.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(folders: tuple[Path, ...], cache: Path, jobs: int) -> None:
    """Segment and label the sets in FOLDERS."""
    for folder in folders:
        click.echo(build(folder, cache, jobs))


if __name__ == "__main__":
    main()
