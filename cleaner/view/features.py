"""The features of blocks: what the fitted judge sees.

Every feature belongs to a named group, and a group is what an explanation names. Counts come in as
logarithms and everything is scaled to stay within a few units of zero, so that one unusual page
cannot swamp the judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.view.alphabet import Kind, table_of
from cleaner.view.phrases import CUE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaner.heuristics.claim import Claim
    from cleaner.view.page import Page

Column = tuple[str, "NDArray[np.generic]"]


class Features(NamedTuple):
    """What is known of a page's blocks, as numbers."""

    names: tuple[str, ...]
    """`group/feature`, one a column."""
    values: NDArray[np.float32]
    """Shape (blocks, features)."""


_LEAST, _MOST = -1.0, 4.0
"""Between these every feature is kept."""
_SIZE_STEPS: Final = (2, 5, 10, 20, 40, 80)
"""Words at which a block's size changes what it is likely to be: button, menu entry, heading, teaser."""
_COVERS: Final = tuple(f"{label} covers" for label in CUE_LABELS)
_PHRASE: Final = tuple(f"{label} phrase" for label in CUE_LABELS)
_STRONG_CUE: Final = 20.0
"""Characters of one believable phrase."""
_SIGN: Final = table_of(Kind.SEPARATOR, Kind.DASH, Kind.SYMBOL, Kind.AT_SIGN)
_DATE_SIGN: Final = table_of(Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH)


def features(page: Page, claims: Sequence[Claim]) -> Features:
    """The features of every block of `page`, given what the heuristics claim of it."""
    names: list[str] = []
    columns: list[NDArray[np.generic]] = []
    for group, members in _groups(page, claims):
        for name, column in members:
            names.append(f"{group}/{name}")
            columns.append(column)
    values = np.concatenate(columns, dtype=np.float32, casting="unsafe").reshape(len(columns), page.blocks)
    np.clip(values, _LEAST, _MOST, out=values)
    return Features(tuple(names), values.T)


def _groups(page: Page, claims: Sequence[Claim]) -> Iterator[tuple[str, Iterator[Column]]]:
    yield "size", _size(page)
    yield "sentence", _sentence(page)
    yield "case", _case(page)
    yield "characters", _characters(page)
    yield "function words", _function_words(page)
    yield "address", _address(page)
    yield "date", _date(page)
    yield "cue", _cues(page)
    yield "heuristic", ((claim.heuristic, claim.strength) for claim in claims)
    yield "repetition", _repetition(page)
    yield "likeness", iter(page.likeness.items())
    yield "position", _position(page)
    yield "run", _runs(page)
    yield "document", _document(page)


def _size(page: Page) -> Iterator[Column]:
    yield "words", np.log1p(page.size) / 4
    yield "word length", page.characters / np.maximum(page.size, 0.5) / 8
    for step in _SIZE_STEPS:
        yield f"over {step} words", page.size > step


def _sentence(page: Page) -> Iterator[Column]:
    last, counts = page.last_kind, page.counts
    per_word = 1 / np.maximum(page.size, 1)
    yield "ends with a full stop", last == Kind.FULL_STOP
    yield "ends with an exclamation mark", last == Kind.EXCLAMATION
    yield "ends with a question mark", last == Kind.QUESTION
    yield "ends with an ellipsis", page.breaks_off
    yield "ends with a colon", last == Kind.COLON
    yield "ends with a comma", last == Kind.COMMA
    yield "sentence ends", np.log1p(page.sentence_ends) / 2
    yield "sentence ends a word", page.sentence_ends * per_word * 8
    yield "commas a word", counts[Kind.COMMA] * per_word * 10
    yield "quotes", np.log1p(counts[Kind.QUOTE]) / 2


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
    place, before, after = page.inside_signs
    dots = (page.kind[place] == Kind.FULL_STOP) & (before == Kind.LOWER) & (after == Kind.LOWER)
    slashes = (page.codes[place] == ord("/")) & (page.codes[place - 1] == ord("/"))
    yield "digits", per[Kind.DIGIT] * 2
    yield "separators", per[Kind.SEPARATOR] * 5
    yield "separator count", np.log1p(counts[Kind.SEPARATOR]) / 2
    yield "brackets", per[Kind.BRACKET] * 10
    yield "dashes", per[Kind.DASH] * 10
    yield "signs", (per[Kind.SYMBOL] + per[Kind.OTHER]) * 5
    yield "colons", per[Kind.COLON] * 20
    yield "at signs", counts[Kind.AT_SIGN]
    yield "prices", counts[Kind.CURRENCY]
    yield "dots inside words", page.count_at(place[dots])
    yield "web addresses", page.count_at(place[slashes])
    yield "no words", page.size == 0


