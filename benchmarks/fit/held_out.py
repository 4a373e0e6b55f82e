"""How well a fitted model does on pages of sites it has not seen, by the whole path that users take."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks import metrics
from cleaner import Cleaner, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cleaner.model import Model

Scored = list[tuple[str, Any]]
"""Name of the figure, and what one page adds to it."""

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


def score(records: Sequence[dict[str, Any]], model: Model) -> Scored:
    """What each corpus record adds to each figure, judged by `model`."""
    cleaner = Cleaner(options=_OPTIONS, model=model)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        scored = pool.map(partial(_score_page, cleaner), records, chunksize=50)
        return [one for page in scored for one in page]


def _score_page(cleaner: Cleaner, record: dict[str, Any]) -> Scored:
    is_article = record["page_type"] in ("article", "mixed")
    group = record["set"] if is_article else f"{record['set']}, other types"
    layouts = LAYOUTS if is_article else {"as captured": str}
    scored: Scored = [
        (f"{group}, {name}", _score_text(cleaner.clean(lay_out(record["text"])).text, record, name))
        for name, lay_out in layouts.items()
    ]
    if record["gold"] and is_article:
        kept = len(metrics.words(cleaner.clean(record["gold"]).text))
        scored.append((f"{group}, words kept of gold alone", (kept, len(metrics.words(record["gold"])))))
    return scored


def _score_text(text: str, record: Mapping[str, Any], layout: str) -> metrics.Scores | metrics.SegmentCounts:
    if record["gold"] is None:
        fold = str.lower if layout == "lower case" else str
        wanted, unwanted = (map(fold, record[key]) for key in ("with_snippets", "without_snippets"))
        return metrics.count_segments(text, wanted, unwanted)
    if record["set"].startswith("news-pairs"):
        return metrics.shingle_scores(text, record["gold"])
    return metrics.word_scores(text, record["gold"])


def figures(scored: Scored) -> dict[str, float]:
    """The benchmark's metric for each name: word F1, shingle F1 (news pairs) or segment F1 (segments)."""
    by_name: dict[str, list[Any]] = defaultdict(list)
    for name, one in scored:
        by_name[name].append(one)
    return {name: round(_figure(name, ones), 4) for name, ones in sorted(by_name.items())}


def _figure(name: str, scores: list[Any]) -> float:
    if name.endswith("gold alone"):
        kept, whole = (sum(column) for column in zip(*scores, strict=True))
        return float(kept / whole)
    if name.startswith("segments"):
        return metrics.segment_scores(scores).f1
    return (metrics.mean_of_sides if name.startswith("news-pairs") else metrics.mean_by_page)(scores).f1
