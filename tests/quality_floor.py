"""`python -m tests.quality_floor`: measure the pages of `fixtures/pages` and raise the floors.

A floor is never lowered, except where the pages themselves changed, or the version of trafilatura, which
the full engine asks about web pages: figures of others say nothing about these. `--report` writes nothing and
shows every line that was judged wrongly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, NamedTuple

import click
import yaml

from cleaner import Cleaner, Options
from cleaner.options import Engine
from tests import quality_html, quality_pages
from tests.quality_score import Figures, Scores, figures, report, score, score_html, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cleaner.model import Model

COMMAND: Final = "python -m tests.quality_floor"
MARGIN: Final = 0.005
"""How far a figure may be above its floor before the floor must follow: a block or two on one page."""
_SLACK: Final = 0.005
"""How far below its figure a floor for web pages is set. One of the nine networks left out moves a mean by as
much, so fits that are equally good differ by it."""
_DIGITS: Final = 1000
_NOISE: Final = 1e-9
"""Sums of floats come out this much differently in another order."""


@dataclass(frozen=True)
class Floors:
    """What a floors file says."""

    pages: str
    """The fingerprint of the pages that the floors were measured on."""
    floors: Figures
    trafilatura: str | None = None
    """The version that the floors were measured with; None where it is not asked."""

    @classmethod
    def parse(cls, text: str) -> Floors:
        """The floors in the text of a floors file."""
        return cls(**yaml.safe_load(text))

    def as_text(self) -> str:
        """The text of a floors file."""
        head = f"# Written by `{COMMAND}`; README.md says what the figures are.\n"
        measured_with = {"trafilatura": self.trafilatura} if self.trafilatura else {}
        fields = {"pages": self.pages, **measured_with, "floors": self.floors}
        return head + yaml.safe_dump(fields, sort_keys=False)

    def comparable(self, other: Floors) -> bool:
        """Whether both were measured on the same pages, with the same extractor."""
        return (self.pages, self.trafilatura) == (other.pages, other.trafilatura)


class Track(NamedTuple):
    """Pages of one kind and their floors."""

    file: Path
    """Where its floors are."""
    load: Callable[[], list[quality_pages.Page]] | Callable[[], list[quality_html.HtmlPage]]
    measure: Callable[[], Scores]
    slack: float = 0.0
    trafilatura: str | None = None

    def floors(self) -> Floors:
        """What its floors file says; no floors where there is none yet."""
        return Floors.parse(self.file.read_text("utf-8")) if self.file.exists() else Floors("", {})


def measure_text() -> Scores:
    """The scores of the pages of plain text, cleaned without site rules."""
    cleaner = Cleaner(options=Options(site_rules=False))
    return {"": [score(page, cleaner) for page in quality_pages.load()]}


def measure_html(engines: Iterable[Engine] = Engine, model: Model | None = None) -> Scores:
    """The scores of the web pages with each engine, cleaned without site rules."""
    pages = quality_html.load()
    cleaners = {
        engine: Cleaner(options=Options(site_rules=False, engine=engine), model=model) for engine in engines
    }
    return {f"{engine}, ": [score_html(page, it) for page in pages] for engine, it in cleaners.items()}


TRACKS: Final = {
    "text": Track(quality_pages.PAGES / "floors.yaml", quality_pages.load, measure_text),
    "html": Track(
        quality_html.FOLDER / "floors.yaml",
        quality_html.load,
        measure_html,
        slack=_SLACK,
        trafilatura=version("trafilatura"),
    ),
}


def below(measured: Figures, floors: Figures) -> list[str]:
    """Each figure that is lower than its floor, or gone."""
    return [
        f"{group}, {name}: {measured.get(group, {}).get(name, 0.0):.4f} is below {floor:.3f}"
        for group, row in floors.items()
        for name, floor in row.items()
        if measured.get(group, {}).get(name, 0.0) < floor - _NOISE
    ]


def above(measured: Figures, floors: Figures, slack: float = 0.0) -> list[str]:
    """Each figure that is so far above its floor, or so new, that the floor must follow."""
    return [
        f"{group}, {name}: {value:.4f} is above {floors.get(group, {}).get(name, 0.0):.3f}"
        for group, row in measured.items()
        for name, value in row.items()
        if value > floors.get(group, {}).get(name, 0.0) + slack + MARGIN + _NOISE
    ]


def raised(measured: Figures, floors: Figures, slack: float = 0.0) -> Figures:
    """`floors` with every one raised to its figure less `slack`, in three digits, and none lowered."""
    new: Figures = {group: dict(row) for group, row in floors.items()}
    for group, row in measured.items():
        for name, value in row.items():
            floor = math.floor((value - slack) * _DIGITS + _NOISE) / _DIGITS
            new.setdefault(group, {})[name] = max(floor, floors.get(group, {}).get(name, 0.0))
    return new


@click.command()
@click.option("--report", "show_report", is_flag=True, help="Show every line judged wrongly; write nothing.")
def main(*, show_report: bool) -> None:
    """Measure the pages and raise the floors that have been passed."""
    fallen: list[str] = []
    for track in TRACKS.values():
        scores = track.measure()
        measured = figures(scores)
        click.echo(f"{report(scores)}\n\n{table(measured)}" if show_report else table(measured))
        if not show_report:
            fallen += _raise(track, measured)
    if fallen:
        raise click.ClickException("floors are never lowered:\n" + "\n".join(fallen))


def _raise(track: Track, measured: Figures) -> list[str]:
    """Write the raised floors of a track; the figures that are below them."""
    found = track.floors()
    now = Floors(quality_pages.fingerprint(track.load()), {}, track.trafilatura)
    known = found.floors if found.comparable(now) else {}
    new = Floors(now.pages, raised(measured, known, track.slack), now.trafilatura)
    track.file.write_text(new.as_text(), "utf-8")
    return below(measured, known)


if __name__ == "__main__":
    main()
