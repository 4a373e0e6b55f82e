"""Floors: the lowest value that each figure of the pages of `fixtures/pages` may have.

A figure below its floor fails the tests. One far above it is told as a warning and fails nothing: floors are
raised by `python -m tools.quality_floor`, whenever somebody wants to keep what was gained.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from cleaner import Cleaner, Options
from cleaner.options import Engine
from tools.quality_floor import html_pages, text_pages
from tools.quality_floor.scores import Figures, Scores, score, score_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from cleaner.model import Model

COMMAND: Final = "python -m tools.quality_floor"
MARGIN: Final = 0.005
"""How far above its floor a figure is told about: more than a block or two on one page."""
_SLACK: Final = 0.005
"""How far below its figure a floor for web pages is set. One of the nine networks left out moves a mean by as
much, so fits that are equally good differ by it."""
_DIGITS: Final = 1000
_NOISE: Final = 1e-9
"""Sums of floats come out this much differently in another order."""


class RisenWarning(UserWarning):
    """Figures are far above their floors; nothing is wrong."""


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
    load: Callable[[], list[text_pages.Page]] | Callable[[], list[html_pages.HtmlPage]]
    measure: Callable[[], Scores]
    slack: float = 0.0
    trafilatura: str | None = None

    def floors(self) -> Floors:
        """What its floors file says; no floors where there is none yet."""
        return Floors.parse(self.file.read_text("utf-8")) if self.file.exists() else Floors("", {})


def measure_text() -> Scores:
    """The scores of the pages of plain text, cleaned without site rules."""
    cleaner = Cleaner(options=Options(site_rules=False))
    return {"": [score(page, cleaner) for page in text_pages.load()]}


def measure_html(engines: Iterable[Engine] = Engine, model: Model | None = None) -> Scores:
    """The scores of the web pages with each engine, cleaned without site rules."""
    pages = html_pages.load()
    cleaners = {
        engine: Cleaner(options=Options(site_rules=False, engine=engine), model=model) for engine in engines
    }
    return {f"{engine}, ": [score_html(page, it) for page in pages] for engine, it in cleaners.items()}


TRACKS: Final = {
    "text": Track(text_pages.PAGES / "floors.yaml", text_pages.load, measure_text),
    "html": Track(
        html_pages.FOLDER / "floors.yaml",
        html_pages.load,
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
    """Each figure that is above its floor by more than slack and margin, or has no floor yet."""
    return [
        f"{group}, {name}: {value:.4f} is above {floors.get(group, {}).get(name, 0.0):.3f}"
        for group, row in measured.items()
        for name, value in row.items()
        if value > floors.get(group, {}).get(name, 0.0) + slack + MARGIN + _NOISE
    ]


def tell_risen(ahead: Sequence[str]) -> None:
    """Warn of figures that are far above their floors (from `above`)."""
    if ahead:
        message = f"better by more than {MARGIN}; to keep that, raise the floors with `{COMMAND}`:"
        warnings.warn("\n".join([message, *ahead]), RisenWarning, stacklevel=2)


def raised(measured: Figures, floors: Figures, slack: float = 0.0) -> Figures:
    """`floors` with every one raised to its figure less `slack`, in three digits, and none lowered."""
    new: Figures = {group: dict(row) for group, row in floors.items()}
    for group, row in measured.items():
        for name, value in row.items():
            floor = math.floor((value - slack) * _DIGITS + _NOISE) / _DIGITS
            new.setdefault(group, {})[name] = max(floor, floors.get(group, {}).get(name, 0.0))
    return new
