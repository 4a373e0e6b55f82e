"""How well a fitted model does on pages of sites it has not seen, by the whole path that users take."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from benchmarks import metrics
from benchmarks.fit.lines import Line, lay_out
from benchmarks.fit.snippets import Snippet, in_language, site_of, snippets
from benchmarks.fit.splices import beside_one, spliced
from benchmarks.pages import read_html
from cleaner import Cleaner, Options
from cleaner.options import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.systems import Track
    from cleaner.model import Model

Scored = list[tuple[str, Any]]
"""Name of the figure, and what one page adds to it."""

METRICS: Final[dict[str, Callable[[str, str], metrics.Scores]]] = {
    "news": metrics.shingle_scores,
    "fundus": metrics.shingle_scores,
    "chinese": metrics.character_scores,
}
"""The metric of a set, by the beginning of its name; word F1 for all others."""
TAIL: Final = ", tail"
KEPT: Final = 0.9
"""An article that keeps less of its words is in the tail."""
_WIDTH: Final = 72
_OPTIONS: Final = Options(site_rules=False, title=False)


def _wrapped(text: str) -> str:
    lines = (
        textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join("\n".join(pieces) for pieces in lines)


LAYOUTS: Final[dict[str, Callable[[str], str]]] = {
    "as captured": str,
    "lower case": str.lower,
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "wrapped": _wrapped,
}


def folds(sites: Sequence[str], count: int, seed: int) -> dict[str, int]:
    """A fold for every site, so that all pages of a site are held out together."""
    unique = sorted(set(sites))
    order = np.random.default_rng(seed).permutation(len(unique))
    return {site: int(place % count) for site, place in zip(unique, order, strict=True)}


class Reading(NamedTuple):
    """One way to give a page to the cleaner."""

    options: Options
    source: Callable[[dict[str, Any]], dict[str, Any]]
    """A corpus record -> what `Cleaner.clean` is called with."""


def _text(lay_out: Callable[[str], str]) -> Reading:
    return Reading(_OPTIONS, lambda record: {"text": lay_out(record["text"])})


def _html(engine: Engine) -> Reading:
    return Reading(
        replace(_OPTIONS, engine=engine), lambda record: {"html": read_html(Path(record["html_file"]))}
    )


READINGS: Final[dict[Track, dict[str, Reading]]] = {
    "text": {name: _text(lay_out) for name, lay_out in LAYOUTS.items()},
    "html": {engine.value: _html(engine) for engine in Engine},
}
"""The first of each is the one that pages other than articles are read in as well."""


def score(
    track: Track, records: Sequence[dict[str, Any]], model: Model, fold_of: Mapping[str, int]
) -> Scored:
    """What each corpus record adds to each figure, cleaned with `model`; all are of one fold."""
    cleaners = {name: Cleaner(options=it.options, model=model) for name, it in READINGS[track].items()}
    ours = [it for it in snippets() if records and fold_of[site_of(it)] == fold_of[records[0]["site"]]]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        scored = pool.map(partial(_score_page, track, cleaners, ours), records, chunksize=50)
        return [one for page in scored for one in page]


def _score_page(
    track: Track, cleaners: Mapping[str, Cleaner], ours: Sequence[Snippet], record: dict[str, Any]
) -> Scored:
    is_article = record["page_type"] in ("article", "mixed")
    group = record["set"] if is_article else f"{record['set']}, other types"
    first = next(iter(cleaners))
    texts = {
        name: cleaner.clean(**READINGS[track][name].source(record)).text
        for name, cleaner in cleaners.items()
        if is_article or name == first or track == "html"
    }
    scored: Scored = [(f"{group}, {name}", _score_text(text, record, name)) for name, text in texts.items()]
    if record["gold"] and is_article:
        whole = "\n".join(record["blocks"]) if track == "html" else record["text"]
        scored += [
            (f"{group}, {name}{TAIL}", metrics.share_kept(text, record["gold"], whole) < KEPT)
            for name, text in texts.items()
            if track == "html" or name == first
        ]
    if track == "text" and record["gold"] and is_article:
        kept = len(metrics.words(cleaners[first].clean(record["gold"]).text))
        scored.append((f"{group}, words kept of gold alone", (kept, len(metrics.words(record["gold"])))))
        scored += _score_splice(cleaners[first], ours, record)
    return scored


def _score_splice(cleaner: Cleaner, ours: Sequence[Snippet], record: dict[str, Any]) -> Scored:
    """The body of a page among snippets of its language, and beside one: the model has seen neither."""
    rng = Random(f"{record['id']} {record['flattener']}")
    body = [Line(text.strip(), 1.0) for text in record["gold"].split("\n") if text.strip()]
    language = cleaner.clean(record["gold"]).language
    given = in_language(ours, language)
    if not given or not body:
        return []
    return [
        one
        for name, page in (("splices", spliced(body, given, rng)), ("one box", beside_one(body, given, rng)))
        for one in _score_made(name, cleaner, page, record["gold"])
    ]


def _score_made(name: str, cleaner: Cleaner, page: Sequence[Line], gold: str) -> Scored:
    text, _ = lay_out(page)
    found = cleaner.clean(text).text
    lost = 1 - metrics.share_kept(found, gold, gold)
    boilerplate = [line.text for line in page if not line.body]
    stays = sum(len(it) for it in boilerplate if it in found) / max(sum(map(len, boilerplate)), 1)
    return [
        (f"{name}, as captured", metrics.word_scores(found, gold)),
        (f"{name}, body words lost", lost),
        (f"{name}, as captured{TAIL}", 1 - lost < KEPT),
        (f"{name}, boilerplate left", stays),
    ]


def _score_text(text: str, record: Mapping[str, Any], layout: str) -> metrics.Scores | metrics.SegmentCounts:
    if record["gold"] is None:
        fold = str.lower if layout == "lower case" else str
        wanted, unwanted = (map(fold, record[key]) for key in ("with_snippets", "without_snippets"))
        return metrics.count_segments(text, wanted, unwanted)
    kind = METRICS.get(record["set"].partition("-")[0], metrics.word_scores)
    return kind(text, record["gold"])


def figures(scored: Scored) -> dict[str, float]:
    """The benchmark's metric for each name: word F1, shingle F1 (news pairs) or segment F1 (segments)."""
    by_name: dict[str, list[Any]] = defaultdict(list)
    for name, one in scored:
        by_name[name].append(one)
    return {name: round(_figure(name, ones), 4) for name, ones in sorted(by_name.items())}


def _figure(name: str, scores: list[Any]) -> float:
    if name.endswith((TAIL, "lost", "left")):
        return float(np.mean(scores))
    if name.endswith("gold alone"):
        kept, whole = (sum(column) for column in zip(*scores, strict=True))
        return float(kept / whole)
    if name.startswith("segments"):
        return metrics.segment_scores(scores).f1
    by_sides = METRICS.get(name.partition("-")[0]) is metrics.shingle_scores
    return (metrics.mean_of_sides if by_sides else metrics.mean_by_page)(scores).f1
