"""Score systems on sets of pages: `python -m benchmarks.score FOLDER... --track text --system cleaner`."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
import orjson

from benchmarks import table, worst
from benchmarks.flatten import FLATTENERS
from benchmarks.measure import Measurement, measure, sources
from benchmarks.pages import Page, load
from benchmarks.systems import SYSTEMS, System, Track, UnavailableError, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

EXISTING_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FILE: Final = click.Path(dir_okay=False, path_type=Path)
COUNT: Final = click.IntRange(1)
FLATTENER: Final = click.Choice(list(FLATTENERS))
GROUPINGS: Final = {"type": "page_type", "language": "language"}
"""--by -> field of `Measurement`."""

_ready: list[System] = []
"""The systems of this worker process, prepared once: models and stopword lists are slow to load."""


class BadPage(NamedTuple):
    """One of the worst sources of a system."""

    page: str
    url: str
    flattener: str
    score: float
    faults: list[worst.Fault]


def _start(track: Track, names: Sequence[str]) -> None:
    _ready[:] = [prepare(track, name) for name in names]


def _measure(page: Page, track: Track, flatteners: Sequence[str]) -> list[Measurement]:
    return measure(page, track, _ready, flatteners)


def run(
    pages: Sequence[Page], track: Track, names: Sequence[str], flatteners: Sequence[str], jobs: int
) -> list[Measurement]:
    """Every system on every page, in `jobs` processes, in the order of the pages."""
    work = partial(_measure, track=track, flatteners=flatteners)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(track, names)) as pool:
        return [one for many in pool.map(work, pages, chunksize=4) for one in many]


def available(track: Track, names: Sequence[str]) -> list[str]:
    """The systems that can run here, each other one named on standard error with its reason.

    Raises click.ClickException where none is left, click.BadParameter for a name the track lacks.
    """
    usable: list[str] = []
    for name in names:
        if name not in SYSTEMS[track]:
            message = f"the {track} track has no system {name!r}: {', '.join(SYSTEMS[track])}"
            raise click.BadParameter(message)
        try:
            prepare(track, name)
        except UnavailableError as error:
            click.echo(f"left out: {error}", err=True)
        else:
            usable.append(name)
    if not usable:
        message = "no system to run"
        raise click.ClickException(message)
    return usable


def worst_pages(
    pages: Sequence[Page], track: Track, system: System, measurements: Sequence[Measurement], count: int
) -> list[BadPage]:
    """The `count` worst pages of one system, worst first, each by its worst flattener."""
    by_id = {page.id: page for page in pages}
    own: dict[str, Measurement] = {}
    for m in sorted((m for m in measurements if m.system == system.name), key=_quality):
        own.setdefault(m.page, m)
    return [_bad_page(by_id[m.page], track, system, m) for m in islice(own.values(), count)]


def _bad_page(page: Page, track: Track, system: System, m: Measurement) -> BadPage:
    source = sources(page, track, [m.flattener])[m.flattener]
    faults = [] if m.failed else worst.faults(page, track, source, system)
    return BadPage(page.id, page.url, m.flattener, _quality(m), faults)


def _quality(m: Measurement) -> float:
    """What pages are ranked by: word F1, or the share of right segments."""
    if m.words:
        return m.words.f1
    return 1 - (m.segments.missed + m.segments.wrong) / max(1, sum(m.segments)) if m.segments else 1.0


def _as_dict(bad: BadPage) -> dict[str, Any]:
    return bad._asdict() | {"faults": [fault._asdict() for fault in bad.faults]}


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--track", type=click.Choice(list(SYSTEMS)), required=True, help="What the systems are given.")
@click.option("--system", "names", multiple=True, required=True, help="Repeatable; the first is --worst's.")
@click.option("--flattener", "flatteners", multiple=True, type=FLATTENER, help="Default: all three.")
@click.option("--limit", type=COUNT, help="Only the first pages of each set.")
@click.option("--jobs", type=COUNT, default=1, show_default=True, help="Worker processes.")
@click.option("--by", type=click.Choice(list(GROUPINGS)), help="Also a row for each of these.")
@click.option("--worst", "bad_count", type=int, default=0, help="How many of the worst pages to list.")
@click.option("--json", "json_file", type=NEW_FILE, help="All of it, for programs.")
def main(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    folders: tuple[Path, ...],
    track: Track,
    names: tuple[str, ...],
    flatteners: tuple[str, ...],
    limit: int | None,
    jobs: int,
    by: str | None,
    bad_count: int,
    json_file: Path | None,
) -> None:
    """Score systems on the sets in FOLDERS, one table a set."""
    usable = available(track, names)
    report = []
    for folder in folders:
        pages = list(islice(load(folder), limit))
        measurements = run(pages, track, usable, flatteners or list(FLATTENERS), jobs)
        rows = table.rows(measurements, GROUPINGS[by] if by else None)
        click.echo(f"\n{folder.name}, {track} track\n{table.render(rows)}")
        bad = worst_pages(pages, track, prepare(track, usable[0]), measurements, bad_count)
        for one in bad:
            click.echo(f"\n{one.page} {one.flattener} {one.score:.3f} {one.url}\n{worst.render(one.faults)}")
        report.append(
            {
                "set": folder.name,
                "track": track,
                "rows": [row.as_dict() for row in rows],
                "worst": [_as_dict(one) for one in bad],
            }
        )
    if json_file:
        json_file.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main()
