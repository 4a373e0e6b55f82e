"""Word F1, shingle F1 and segment F1, as the benchmarks define them that the data sets come from."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from cleaner.characters.scripts import IS_UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

WORD: Final = re.compile(r"\w+")
SHINGLE: Final = 4
"""Words in a shingle, as in Scrapinghub's article-extraction-benchmark."""


class Scores(NamedTuple):
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float


class SegmentCounts(NamedTuple):
    """Segments of one page or of many: addable, since segment F1 is taken over all pages at once."""

    found: int
    missed: int
    wrong: int
    """`without` segments that are in the result."""


def words(text: str) -> list[str]:
    """The tokens of both word metrics: runs of word characters in lower case."""
    return WORD.findall(text.lower())


def fold(text: str) -> str:
    """Every stretch of white space as one space, and none at the ends."""
    return " ".join(text.split())


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def word_scores(predicted: str, gold: str) -> Scores:
    """Overlap of the two texts as multisets of words. Both empty is 1, one empty is 0.

    Source: WCXB, the Web Content eXtraction Benchmark (Foley 2026).
    """
    return _overlap(Counter(words(predicted)), Counter(words(gold)))


def shingle_scores(predicted: str, gold: str) -> Scores:
    """Overlap as multisets of four-word shingles; a shorter text is one shingle, an empty one none.

    Over many pages, F1 is that of the mean precision and the mean recall (`mean_of_sides`), not the mean
    of the pages' F1. Source: Scrapinghub's article-extraction-benchmark.
    """
    return _overlap(_shingles(predicted), _shingles(gold))


def character_scores(predicted: str, gold: str) -> Scores:
    """Overlap as multisets of characters that are not space, for scripts without spaces between words."""
    return _overlap(Counter("".join(predicted.split())), Counter("".join(gold.split())))


def share_kept(predicted: str, gold: str, source: str) -> float:
    """The share of the gold's words that stand in the source and are kept; 1 where none stand there.

    In scripts without spaces, of its characters. Words that a flattener lost are nobody's loss.
    """
    wanted = Counter(_letters(gold)) & Counter(_letters(source))
    return (wanted & Counter(_letters(predicted))).total() / wanted.total() if wanted else 1.0


def _letters(text: str) -> list[str]:
    return [it for word in words(text) for it in (word if IS_UNSPACED.search(word) else (word,))]


def mean_by_page(scores: Sequence[Scores]) -> Scores:
    """The mean of each column; all 0 for no pages."""
    if not scores:
        return Scores(0.0, 0.0, 0.0)
    return Scores(*(sum(column) / len(scores) for column in zip(*scores, strict=True)))


def mean_of_sides(scores: Sequence[Scores]) -> Scores:
    """Mean precision, mean recall, and the F1 of these two means."""
    mean = mean_by_page(scores)
    return Scores(mean.precision, mean.recall, f1(mean.precision, mean.recall))


def count_segments(
    predicted: str, with_segments: Iterable[str], without_segments: Iterable[str]
) -> SegmentCounts:
    """How many segments of one page were found, missed and wrongly found, white space folded."""
    folded = fold(predicted)
    hits = [fold(segment) in folded for segment in with_segments]
    wrong = sum(fold(segment) in folded for segment in without_segments)
    return SegmentCounts(sum(hits), len(hits) - sum(hits), wrong)


def segment_scores(counts: Iterable[SegmentCounts]) -> Scores:
    """Precision, recall and F1 over all pages at once. Source: trafilatura's evaluation."""
    found, missed, wrong = (sum(column) for column in zip(SegmentCounts(0, 0, 0), *counts, strict=True))
    precision = found / (found + wrong) if found + wrong else 0.0
    recall = found / (found + missed) if found + missed else 0.0
    return Scores(precision, recall, f1(precision, recall))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text)
    if not tokens:
        return Counter()
    last = max(1, len(tokens) - SHINGLE + 1)
    return Counter(tuple(tokens[place : place + SHINGLE]) for place in range(last))


def _overlap(predicted: Counter[T], gold: Counter[T]) -> Scores:
    if not predicted and not gold:
        return Scores(1.0, 1.0, 1.0)
    if not predicted or not gold:
        return Scores(0.0, 0.0, 0.0)
    common = (predicted & gold).total()
    precision, recall = common / predicted.total(), common / gold.total()
    return Scores(precision, recall, f1(precision, recall))
