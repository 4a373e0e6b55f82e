"""When `full` asks trafilatura and the ensemble: `MOST_IN_DOUBT` and `MOST_DOUBT` of `decide.thresholds`.

    python -m benchmarks.second_judgement BENCH... [--every 4]

Every page is cleaned twice: by the student alone, and by those that `full` asks where the student is in
doubt. For each share of words in doubt (`decide.doubt.words_in_doubt`) from which others are asked, printed
are the F1 of each set, by its own metric, and on how many of its pages they are asked. The threshold is the
largest that costs no set more than .0005 against the criterion before. The networks that ship have seen
these pages; that holds for both judgements, of which the difference counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest import mock

import click

from benchmarks.cleaners import make
from benchmarks.flatten import decode
from benchmarks.metrics import (
    SegmentCounts,
    character_scores,
    count_segments,
    mean_by_page,
    mean_of_sides,
    segment_scores,
    shingle_scores,
    word_scores,
)
from benchmarks.pages import load
from benchmarks.score import EXISTING_FOLDER
from cleaner import engines
from cleaner.decide.doubt import mean_doubt, words_in_doubt
from cleaner.decide.thresholds import MOST_DOUBT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.metrics import Scores
    from benchmarks.pages import Page as BenchPage
    from cleaner.features.page import Page

SHARES: Final = (0.0, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, float("inf"))
"""At the first, others are asked about all pages in any doubt, at the last by the mean doubt alone."""
METRICS: Final = {"wcxb-dev": word_scores, "chinese-dev": character_scores}
"""Of the sets whose F1 is the mean of that of the pages; all others are by shingles, or by segments."""


class Judged(NamedTuple):
    """What both judgements of one page are worth."""

    in_doubt: float
    """The share of words in doubt."""
    doubt: float
    """The mean doubt of the blocks."""
    first: Scores | SegmentCounts
    second: Scores | SegmentCounts


def judged(folder: Path, every: int) -> Iterator[Judged]:
    """Every so many pages of a set."""
    cleaner = make("full")
    for number, page in enumerate(load(folder)):
        if number % every:
            continue
        html, doubts = decode(page.html), [(0.0, 0.0)]

        def is_clear(
            of: Page, score: NDArray[np.float64], doubts: list[tuple[float, float]] = doubts
        ) -> bool:
            doubts.append((words_in_doubt(of, score), mean_doubt(score)))
            return True

        worth = []
        for answer in (is_clear, lambda *_: False):
            with mock.patch.object(engines, "is_clear", answer):
                worth.append(_worth(folder.name, page, cleaner.clean(html=html, url=page.url).text))
        yield Judged(*doubts[-1], *worth)


def _worth(name: str, page: BenchPage, text: str) -> Scores | SegmentCounts:
    if page.body is None:
        return count_segments(text, page.with_snippets, page.without_snippets)
    return METRICS.get(name, shingle_scores)(text, page.body)


def f1(name: str, worth: Sequence[Any]) -> float:
    """The F1 of a set, as its metric has it."""
    if worth and isinstance(worth[0], SegmentCounts):
        return segment_scores(worth).f1
    return (mean_by_page if name in METRICS else mean_of_sides)(worth).f1


@click.command()
@click.argument("folders", metavar="BENCH...", nargs=-1, required=True, type=EXISTING_FOLDER)
@click.option("--every", default=4, show_default=True, help="Take every so many pages.")
@click.option("--most-doubt", default=MOST_DOUBT, show_default=True, help="The mean doubt, likewise.")
def main(folders: tuple[Path, ...], every: int, most_doubt: float) -> None:
    """Print what each share costs, and on how many pages others are asked."""
    for folder in folders:
        pages = list(judged(folder, every))
        print(f"{folder.name}, {len(pages)} pages")
        for share in SHARES:
            asked = [it.in_doubt > share or it.doubt > most_doubt for it in pages]
            worth = [it.second if ask else it.first for it, ask in zip(pages, asked, strict=True)]
            print(f"  {share:5.2f}  F1 {f1(folder.name, worth):.4f}  asked {sum(asked) / len(pages):.0%}")


if __name__ == "__main__":
    main()
