"""Features of blocks that any text has, by group; `cleaner.features.html` adds those of the DOM."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind, table_of
from cleaner.features.scaling import log_blocks, log_words
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.feature_groups import Column, Group
    from cleaner.features.page import Page

_SIZE_STEPS: Final = np.array((2, 5, 10, 20, 40, 80))[:, None]
"""Words at which a block's size changes what it is likely to be: button, menu entry, heading, teaser."""
_OVER: Final = tuple(f"over {step} words" for step in _SIZE_STEPS.flat)
_LAST: Final = np.array(
    (Kind.FULL_STOP, Kind.EXCLAMATION, Kind.QUESTION, Kind.COLON, Kind.COMMA), dtype=np.uint8
)[:, None]
_SHAPES: Final = np.array((4.0, 10.0, 25.0))
"""Words at which a block looks longer."""
_COVERAGE: Final = tuple(f"{label} coverage" for label in CUE_LABELS)
_STRONG: Final = tuple(f"{label} strong" for label in CUE_LABELS)
_STRONG_PHRASE: Final = 20.0
"""Characters of one strong phrase."""
_SIGN: Final = table_of(Kind.SEPARATOR, Kind.DASH, Kind.SYMBOL, Kind.AT_SIGN)


def text_groups(page: Page, claims: Sequence[Claim]) -> dict[str, Group]:
    """What computes each group, in the order of the columns; `claims` are those of the heuristics."""
    return {
        "size": partial(_size, page),
        "sentence": partial(_sentence, page),
        "case": partial(_case, page),
        "characters": partial(_characters, page),
        "stopwords": partial(_stopwords, page),
        "address": partial(_address, page),
        "date": partial(_date, page),
        "phrases": partial(_phrases, page),
        "heuristic": lambda: ((claim.heuristic, claim.strength) for claim in claims),
        "repetition": partial(_repetition, page),
        "shingle": partial(_shingles, page),
        "topical similarity": lambda: iter(page.topical_similarity.items()),
        "position": partial(_position, page),
        "run": partial(_runs, page),
        "document": partial(_document, page),
    }


def _size(page: Page) -> Iterator[Column]:
    yield "words", np.log1p(page.size) / 4
    yield "word length", page.characters / np.maximum(page.size, 0.5) / 8
    yield _OVER, page.size > _SIZE_STEPS


def _sentence(page: Page) -> Iterator[Column]:
    stop, exclamation, question, colon, comma = page.last_kind == _LAST
    per_word = 1 / np.maximum(page.size, 1)
    yield "ends with a full stop", stop
    yield "ends with an exclamation mark", exclamation
    yield "ends with a question mark", question
    yield "ends with an ellipsis", page.breaks_off
    yield "ends with a colon", colon
    yield "ends with a comma", comma
    yield "sentence ends", np.log1p(page.sentence_ends) / 2
    yield "sentence ends a word", page.sentence_ends * per_word * 8
    yield "commas a word", page.counts[Kind.COMMA] * per_word * 10
    yield "quotes", np.log1p(page.counts[Kind.QUOTE]) / 2


def _case(page: Page) -> Iterator[Column]:
    counts, first = page.counts, page.first_kind
    letters = counts[Kind.LOWER] + counts[Kind.UPPER]
    yield "capitals", counts[Kind.UPPER] / np.maximum(letters, 1) * 2
    yield "capitalised words", page.capitalised
    yield "has case", letters > 0
    yield "starts with a capital", first == Kind.UPPER
    yield "starts with a small letter", first == Kind.LOWER
    yield "starts with a digit", first == Kind.DIGIT
    yield "starts with a quote", first == Kind.QUOTE
    yield "starts with a sign", _SIGN[first]


def _characters(page: Page) -> Iterator[Column]:
    counts = page.counts
    per = counts / page.characters
    dots, addresses, _, _ = page.inside_words
    yield "digits", per[Kind.DIGIT] * 2
    yield "separators", per[Kind.SEPARATOR] * 5
    yield "separator count", np.log1p(counts[Kind.SEPARATOR]) / 2
    yield "brackets", per[Kind.BRACKET] * 10
    yield "dashes", per[Kind.DASH] * 10
    yield "signs", (per[Kind.SYMBOL] + per[Kind.OTHER]) * 5
    yield "colons", per[Kind.COLON] * 20
    yield "at signs", counts[Kind.AT_SIGN]
    yield "prices", counts[Kind.CURRENCY]
    yield "dots inside words", dots
    yield "web addresses", addresses
    yield "no words", page.size == 0


