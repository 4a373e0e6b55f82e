"""`python -m tools.field_runs FOLDER`: note which runs of words the field cases have, as hashes.

The field cases are kept beside the project and not in it. No snippet that the model is fitted on may have a
run of words in common with them, and a test holds that with these hashes.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from benchmarks.fit.snippets import runs

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE: Final = Path(__file__).parent.parent / "fixtures" / "field-runs.hashes"
_BYTES: Final = 5
"""Of a hash: with two hundred thousand runs on one side and forty thousand on the other, none by chance."""
_TAG: Final = re.compile(r"<[^>]+>")


def hashed(found: Iterable[str]) -> set[bytes]:
    """The hashes of runs."""
    return {blake2b(run.encode(), digest_size=_BYTES).digest() for run in found}


def known() -> set[bytes]:
    """The hashes of the runs of the field cases."""
    data = FILE.read_bytes()
    return {data[place : place + _BYTES] for place in range(0, len(data), _BYTES)}


def runs_of_page(source: str) -> set[str]:
    """The runs of a text, or of a page with its tags and without them."""
    return runs(source) | runs(_TAG.sub(" ", source))


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Hash the runs of all cases in FOLDER."""
    files = [*folder.rglob("*.txt"), *folder.rglob("*.html")]
    found = {run for file in files for run in runs_of_page(file.read_text("utf-8", errors="replace"))}
    FILE.write_bytes(b"".join(sorted(hashed(found))))
    click.echo(f"{len(found)} runs of {len(files)} files")


if __name__ == "__main__":
    main()
