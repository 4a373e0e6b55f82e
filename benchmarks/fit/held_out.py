"""How well a fitted network does on pages of sites it has not seen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import metrics
from benchmarks.fit.variations import AS_CAPTURED
from cleaner.model import BODY, HEADLINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.fit.examples import Example


def folds(sites: Sequence[str], count: int, seed: int) -> dict[str, int]:
    """A fold for every site, so that all pages of a site are held out together."""
    unique = sorted(set(sites))
    order = np.random.default_rng(seed).permutation(len(unique))
    return {site: int(place % count) for site, place in zip(unique, order, strict=True)}


def kept_text(example: Example, log_odds: NDArray[np.float32]) -> str:
    """What would be kept of a page, without its headline."""
    keep = log_odds[:, BODY] > 0
    best = int(log_odds[:, HEADLINE].argmax())
    if log_odds[best, HEADLINE] > 0:
        keep[best] = False
    return "\n".join(text for text, kept in zip(example.blocks, keep, strict=True) if kept)


def report(
    examples: Sequence[Example],
    log_odds: Sequence[NDArray[np.float32]],
    records: Mapping[str, dict[str, Any]],
) -> dict[str, float]:
    """The benchmark's metrics by set, and by variation the F1 of blocks weighed by their words.

    `records` are the corpus records by `set/id/flattener`.
    """
    by_set: dict[str, list[Any]] = defaultdict(list)
    by_kind: dict[str, list[float]] = defaultdict(list)
    for example, odds in zip(examples, log_odds, strict=True):
        if example.kind != AS_CAPTURED:
            if example.article:
                by_kind[example.kind].append(_block_f1(example, odds))
            continue
        record = records[example.name]
        text = kept_text(example, odds)
        if record["gold"] is None:
            segments = metrics.count_segments(text, record["with_snippets"], record["without_snippets"])
            by_set["segments-dev"].append(segments)
        elif record["set"] == "news-pairs-dev":
            by_set["news-pairs-dev"].append(metrics.shingle_scores(text, record["gold"]))
        else:
            group = "articles" if record["page_type"] == "article" else "other types"
            by_set[f"wcxb-dev {group}"].append(metrics.word_scores(text, record["gold"]))
    result = {name: _score(name, scores) for name, scores in sorted(by_set.items())}
    return result | {kind: float(np.mean(values)) for kind, values in sorted(by_kind.items())}


def _score(name: str, scores: list[Any]) -> float:
    if name == "segments-dev":
        return metrics.segment_scores(scores).f1
    return (metrics.mean_of_sides if name == "news-pairs-dev" else metrics.mean_by_page)(scores).f1


def _block_f1(example: Example, odds: NDArray[np.float32]) -> float:
    keep = (odds[:, BODY] > 0) & (example.headline == 0)
    kept = float(example.weight[keep].sum())
    gold = float((example.weight * example.body).sum())
    found = float((example.weight * example.body)[keep].sum())
    return 2 * found / (kept + gold) if kept + gold else 1.0
