"""The default of `--max-removed`: the share of its text that a document may lose before it is suspect.

    python -m benchmarks.max_removed BENCH... [--every 8] [--engine full]

Each set in BENCH is cleaned without site rules, as plain text and as HTML, every so many pages of it. A page
is sound where it keeps at least .9 of the body that its text holds, and ruined where it keeps less than half.
The default is the smallest share that marks at most 1 % of the sound pages; printed with it is how many of
the ruined ones it marks. Pages of which no text is left at all are suspect by themselves and not counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from benchmarks.flatten import decode, flatten
from benchmarks.metrics import share_kept
from benchmarks.pages import load
from cleaner import Cleaner, Engine, Options
from cleaner.writers.suspect import removed_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner import Result

SOUND: Final = 0.9
RUINED: Final = 0.5
MOST_SOUND_MARKED: Final = 0.01
_STEPS: Final = [step / 100 for step in range(50, 100)] + [step / 1000 for step in range(990, 1001)]


class Loss(NamedTuple):
    """What one page loses."""

    track: str
    removed: float
    """The share of its text that is removed, 0 to 1."""
    recall: float
    """The share of the gold body's words in its text that are kept, 0 to 1."""


def losses(folders: Sequence[Path], every: int, cleaner: Cleaner) -> Iterator[Loss]:
    """The loss of every so many pages of each set, in both tracks."""
    for folder in folders:
        for number, page in enumerate(load(folder)):
            if number % every or not page.body:
                continue
            html = decode(page.html)
            text = flatten("resiliparse", html, page.id)
            yield from _loss("text", cleaner.clean(text, url=page.url), page.body)
            yield from _loss("html", cleaner.clean(html=html, url=page.url), page.body)


def _loss(track: str, result: Result, body: str) -> Iterator[Loss]:
    if result.text.strip():
        recall = share_kept(result.text, body, result.document.source)
        yield Loss(track, removed_share(result), recall)


def smallest_share(found: Sequence[Loss]) -> float:
    """The smallest share that marks at most 1 % of the sound pages of each track."""
    tracks = [[it for it in found if it.track == track and it.recall >= SOUND] for track in ("text", "html")]
    return next(
        share
        for share in _STEPS
        if all(sum(it.removed > share for it in sound) <= MOST_SOUND_MARKED * len(sound) for sound in tracks)
    )


@click.command()
@click.argument("folders", metavar="BENCH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--every", default=8, show_default=True, help="Take every so many pages.")
@click.option("--engine", type=click.Choice([it.value for it in Engine]), default="full", show_default=True)
def main(folders: tuple[Path, ...], every: int, engine: str) -> None:
    """Print the share, and what it marks in each track."""
    cleaner = Cleaner(options=Options(site_rules=False, engine=Engine(engine)))
    found = list(losses(folders, every, cleaner))
    share = smallest_share(found)
    print(f"--max-removed {share:g}, from {len(found)} results")
    for track in ("text", "html"):
        here = [it for it in found if it.track == track]
        for name, some in (
            ("sound", [it for it in here if it.recall >= SOUND]),
            ("ruined", [it for it in here if it.recall < RUINED]),
        ):
            print(f"  {track}: marks {sum(it.removed > share for it in some)} of {len(some)} {name} pages")


if __name__ == "__main__":
    main()
