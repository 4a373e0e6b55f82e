"""`python -m benchmarks.make BENCH CACHE`: from the pages to the weights that ship, in stages.

A stage whose inputs are as they were is passed over, and one that was stopped goes on where it was: corpora
are written one by one, and fitting keeps its examples and every network in CACHE. The weights that are
installed are the teachers of the next, so a second run from new weights gives others.
"""

from __future__ import annotations

import subprocess
import sys
import time
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click
import orjson

import benchmarks
import cleaner
from benchmarks.teacher import NAME as TAUGHT
from cleaner.fingerprint import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GOLD: Final = ("chinese-dev", "fundus-dev", "news-pairs-dev", "segments-dev", "wcxb-dev")
_WEAK: Final = ("segments-dev",)
"""Sets without a full gold."""
_LIBRARIES: Final = ("html-text", "inscriptis", "numpy", "resiliparse", "selectolax", "trafilatura")
_STAGES: Final = "stages.json"
_CODE: Final = {".py", ".yaml"}
_HERE: Final = Path(benchmarks.__file__).parent
_PACKAGE: Final = Path(cleaner.__file__).parent
_READS_TEXT: Final = [_HERE / f"{it}.py" for it in ("align", "corpus", "flatten", "pages", "runs")]
_READS_HTML: Final = [
    *_READS_TEXT,
    *(_HERE / f"{it}.py" for it in ("html_corpus", "html_peers", "weak_labels")),
    *(_PACKAGE / it for it in ("characters", "document.py", "dom.py", "references", "segment")),
]
_ALL: Final = [_HERE, _PACKAGE]
"""The code that stages depend on."""


class Stage(NamedTuple):
    """One step: a command, the code that it depends on, and what it reads and writes."""

    name: str
    command: Sequence[str]
    code: Sequence[Path]
    reads: Sequence[Path]
    writes: Sequence[Path]


def stages(bench: Path, cache: Path, out: Path, jobs: int) -> Iterator[Stage]:
    """All stages, in order."""
    many = ("--jobs", str(jobs))
    text = {name: cache / f"{name}.jsonl.gz" for name in _GOLD}
    html = {name: cache / f"{name}.html.jsonl.gz" for name in _GOLD}
    weak = cache / "trafilatura.jsonl.gz"
    for module, code, files in (("corpus", _READS_TEXT, text), ("html_corpus", _READS_HTML, html)):
        for name, file in files.items():
            command: Sequence[str] = (f"benchmarks.{module}", str(bench / name), "--cache", str(cache), *many)
            yield Stage(file.name, command, code, [bench / name], [file])
    folders = [bench / name for name in _WEAK]
    command = ("benchmarks.weak_labels", *map(str, folders), "--cache", str(cache), *many)
    yield Stage(weak.name, command, _READS_HTML, folders, [weak])
    for track, corpora in (("text", text), ("html", html)):
        taught = cache / f"{TAUGHT}.teacher{'.html' if track == 'html' else ''}.jsonl.gz"
        given = (str(bench / TAUGHT), "--cache", str(cache), "--track", track, *many)
        weights = [_PACKAGE / "model" / f"{it}.npz" for it in ("text", "html")]
        yield Stage(taught.name, ("benchmarks.teacher", *given), _ALL, [bench / TAUGHT, *weights], [taught])
        command = ("benchmarks.fit", str(cache), "--track", track, "--out", str(out), *many)
        written = [out / f"{track}{suffix}" for suffix in (".npz", ".json")]
        yield Stage(track, command, _ALL, [*corpora.values(), weak, taught], written)
    written = [out / f"page_type{suffix}" for suffix in (".npz", ".json")]
    command = ("benchmarks.fit.page_types", str(cache), "--out", str(written[0]))
    yield Stage("page types", command, _ALL, [*text.values(), *html.values()], written)


@click.command()
@click.argument("bench", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("cache", type=click.Path(file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("cleaner/model"), show_default=True)
@click.option("--jobs", default=2, show_default=True, help="Processes.")
def main(bench: Path, cache: Path, out: Path, jobs: int) -> None:
    """Make what ships of the pages in BENCH; all that is made on the way is kept in CACHE."""
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / _STAGES
    done: dict[str, str] = orjson.loads(file.read_bytes()) if file.exists() else {}
    for stage in stages(bench, cache, out, jobs):
        key = _key(stage)
        if done.get(stage.name) == key and all(it.exists() for it in stage.writes):
            click.echo(f"{stage.name}: as it was")
            continue
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", *stage.command], check=True)  # noqa: S603 - commands of our own
        done[stage.name] = key
        file.write_bytes(orjson.dumps(done, option=orjson.OPT_INDENT_2))
        click.echo(f"{stage.name}: {time.monotonic() - began:.0f} s")


def _key(stage: Stage) -> str:
    """A digest of a stage's code and command, the libraries, and the names and sizes of what it reads."""
    files = [it for place in stage.reads for it in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    parts = (
        content(stage.code, _CODE),
        *stage.command,
        *(f"{it} {version(it)}" for it in _LIBRARIES),
        *(f"{it.name} {it.stat().st_size}" for it in files if it.is_file()),
    )
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


if __name__ == "__main__":
    main()
