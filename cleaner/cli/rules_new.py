"""`cleaner rules new`: a first rule file for a site, from some of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleaner.cli.one_document import read_document
from cleaner.cli.output import put, tell
from cleaner.errors import CleanerError
from cleaner.printable import printable
from cleaner.readers import reader_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.document import Document
    from cleaner.inputs import Input

MOST_PAGES: Final = 30
"""Pages that are looked at, at most; more of one site say little more."""


@click.command()
@click.argument("domain")
@click.option("--from", "samples", multiple=True, metavar="PAGE",
              type=click.Path(exists=True, path_type=Path),
              help="A text or page of the site, or a folder of them. Repeatable.")  # fmt: skip
@click.option("--others", multiple=True, metavar="PAGE", type=click.Path(exists=True, path_type=Path),
              help="Likewise of other sites, which tell what is no signature. Repeatable.")  # fmt: skip
@click.option("--dir", "folder", default=Path("rules"), show_default=True, type=click.Path(path_type=Path))
def new(domain: str, *, samples: tuple[Path, ...], others: tuple[Path, ...], folder: Path) -> None:
    """Begin a rule file for DOMAIN, with comments that explain it.

    What the pages have in common becomes signatures and the places of body and headline, with a case. Best
    give several pages, and pages of other sites. The file passes `check --strict` and `test`; what it does to
    pages that it was not written on is for `try` to say.
    """
    from cleaner.identify.site import host  # noqa: PLC0415 - with the list of suffixes

    name = host(domain)
    if name is None or "." not in name:
        message = printable(f'"{domain}" is no domain; give it like example.org')
        raise click.BadParameter(message, param_hint="DOMAIN")
    name = name.removeprefix("www.")
    target = folder / "sites" / f"{name}.yaml"
    text = _text(name, samples, others)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message = f"{target} is there already; edit it, or choose another --dir"
        raise click.UsageError(printable(message)) from None
    except OSError as error:
        raise click.UsageError(f"{target} cannot be written: {error.strerror}") from None
    put(str(target))


def _text(name: str, samples: Sequence[Path], others: Sequence[Path]) -> str:
    from cleaner.rules.skeleton import skeleton  # noqa: PLC0415 - for this command alone

    if not samples:
        return skeleton(name)
    from cleaner.trial.first_file import first_file  # noqa: PLC0415 - with the model, where pages are given

    try:
        return first_file(name, list(_inputs(samples)), list(map(_segmented, _inputs(others))))
    except CleanerError as error:
        raise click.UsageError(printable(str(error))) from error


def _inputs(paths: Sequence[Path]) -> Iterator[Input]:
    """The first document of each file, and of the files in each folder that some reader is for."""
    from cleaner.inputs import check_document  # noqa: PLC0415 - where pages are given

    files = [it for path in paths for it in (_files(path) if path.is_dir() else [path])]
    if len(files) > MOST_PAGES:
        tell(f"{len(files)} files; the first {MOST_PAGES} are read")
    for file in files[:MOST_PAGES]:
        record = read_document(str(file))
        yield check_document(record.text, record.html, record.url, record.language)


def _files(folder: Path) -> list[Path]:
    """The pages in a folder, without the images and styles that a browser saves beside them."""
    found = sorted(it for it in folder.iterdir() if it.is_file() and reader_for(it.name))
    if not found:
        raise click.UsageError(printable(f"{folder} has no pages; give a folder of .html or .txt files"))
    return found


def _segmented(given: Input) -> Document:
    from cleaner.rules.cases import line_document  # noqa: PLC0415 - where pages of others are given
    from cleaner.segment.html import segment_html  # noqa: PLC0415 - likewise

    return line_document(given.text or "") if given.page is None else segment_html(given.page)