def _stopwords(page: Page) -> Iterator[Column]:
    own = page.own_stopword_density
    yield "density", own * 2 if page.listed_stopword_density is None else page.listed_stopword_density * 2
    yield "own density", own * 2


def _address(page: Page) -> Iterator[Column]:
    whole = page.address_of_document
    yield "share", page.address * 10
    yield "above the document's", (page.address - whole) * 10
    yield "the document's", np.full(page.blocks, whole * 20)
    yield "above the body's", (page.address - page.address_of_body) * 10


def _date(page: Page) -> Iterator[Column]:
    _, _, times, figures = page.inside_words
    yield "date words", page.date_share
    yield "years", page.year_share
    yield "numbers", page.number_share
    yield "clock times", times
    yield "dates in figures", figures / 2


def _phrases(page: Page) -> Iterator[Column]:
    coverage = page.phrase_coverage
    yield _COVERAGE, coverage
    yield _STRONG, page.strong_phrases / _STRONG_PHRASE
    yield "any coverage", coverage.sum(axis=0)


def _repetition(page: Page) -> Iterator[Column]:
    yield "times", np.log(page.times_said)
    yield "came before", page.first_same < np.arange(page.blocks)


def _shingles(page: Page) -> Iterator[Column]:
    yield ("before", "after"), page.shingles_elsewhere


def _position(page: Page) -> Iterator[Column]:
    index, words, weight = np.arange(page.blocks), page.size, page.prose * page.size
    words_so_far, prose_so_far = words.cumsum(), weight.cumsum()
    total, prose_total = max(words_so_far[-1], 1.0), max(prose_so_far[-1], 1e-6)
    words_before, words_after = words_so_far - words, np.maximum(total - words_so_far, 0)
    blocks_before = log_blocks(index) / 4
    yield "blocks before", blocks_before
    yield "blocks after", blocks_before[::-1]
    yield "share of blocks before", index / page.blocks
    yield "share of words before", words_before / total
    yield "prose before", (prose_so_far - weight) / prose_total
    yield "prose after", 1 - prose_so_far / prose_total
    yield "words before", log_words(words_before) / 6
    yield "words after", log_words(words_after) / 6


def _runs(page: Page) -> Iterator[Column]:
    size = np.searchsorted(_SHAPES, page.size, side="right")
    short = page.size <= 10
    heavy = page.prose > 0.5
    shape, like, both = _runs_of_equals(np.array((size * 2 + page.ends_sentence, size, short))) / 3
    since, until = _distance(np.array((heavy, heavy[::-1]))) / 4
    yield "blocks of like shape", shape
    yield "blocks of like size", like
    yield "short blocks", both * short
    yield "since prose", since
    yield "until prose", until[::-1]
    yield "blank line before", page.blank_line_before


def _runs_of_equals(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """For every place of every row, the log of how long the run of equal values is that it stands in."""
    begins = np.ones(values.shape, dtype=bool)
    np.not_equal(values[:, 1:], values[:, :-1], out=begins[:, 1:])
    bounds = np.append(np.flatnonzero(begins), values.size)
    lengths = bounds[1:] - bounds[:-1]
    result: NDArray[np.float64] = log_blocks(lengths).repeat(lengths).reshape(values.shape)
    return result


def _distance(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log of how many places ago each row of `mask` last held; the log of the length where it never did."""
    length = mask.shape[1]
    places = np.arange(length)
    last = np.maximum.accumulate(np.where(mask, places, -length), axis=1)
    return log_blocks(np.minimum(places - last, length))


def _document(page: Page) -> Iterator[Column]:
    words = max(page.size.sum(), 1.0)
    values = {
        "blocks": log_blocks(page.blocks) / 5,
        "words": log_words(words) / 7,
        "words a block": np.log1p(words / page.blocks) / 4,
        "share of prose": (page.prose * page.size).sum() / words,
        "prose blocks": log_blocks(np.count_nonzero(page.prose > 0.5)) / 4,
        "short blocks": np.count_nonzero(page.size <= 10) / page.blocks,
    }
    yield tuple(values), np.repeat(list(values.values()), page.blocks)
