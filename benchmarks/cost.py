"""CPU time of `cleaner` beside other tools, by turns in one process: `python -m benchmarks.cost FOLDER...`.

Every tool is given the same pages, one after the other, as often as `--repeat` says; the least time of a
page counts, so that what else the machine does is mostly left out. A ratio is that of the sums over a set
to trafilatura's on the same pages, and the mean of the sets' ratios is the figure to quote: absolute times
hold for one machine and one hour only. `cleaner` runs with its default options, site rules included.
"""

from __future__ import annotations

import random
import time
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import click
import orjson

from benchmarks import html_peers, text_peers
from benchmarks.flatten import decode, flatten
from benchmarks.pages import load
from benchmarks.rooms import Sampler
from benchmarks.score import EXISTING_FOLDER, NEW_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.html_peers import Run

UNIT: Final = "trafilatura"
"""The system that all others are compared with."""
SHORT: Final = 300
"""Words of a short text."""
FLATTENER: Final = "resiliparse"


class Sources(NamedTuple):
    """A page in the forms that systems are given."""

    url: str
    html: str
    text: str
    short: str


class Participant(NamedTuple):
    """A system, and which of `Sources` it is given."""

    name: str
    given: str
    prepare: Callable[[], Run]


def _prepare_text() -> Run:
    from cleaner import Cleaner  # noqa: PLC0415 - only where it runs

    cleaner = Cleaner()
    cleaner.warm()
    return lambda text, _url: cleaner.clean(text).text


@cache
def _prepare_html(engine: str) -> Run:
    from cleaner import Cleaner, Engine, Options  # noqa: PLC0415 - likewise

    cleaner = Cleaner(options=Options(engine=Engine(engine)))
    cleaner.warm()
    return lambda page, url: cleaner.clean(html=page, url=url).text


OURS: Final = (
    Participant("cleaner, text", "text", _prepare_text),
    Participant("cleaner, 300 words", "short", _prepare_text),
    Participant("cleaner, fast", "html", lambda: _prepare_html("fast")),
    Participant("cleaner, full", "html", lambda: _prepare_html("full")),
)
PEERS: Final = (
    Participant(UNIT, "html", html_peers.prepare_trafilatura),
    Participant("resiliparse", "html", html_peers.prepare_resiliparse),
    Participant("jusText", "html", html_peers.prepare_justext),
    Participant("jusText, text", "text", text_peers.prepare_justext),
)


def shortened(text: str, words: int = SHORT) -> str:
    r"""The first lines of `text` that have so many words; of the last line as many as are missing.

    >>> shortened("one two\n\nthree four", 3)
    'one two\n\nthree'
    """
    lines: list[str] = []
    for line in text.split("\n"):
        own = line.split()
        if len(own) >= words:
            return "\n".join((*lines, " ".join(own[:words])))
        words -= len(own)
        lines.append(line)
    return "\n".join(lines)


def sample(folder: Path, count: int, seed: int) -> list[Sources]:
    """Some pages of a set, the same for the same seed."""
    pages = list(load(folder))
    chosen = random.Random(seed).sample(pages, min(count, len(pages)))
    found = []
    for page in chosen:
        html = decode(page.html)
        text = flatten(FLATTENER, html, page.id)
        found.append(Sources(page.url, html, text, shortened(text)))
    return found


def measure(pages: Sequence[Sources], runs: Mapping[Participant, Run], repeat: int) -> dict[str, float]:
    """Name -> CPU seconds over all pages, of each page the least of `repeat` turns."""
    total = dict.fromkeys((it.name for it in runs), 0.0)
    for page in pages:
        least = dict.fromkeys(runs, float("inf"))
        for _ in range(repeat):
            for participant, run in runs.items():
                source = getattr(page, participant.given)
                least[participant] = min(least[participant], _seconds(run, source, page.url))
        for participant, seconds in least.items():
            total[participant.name] += seconds
    return total


def _seconds(run: Run, source: str, url: str) -> float:
    """The CPU time of a call. A page that a system fails on costs what it took to fail."""
    started = time.process_time()
    with suppress(Exception):
        run(source, url)
    return time.process_time() - started


def ratios(by_set: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean over sets of each system's CPU time as a ratio to trafilatura's.

    >>> ratios([{"trafilatura": 2.0, "ours": 1.0}, {"trafilatura": 5.0, "ours": 1.0}])["ours"]
    0.35
    """
    return {name: sum(it[name] / it[UNIT] for it in by_set) / len(by_set) for name in by_set[0]}


def rooms(pages: Iterable[Sources], participant: Participant, run: Run, repeat: int) -> dict[str, float]:
    """The share of CPU time that each room of `cleaner` takes."""
    with Sampler() as sampler:
        for page in pages:
            for _ in range(repeat):
                _seconds(run, getattr(page, participant.given), page.url)
    return sampler.shares()


def _table(names: Sequence[str], sets: Sequence[str], by_set: Sequence[dict[str, float]], count: int) -> str:
    mean = ratios(by_set)
    lines = [f"{'ratio to ' + UNIT:20}" + "".join(f"{it:>16}" for it in (*sets, "mean", "ms a page"))]
    for name in names:
        per_page = 1000 * sum(it[name] for it in by_set) / count
        cells = [f"{it[name] / it[UNIT]:16.3f}" for it in by_set]
        lines.append(f"{name:20}{''.join(cells)}{mean[name]:16.3f}{per_page:16.2f}")
    return "\n".join(lines)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--sample", "count", default=20, show_default=True, help="Pages of each set.")
@click.option("--seed", default=0, show_default=True, help="Which pages.")
@click.option("--repeat", default=3, show_default=True, help="Turns, of which the fastest counts.")
@click.option("--ours", is_flag=True, help=f"Of others only {UNIT}.")
@click.option("--rooms", "by_room", is_flag=True, help="Also the share of each room, by sampling.")
@click.option("--json", "json_file", type=NEW_FILE, help="All of it, for programs.")
def main(
    folders: tuple[Path, ...],
    count: int,
    seed: int,
    repeat: int,
    ours: bool,  # noqa: FBT001 - likewise
    by_room: bool,  # noqa: FBT001 - likewise
    json_file: Path | None,
) -> None:
    """CPU time of cleaner and others on pages of the sets in FOLDERS, which weigh alike."""
    pages = [sample(folder, count, seed) for folder in folders]
    participants = (*OURS, *PEERS[: 1 if ours else None])
    runs = {it: it.prepare() for it in participants}
    measure(pages[0][:2], runs, 1)  # what is loaded late is nobody's time
    by_set = [measure(it, runs, repeat) for it in pages]
    sets = [folder.name for folder in folders]
    click.echo(_table([it.name for it in participants], sets, by_set, sum(map(len, pages))))
    shares = {}
    if by_room:
        every = [page for it in pages for page in it]
        shares = {it.name: rooms(every, it, runs[it], repeat) for it in OURS}
        for name, of_rooms in shares.items():
            click.echo(f"\n{name}: " + ", ".join(f"{room} {share:.1%}" for room, share in of_rooms.items()))
    if json_file:
        report = {"sets": dict(zip(sets, by_set, strict=True)), "ratios": ratios(by_set), "rooms": shares}
        json_file.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main()