def _function_words(page: Page) -> Iterator[Column]:
    own = page.own_function_share
    yield "share", own * 2 if page.listed_function_share is None else page.listed_function_share * 2
    yield "own share", own * 2


def _address(page: Page) -> Iterator[Column]:
    whole = page.address_of_document
    yield "share", page.address * 10
    yield "above the document's", (page.address - whole) * 10
    yield "the document's", np.full(page.blocks, whole * 20)
    yield "above the body's", (page.address - page.address_of_body) * 10


def _date(page: Page) -> Iterator[Column]:
    words = page.words
    place, before, after = page.inside_signs
    between_digits = (before == Kind.DIGIT) & (after == Kind.DIGIT)
    clock = between_digits & (page.kind[place] == Kind.COLON)
    figures = between_digits & _DATE_SIGN[page.kind[place]]
    yield "date words", page.date_share
    yield "years", page.share((words.kind == Kind.DIGIT) & (words.length == 4))
    yield "numbers", page.number_share
    yield "clock times", page.count_at(place[clock])
    yield "dates in figures", page.count_at(place[figures]) / 2


def _cues(page: Page) -> Iterator[Column]:
    covers = page.cues.covers
    yield from zip(_COVERS, covers, strict=True)
    yield from zip(_PHRASE, page.cues.believed / _STRONG_CUE, strict=True)
    yield "any covers", covers.sum(axis=0)


def _repetition(page: Page) -> Iterator[Column]:
    yield "times", np.log(page.times_said)
    yield "came before", page.first_same < np.arange(page.blocks)


def _position(page: Page) -> Iterator[Column]:
    index = np.arange(page.blocks)
    words, weight = page.size, page.prose * page.size
    words_so_far, prose_so_far = words.cumsum(), weight.cumsum()
    total, prose_total = max(words_so_far[-1], 1.0), max(prose_so_far[-1], 1e-6)
    yield "blocks before", np.log1p(index) / 4
    yield "blocks after", np.log1p(index[::-1]) / 4
    yield "share of blocks before", index / page.blocks
    yield "share of words before", (words_so_far - words) / total
    yield "prose before", (prose_so_far - weight) / prose_total
    yield "prose after", 1 - prose_so_far / prose_total
    yield "words before", np.log1p(words_so_far - words) / 6
    yield "words after", np.log1p(np.maximum(total - words_so_far, 0)) / 6


def _runs(page: Page) -> Iterator[Column]:
    size = np.add(page.size >= 4, page.size >= 10, dtype=np.int64) + (page.size >= 25)
    short = page.size <= 10
    heavy = page.prose > 0.5
    yield "blocks of like shape", np.log1p(_run_length(size * 2 + page.ends_sentence)) / 3
    yield "blocks of like size", np.log1p(_run_length(size)) / 3
    yield "short blocks", np.log1p(_run_length(short) * short) / 3
    yield "since prose", _distance(heavy) / 4
    yield "until prose", _distance(heavy[::-1])[::-1] / 4


def _run_length(values: NDArray[np.generic]) -> NDArray[np.int64]:
    """For every place, how long the run of equal values is that it stands in."""
    change = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]))
    lengths = change[1:] - change[:-1]
    return np.repeat(lengths, lengths)


def _distance(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log of how many places ago `mask` last held; the log of the length where it never did."""
    places = np.arange(len(mask))
    last = np.maximum.accumulate(np.where(mask, places, -len(mask)))
    result: NDArray[np.float64] = np.log1p(np.minimum(places - last, len(mask)))
    return result


def _document(page: Page) -> Iterator[Column]:
    words = max(page.size.sum(), 1.0)
    values = {
        "blocks": np.log1p(page.blocks) / 5,
        "words": np.log1p(words) / 7,
        "words a block": np.log1p(words / page.blocks) / 4,
        "share of prose": (page.prose * page.size).sum() / words,
        "prose blocks": np.log1p(np.count_nonzero(page.prose > 0.5)) / 4,
        "short blocks": np.count_nonzero(page.size <= 10) / page.blocks,
    }
    for name, value in values.items():
        yield name, np.full(page.blocks, value)
