"""`cleaner rules import`: site files of Full-Text RSS as rule files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.output import put, tell
from cleaner.printable import printable

if TYPE_CHECKING:
    from cleaner.rules.ftr.collection import Collection

UNREADABLE = 1


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--out", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path),
              help="Where the rule files go, as DIR/sites/HOST.yaml.")  # fmt: skip
def import_(path: Path, *, folder: Path) -> None:
    """Import the site files of Full-Text RSS in PATH, a file or a folder of them (ftr-site-config).

    A body becomes a bound inside which the generic part judges, with alternatives in order; what is stripped
    becomes rules that drop; the title becomes the headline. Every directive that is lost is named with its
    line and the reason. The files are proposals: `cleaner rules try` says which of them help.

    \b
    Exit status:
      0  every file was read
      1  some could not be read
      2  the command line is wrong, or a file would be replaced
    """  # noqa: D301 - click does not wrap a paragraph that begins with this escape
    from cleaner.rules.ftr.collection import import_files  # noqa: PLC0415 - with pydantic

    paths = [path] if path.is_file() else [it for it in path.glob("*.txt") if not it.is_dir()]
    if not paths:
        raise click.UsageError(printable(f"{path} has no files named HOST.txt"))
    collection = import_files(paths)
    _write(collection, folder / "sites")
    _report(collection)
    for it in collection.unreadable:
        tell(it)
    if collection.unreadable:
        raise click.exceptions.Exit(UNREADABLE)


def _write(collection: Collection, folder: Path) -> None:
    """Write the rule files; none is replaced, and nothing is written where one would be."""
    targets = {folder / f"{site}.yaml": text for site, text in collection.written.items()}
    if there := next((it for it in targets if it.exists()), None):
        raise click.UsageError(printable(f"{there} is there already; choose another --out, or remove it"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, text in targets.items():
            target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(printable(f"{folder} cannot be written: {error.strerror}")) from None


def _report(collection: Collection) -> None:
    """Name every directive that is lost, and count the others."""
    from cleaner.rules.ftr.directives import Fate  # noqa: PLC0415 - with pydantic

    for it in collection.accounts:
        if it.fate is Fate.LOST:
            put(f"{it}")
    needless = Counter(it.directive.name for it in collection.accounts if it.fate is Fate.NEEDLESS)
    if needless:
        names = ", ".join(f"{name} ({count:,})" for name, count in sorted(needless.items()))
        put(f"not needed: {names}")
    counts = ", ".join(f"{collection.count(fate):,} {fate}" for fate in Fate)
    put(f"{collection.files:,} files with {len(collection.accounts):,} directives: {counts}")
    put(f"{len(collection.written):,} rule files written; `cleaner rules try` says which of them help")
