"""The features of blocks: what the fitted judge sees.

Every feature belongs to a named group, and a group is what an explanation names. All values are
scaled to stay within a few units of zero, so that one unusual page cannot swamp the judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.view.alphabet import TERMINAL, Kind
from cleaner.view.phrases import CUE_LABELS, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.heuristics.claim import Claim
    from cleaner.view.page import Page

Columns = dict[str, "NDArray[np.float64]"]


class Features(NamedTuple):
    """What is known of a page's blocks, as numbers."""

    names: tuple[str, ...]
    """`group/feature`, one a column."""
    values: NDArray[np.float32]
    """Shape (blocks, features)."""


_SIZE_STEPS: Final = (2, 5, 10, 20, 40, 80)
"""Words at which a block's size changes what it is likely to be: button, menu entry, heading, teaser."""
_STRONG_CUE_SCALE: Final = 20.0
"""Characters of one believable phrase."""


def features(page: Page, claims: Sequence[Claim]) -> Features:
    """The features of every block of `page`, given what the heuristics claim of it."""
    groups: dict[str, Columns] = {
        "size": _size(page),
        "sentence": _sentence(page),
        "case": _case(page),
        "characters": _characters(page),
        "function words": _function_words(page),
        "address": _address(page),
        "date": _date(page),
        "cue": _cues(page),
        "heuristic": {claim.heuristic: claim.strength for claim in claims},
        "repetition": _repetition(page),
        "likeness": page.likeness,
        "position": _position(page),
        "run": _runs(page),
        "document": _document(page),
    }
    names = tuple(f"{group}/{name}" for group, columns in groups.items() for name in columns)
    stacked = [column for columns in groups.values() for column in columns.values()]
    return Features(names, np.stack(stacked, axis=1).astype(np.float32))


def _size(page: Page) -> Columns:
    columns = {"words": np.log1p(page.size) / 4, "word length": page.characters / np.maximum(page.size, 0.5) / 8}
    columns["word length"] = np.minimum(columns["word length"], 4)
    for step in _SIZE_STEPS:
        columns[f"over {step} words"] = (page.size > step).astype(float)
    return columns


def _sentence(page: Page) -> Columns:
    last, counts = page.last_kind, page.counts
    ends = {
        "ends with a full stop": last == Kind.FULL_STOP,
        "ends with an exclamation mark": last == Kind.EXCLAMATION,
        "ends with a question mark": last == Kind.QUESTION,
        "ends with an ellipsis": (last == Kind.ELLIPSIS) | _three_dots(page),
        "ends with a colon": last == Kind.COLON,
        "ends with a comma": last == Kind.COMMA,
    }
    columns = {name: mask.astype(float) for name, mask in ends.items()}
    stops = counts[:, list(TERMINAL)].sum(axis=1)
    columns["sentence ends"] = np.log1p(stops) / 2
    columns["sentence ends a word"] = np.minimum(stops / np.maximum(page.size, 1) * 8, 3)
    columns["commas a word"] = np.minimum(counts[:, Kind.COMMA] / np.maximum(page.size, 1) * 10, 3)
    columns["quotes"] = np.log1p(counts[:, Kind.QUOTE]) / 2
    return columns


def _three_dots(page: Page) -> NDArray[np.bool_]:
    texts = (block.text.rstrip() for block in page.document.blocks)
    return np.fromiter((text.endswith(("..", "…")) for text in texts), dtype=bool, count=page.blocks)


def _case(page: Page) -> Columns:
    counts, first = page.counts, page.first_kind
    letters = counts[:, Kind.LOWER] + counts[:, Kind.UPPER]
    return {
        "capitals": counts[:, Kind.UPPER] / np.maximum(letters, 1) * 2,
        "capitalised words": page.capitalised,
        "has case": (letters > 0).astype(float),
        "starts with a capital": (first == Kind.UPPER).astype(float),
        "starts with a small letter": (first == Kind.LOWER).astype(float),
        "starts with a digit": (first == Kind.DIGIT).astype(float),
        "starts with a quote": (first == Kind.QUOTE).astype(float),
        "starts with a sign": np.isin(first, (Kind.SEPARATOR, Kind.DASH, Kind.SYMBOL, Kind.AT_SIGN)).astype(float),
    }


def _characters(page: Page) -> Columns:
    per = page.counts / page.characters[:, None]
    kind, codes = page.kind, page.codes
    dot_inside = np.zeros(len(kind), dtype=bool)
    dot_inside[1:-1] = (kind[1:-1] == Kind.FULL_STOP) & (kind[2:] == Kind.LOWER) & (kind[:-2] == Kind.LOWER)
    address = np.zeros(len(kind), dtype=bool)
    address[1:] = (codes[1:] == ord("/")) & (codes[:-1] == ord("/"))
    return {
        "digits": per[:, Kind.DIGIT] * 2,
        "separators": np.minimum(per[:, Kind.SEPARATOR] * 5, 3),
        "separator count": np.log1p(page.counts[:, Kind.SEPARATOR]) / 2,
        "brackets": np.minimum(per[:, Kind.BRACKET] * 10, 3),
        "dashes": np.minimum(per[:, Kind.DASH] * 10, 3),
        "signs": np.minimum((per[:, Kind.SYMBOL] + per[:, Kind.OTHER]) * 5, 3),
        "colons": np.minimum(per[:, Kind.COLON] * 20, 3),
        "at signs": np.log1p(page.counts[:, Kind.AT_SIGN]),
        "prices": np.log1p(page.counts[:, Kind.CURRENCY]),
        "dots inside words": np.log1p(page.count(dot_inside)),
        "web addresses": np.log1p(page.count(address)),
        "no words": (page.size == 0).astype(float),
    }


