"""`python -m tests.quality_floor`: measure the pages of `fixtures/pages` and raise the floors.

A floor is never lowered, except where the pages themselves changed, since figures of other pages say
nothing about these. `--report` writes nothing and shows every line that was judged wrongly.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click
import regex
import yaml

from cleaner import Cleaner, Options
from tests.quality_pages import BOILERPLATE, PAGES, Line, Page, fingerprint, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

COMMAND: Final = "python -m tests.quality_floor"
FILE: Final = PAGES / "floors.yaml"
MARGIN: Final = 0.005
"""How far a figure may be above its floor before the floor must follow: a block or two on one page."""
_DIGITS: Final = 1000
_NOISE: Final = 1e-9
"""Sums of floats come out this much differently in another order."""
_MOST: Final = 0.5
"""How much of a line must be kept for the report to call it kept; the figures count words."""
_SHOWN: Final = 100
"""Characters of a line in a report."""

_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)
"""Runs of word characters; in scripts without spaces (Thai, Lao, Burmese, Khmer, kana, Han) every character."""

_LATIN: Final = regex.compile(r"\p{Latin}")

Figures = dict[str, dict[str, float]]
"""Group -> name of the figure -> a share, 0 to 1."""


@dataclass(frozen=True)
class Floors:
    """What `floors.yaml` says."""

    pages: str
    """The fingerprint of the pages that the floors were measured on."""
    floors: Figures

    @classmethod
    def parse(cls, text: str) -> Floors:
        """The floors in the text of a floors file."""
        return cls(**yaml.safe_load(text))

    def as_text(self) -> str:
        """The text of a floors file."""
        head = f"# Written by `{COMMAND}`; README.md says what the figures are.\n"
        return head + yaml.safe_dump({"pages": self.pages, "floors": self.floors}, sort_keys=False)


@dataclass(frozen=True)
class Score:
    """How one page came out."""

    page: Page
    word_f1: float
    words_kept: float
    headline_found: bool | None
    """None for a page without a headline."""
    dropped_wrongly: tuple[Line, ...]
    kept_wrongly: tuple[Line, ...]


def _in_latin_script(page: Page) -> bool:
    letters = [char for char in page.gold if char.isalpha()]
    return sum(_LATIN.match(char) is not None for char in letters) > len(letters) / 2


GROUPS: Final[dict[str, Callable[[Page], bool]]] = {
    "with boilerplate": lambda page: not page.all_body,
    "all body": lambda page: page.all_body,
    "English": lambda page: page.language == "en",
    "other languages in Latin script": lambda page: page.language != "en" and _in_latin_script(page),
    "other scripts": lambda page: not _in_latin_script(page),
}

FIGURES: Final[dict[str, Callable[[Score], float | None]]] = {
    "word F1": lambda score: score.word_f1,
    "words kept": lambda score: score.words_kept,
    "headlines found": lambda score: score.headline_found,
}


def words(text: str) -> Counter[str]:
    """The words of a text in lower case, with how often each comes."""
    return Counter(_WORD.findall(text.lower()))


def score(page: Page, cleaner: Cleaner) -> Score:
    """Clean `page` and compare with its gold, headline included."""
    result = cleaner.clean(page.text)
    predicted, gold = words(result.text), words(page.gold)
    common = (predicted & gold).total()
    kept = [(block.start, block.end) for block in result.blocks if block.keep]
    shares = [(line, _share(line, kept)) for line in page.lines]
    return Score(
        page,
        word_f1=2 * common / (predicted.total() + gold.total()),
        words_kept=common / gold.total(),
        headline_found=None if page.headline is None else result.title == page.headline,
        dropped_wrongly=tuple(line for line, share in shares if line.mark != BOILERPLATE and share < _MOST),
        kept_wrongly=tuple(line for line, share in shares if line.mark == BOILERPLATE and share >= _MOST),
    )


def score_all(pages: Iterable[Page]) -> list[Score]:
    """Every page, cleaned without site rules."""
    cleaner = Cleaner(options=Options(site_rules=False))
    return [score(page, cleaner) for page in pages]


def figures(scores: Sequence[Score]) -> Figures:
    """The mean of every figure over the pages of every group that has pages."""
    members = {group: [s for s in scores if belongs(s.page)] for group, belongs in GROUPS.items()}
    return {
        group: {name: value for name, of in FIGURES.items() if (value := _mean(map(of, found))) is not None}
        for group, found in members.items()
        if found
    }


def below(measured: Figures, floors: Figures) -> list[str]:
    """Each figure that is lower than its floor, or gone."""
    return [
        f"{group}, {name}: {measured.get(group, {}).get(name, 0.0):.4f} is below {floor:.3f}"
        for group, row in floors.items()
        for name, floor in row.items()
        if measured.get(group, {}).get(name, 0.0) < floor - _NOISE
    ]


def above(measured: Figures, floors: Figures) -> list[str]:
    """Each figure that is so far above its floor, or so new, that the floor must follow."""
    return [
        f"{group}, {name}: {value:.4f} is above {floors.get(group, {}).get(name, 0.0):.3f}"
        for group, row in measured.items()
        for name, value in row.items()
        if value > floors.get(group, {}).get(name, 0.0) + MARGIN + _NOISE
    ]


def raised(measured: Figures, floors: Figures) -> Figures:
    """`floors` with every one raised to its figure, rounded down to three digits, and none lowered."""
    new: Figures = {group: dict(row) for group, row in floors.items()}
    for group, row in measured.items():
        for name, value in row.items():
            floor = math.floor(value * _DIGITS + _NOISE) / _DIGITS
            new.setdefault(group, {})[name] = max(floor, floors.get(group, {}).get(name, 0.0))
    return new


def report(scores: Iterable[Score]) -> str:
    """Page by page, worst first: the figures, and every line that was judged wrongly."""
    worst_first = sorted(scores, key=lambda score: score.word_f1)
    return "\n".join(part for score in worst_first for part in _page_report(score))


def table(measured: Figures) -> str:
    """The figures by group."""
    return "\n".join(
        f"{group:32}" + "".join(f"  {name} {value:.4f}" for name, value in row.items())
        for group, row in measured.items()
    )


@click.command()
@click.option("--report", "show_report", is_flag=True, help="Show every line judged wrongly; write nothing.")
def main(*, show_report: bool) -> None:
    """Measure the pages and raise the floors that have been passed."""
    pages = load()
    scores = score_all(pages)
    measured = figures(scores)
    click.echo(f"{report(scores)}\n\n{table(measured)}" if show_report else table(measured))
    if show_report:
        return
    found = Floors.parse(FILE.read_text("utf-8")) if FILE.exists() else Floors("", {})
    known = found.floors if found.pages == fingerprint(pages) else {}
    FILE.write_text(Floors(fingerprint(pages), raised(measured, known)).as_text(), "utf-8")
    if fallen := below(measured, known):
        raise click.ClickException("floors are never lowered:\n" + "\n".join(fallen))


def _share(line: Line, kept: Iterable[tuple[int, int]]) -> float:
    """How much of a line was kept, by characters."""
    return sum(max(0, min(line.end, end) - max(line.start, start)) for start, end in kept) / (
        line.end - line.start
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _page_report(score: Score) -> list[str]:
    wrong = [("dropped wrongly", line) for line in score.dropped_wrongly]
    wrong += [("kept wrongly", line) for line in score.kept_wrongly]
    headline = {None: "has no headline", True: "headline found", False: "headline not found"}
    figures = f"word F1 {score.word_f1:.4f}, words kept {score.words_kept:.4f}"
    return [
        f"{score.page.name}: {figures}, {headline[score.headline_found]}",
        *(f"    {what:15}  {_shown(score.page.line_text(line))}" for what, line in wrong),
    ]


def _shown(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else folded[: _SHOWN - 1] + "…"


if __name__ == "__main__":
    main()
