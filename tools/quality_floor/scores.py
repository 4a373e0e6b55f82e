"""How the pages of `fixtures/pages` come out: figures of a page, and their means over groups of pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np
import regex

from tools.quality_floor.text_pages import BODY, BOILERPLATE, HEADLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cleaner import Cleaner
    from tools.quality_floor.html_pages import HtmlPage
    from tools.quality_floor.text_pages import Line, Page

_MOST: Final = 0.5
"""How much of a line must be kept for the report to call it kept; the figures count words."""
_WHOLE: Final = 0.9
"""The share of its words that a page must keep: one that loses more has failed, whatever the mean."""
_SHOWN: Final = 100
"""Characters of a line in a report."""

_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)
"""Runs of word characters, and single characters of Thai, Lao, Burmese, Khmer, kana and Han."""

_LATIN: Final = regex.compile(r"\p{Latin}")

Figures = dict[str, dict[str, float]]
"""Group -> name of the figure -> a share, 0 to 1."""
Scores: TypeAlias = "dict[str, list[Score]]"
"""What the names of groups begin with -> the scores of all pages."""


class Marked(Protocol):
    """A page, plain or HTML, that says of its text what becomes of it."""

    @property
    def name(self) -> str:
        """The name of its file."""

    @property
    def language(self) -> str:
        """ISO 639-1 code."""

    @property
    def all_body(self) -> bool:
        """Whether nothing on it is boilerplate."""

    @property
    def gold(self) -> str:
        """Headline and body."""

    @property
    def headline(self) -> str | None:
        """Its own headline, if it has one."""


@dataclass(frozen=True)
class Score:
    """How one page came out."""

    page: Marked
    word_f1: float
    words_kept: float
    headline_found: bool | None
    """None for a page without a headline."""
    dropped_wrongly: tuple[str, ...]
    kept_wrongly: tuple[str, ...]
    body_likelihood: float | None = None
    """What `likelihood` is for blocks that are body, and below for the others; None for plain text."""
    boilerplate_likelihood: float | None = None


def in_latin_script(page: Marked) -> bool:
    """Whether most letters of its gold are Latin."""
    letters = [char for char in page.gold if char.isalpha()]
    return sum(_LATIN.match(char) is not None for char in letters) > len(letters) / 2


KINDS: Final[dict[str, Callable[[Marked], bool]]] = {
    "with boilerplate": lambda page: not page.all_body,
    "all body": lambda page: page.all_body,
}
GROUPS: Final[dict[str, Callable[[Marked], bool]]] = KINDS | {
    "English": lambda page: page.language == "en",
    "other languages in Latin script": lambda page: page.language != "en" and in_latin_script(page),
    "other scripts": lambda page: not in_latin_script(page),
}

FIGURES: Final[dict[str, Callable[[Score], float | None]]] = {
    "word F1": lambda score: score.word_f1,
    "words kept": lambda score: score.words_kept,
    "headlines found": lambda score: score.headline_found,
    "pages kept": lambda score: score.words_kept >= _WHOLE,
}
LIKELIHOODS: Final[dict[str, Callable[[Score], float | None]]] = {
    "likelihood of body": lambda score: score.body_likelihood,
    "likelihood of boilerplate": lambda score: score.boilerplate_likelihood,
}
"""Figures of the groups by kind alone: among the pages of a few languages one page outweighs the rest."""


def words(text: str) -> Counter[str]:
    """The words of a text in lower case, with how often each comes."""
    return Counter(_WORD.findall(text.lower()))


def score(page: Page, cleaner: Cleaner) -> Score:
    """Clean `page` and compare with its gold, headline included."""
    result = cleaner.clean(page.text)
    word_f1, words_kept = _overlap(words(result.text), words(page.gold))
    kept = [(block.start, block.end) for block in result.blocks if block.keep]
    shares = [(line, _share(line, kept)) for line in page.lines]
    return Score(
        page,
        word_f1,
        words_kept,
        headline_found=None if page.headline is None else result.title == page.headline,
        dropped_wrongly=tuple(
            page.line_text(line) for line, share in shares if line.mark != BOILERPLATE and share < _MOST
        ),
        kept_wrongly=tuple(
            page.line_text(line) for line, share in shares if line.mark == BOILERPLATE and share >= _MOST
        ),
    )


def score_html(page: HtmlPage, cleaner: Cleaner) -> Score:
    """The same for a web page; what may stay or go counts for nothing where it is kept."""
    result = cleaner.clean(html=page.html)
    predicted, gold = words(result.text), words(page.gold)
    word_f1, words_kept = _overlap(predicted - ((predicted - gold) & words(page.either)), gold)
    marked = list(zip(page.marks_of(block.text for block in result.blocks), result.blocks, strict=True))
    return Score(
        page,
        word_f1,
        words_kept,
        headline_found=None if page.headline is None else result.title == page.headline,
        dropped_wrongly=tuple(it.text for mark, it in marked if mark in (BODY, HEADLINE) and not it.keep),
        kept_wrongly=tuple(it.text for mark, it in marked if mark == BOILERPLATE and it.keep),
        body_likelihood=likelihood([block.score for mark, block in marked if mark == BODY]),
        boilerplate_likelihood=likelihood([-block.score for mark, block in marked if mark == BOILERPLATE]),
    )


def likelihood(log_odds: Sequence[float]) -> float | None:
    """The geometric mean of the probabilities given to the right decisions, from their log-odds; 0 to 1.

    It is e to the minus log loss, and sees what figures of what was kept do not see while every block stays
    on its side of the threshold: how far from it, and how sure the judge was where it is wrong. None where
    there are no decisions.
    """
    return float(np.exp(-np.logaddexp(0, np.negative(log_odds)).mean())) if log_odds else None


def figures(scores: Scores) -> Figures:
    """The mean of every figure over the pages of every group that has pages."""
    return {
        engine + group: row
        for engine, each in scores.items()
        for group, belongs in GROUPS.items()
        if (row := _means(group, [it for it in each if belongs(it.page)]))
    }


def report(scores: Scores) -> str:
    """Page by page, worst first: the figures, and every line that was judged wrongly."""
    pages = [(engine, it) for engine, each in scores.items() for it in each]
    worst_first = sorted(pages, key=lambda page: page[1].word_f1)
    return "\n".join(part for engine, it in worst_first for part in _page_report(engine, it))


def table(measured: Figures) -> str:
    """The figures by group."""
    return "\n".join(
        f"{group:38}" + "".join(f"  {name} {value:.4f}" for name, value in row.items())
        for group, row in measured.items()
    )


def _overlap(predicted: Counter[str], gold: Counter[str]) -> tuple[float, float]:
    """Word F1, and the share of the gold's words that is kept."""
    common = (predicted & gold).total()
    return 2 * common / (predicted.total() + gold.total()), common / gold.total()