def _function_words(page: Page) -> Columns:
    own = page.share(page.own_function_words)
    listed = own
    if page.language in phrases().languages:
        listed = page.share(page.known_words(phrases().function, page.language_bits))
    return {"share": listed * 2, "own share": own * 2}


def _address(page: Page) -> Columns:
    whole = page.address_of_document
    return {
        "share": np.minimum(page.address * 10, 3),
        "above the document's": np.clip((page.address - whole) * 10, -1, 3),
        "the document's": np.full(page.blocks, min(whole * 20, 3)),
    }


def _date(page: Page) -> Columns:
    words, kind = page.words, page.kind
    year = (words.kind == Kind.DIGIT) & (words.length == 4)
    clock = np.zeros(len(kind), dtype=bool)
    clock[1:-1] = (kind[:-2] == Kind.DIGIT) & (kind[2:] == Kind.DIGIT) & (kind[1:-1] == Kind.COLON)
    figures = np.zeros(len(kind), dtype=bool)
    middle = np.isin(kind[1:-1], (Kind.FULL_STOP, Kind.SEPARATOR, Kind.DASH))
    figures[1:-1] = (kind[:-2] == Kind.DIGIT) & (kind[2:] == Kind.DIGIT) & middle
    return {
        "date words": page.share(page.date_words),
        "years": page.share(year),
        "numbers": page.share(words.kind == Kind.DIGIT),
        "clock times": np.minimum(page.count(clock), 2),
        "dates in figures": np.minimum(page.count(figures), 3) / 2,
    }


def _cues(page: Page) -> Columns:
    covered = np.minimum(page.cues, 1)
    strong = np.minimum(page.strong_cues / _STRONG_CUE_SCALE, 2)
    columns = {f"{label} covers": covered[:, place] for place, label in enumerate(CUE_LABELS)}
    columns |= {f"{label} phrase": strong[:, place] for place, label in enumerate(CUE_LABELS)}
    columns["any covers"] = np.minimum(page.cues.sum(axis=1), 1.5)
    return columns


def _repetition(page: Page) -> Columns:
    same: dict[str, int] = {}
    texts = [block.text.strip().lower() for block in page.document.blocks]
    for text in texts:
        same[text] = same.get(text, 0) + 1
    seen: set[str] = set()
    again = np.array([text in seen or bool(seen.add(text)) for text in texts], dtype=float)
    times = np.array([same[text] for text in texts])
    return {"times": np.minimum(np.log(times), 3), "came before": again}


def _position(page: Page) -> Columns:
    index = np.arange(page.blocks)
    words = page.size
    before = np.cumsum(words) - words
    total = max(words.sum(), 1.0)
    weight = page.prose * words
    prose_before = np.cumsum(weight) - weight
    prose_total = max(weight.sum(), 1e-6)
    return {
        "blocks before": np.log1p(index) / 4,
        "blocks after": np.log1p(index[::-1]) / 4,
        "share of blocks before": index / page.blocks,
        "share of words before": before / total,
        "prose before": prose_before / prose_total,
        "prose after": 1 - (prose_before + weight) / prose_total,
        "words before": np.log1p(before) / 6,
        "words after": np.log1p(np.maximum(total - before - words, 0)) / 6,
    }


def _runs(page: Page) -> Columns:
    size = np.digitize(page.size, (4, 10, 25))
    ends = page.ends_sentence
    shape = size * 2 + ends
    heavy = page.prose > 0.5
    return {
        "blocks of like shape": np.log1p(_run_length(shape)) / 3,
        "blocks of like size": np.log1p(_run_length(size)) / 3,
        "short blocks": np.log1p(_run_length(page.size <= 10) * (page.size <= 10)) / 3,
        "since prose": _distance(heavy) / 4,
        "until prose": _distance(heavy[::-1])[::-1] / 4,
        "blank line before": _blank_line_before(page),
    }


def _run_length(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """For every place, how long the run of equal values is that it stands in."""
    change = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]))
    lengths = np.diff(change)
    return np.repeat(lengths, lengths).astype(float)


def _distance(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log of how many places ago `mask` last held; the log of the length where it never did."""
    places = np.arange(len(mask))
    last = np.maximum.accumulate(np.where(mask, places, -len(mask)))
    return np.log1p(np.minimum(places - last, len(mask)))


def _blank_line_before(page: Page) -> NDArray[np.float64]:
    source, blocks = page.document.source, page.document.blocks
    gaps = (source[a.end : b.start].count("\n") > 1 for a, b in zip(blocks, blocks[1:], strict=False))
    return np.fromiter((True, *gaps), dtype=float, count=page.blocks)


def _document(page: Page) -> Columns:
    weight = page.prose
    words = max(page.size.sum(), 1.0)
    values = {
        "blocks": np.log1p(page.blocks) / 5,
        "words": np.log1p(words) / 7,
        "words a block": np.log1p(words / page.blocks) / 4,
        "share of prose": float((weight * page.size).sum() / words),
        "prose blocks": np.log1p((weight > 0.5).sum()) / 4,
        "short blocks": float((page.size <= 10).mean()),
    }
    return {name: np.full(page.blocks, value) for name, value in values.items()}