def _share(line: Line, kept: Iterable[tuple[int, int]]) -> float:
    """How much of a line was kept, by characters."""
    return sum(max(0, min(line.end, end) - max(line.start, start)) for start, end in kept) / (
        line.end - line.start
    )


def _means(group: str, scores: Sequence[Score]) -> dict[str, float]:
    """The means of the figures that a group has."""
    found = {
        name: [value for it in scores if (value := of(it)) is not None]
        for name, of in (FIGURES | LIKELIHOODS if group in KINDS else FIGURES).items()
    }
    return {name: sum(values) / len(values) for name, values in found.items() if values}


def _page_report(engine: str, score: Score) -> Iterator[str]:
    headline = {None: "has no headline", True: "headline found", False: "headline not found"}
    figures = f"word F1 {score.word_f1:.4f}, words kept {score.words_kept:.4f}"
    for what, value in (("body", score.body_likelihood), ("boilerplate", score.boilerplate_likelihood)):
        if value is not None:
            figures += f", likelihood of {what} {value:.4f}"
    yield f"{engine}{score.page.name}: {figures}, {headline[score.headline_found]}"
    for what, lines in (("dropped wrongly", score.dropped_wrongly), ("kept wrongly", score.kept_wrongly)):
        yield from (f"    {what:15}  {_shown(line)}" for line in lines)


def _shown(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else folded[: _SHOWN - 1] + "…"
