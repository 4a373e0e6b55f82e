"""`python -m benchmarks.fit.page_types CACHE`: fit what tells the type of a page, and measure it held out.

Multinomial logistic regression, its penalty chosen by the loss on sites held out. A type is told from the
smallest probability at which nineteen in twenty of those that are told are right, held out, too.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import click
import numpy as np
import torch

from benchmarks import html_corpus
from benchmarks.corpus import read
from benchmarks.fit import held_out
from benchmarks.fit.plan import SEED
from benchmarks.systems import Track
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.model import built_in
from cleaner.model.page_type import FILE, page_features
from cleaner.references.align import NO_REFERENCES, References
from cleaner.references.json_ld import article_body
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.document import Document
    from cleaner.features.feature_groups import Features

_SETS: Final = ("wcxb-dev", "news-pairs-dev", "fundus-dev")
"""Those whose pages have a type; the second and the third have articles alone."""
_PENALTIES: Final = (1e-3, 3e-3, 1e-2, 3e-2)
"""Of the squared weights."""
_RIGHT: Final = 0.95
"""The share of the types that are told which must be right."""
_STEPS: Final = 200
_LEAST_SPREAD: Final = 0.05

Regression = tuple["NDArray[np.float32]", "NDArray[np.float32]"]
"""Weights, shape (features, types), and bias."""


class Seen(NamedTuple):
    """The pages of one track: one row a page and flattener."""

    features: tuple[str, ...]
    values: NDArray[np.float32]
    types: NDArray[np.intp]
    fold: NDArray[np.intp]


def seen(track: Track, cache: Path, types: Sequence[str], folds: int) -> Seen:
    """The pages in `cache` that have a type and a block."""
    suffix = ".html.jsonl.gz" if track == "html" else ".jsonl.gz"
    records = [record for name in _SETS for record in read(cache / f"{name}{suffix}")]
    fold_of = held_out.folds([record["site"] for record in records], folds, SEED)
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        made = list(pool.map(partial(_page, track), records, chunksize=40))
    found = [(page, record) for page, record in zip(made, records, strict=True) if page]
    return Seen(
        found[0][0].names,
        np.concatenate([page.values for page, _ in found]),
        np.array([types.index(record["page_type"]) for _, record in found]),
        np.array([fold_of[record["site"]] for _, record in found]),
    )


def _page(track: Track, record: dict[str, Any]) -> Features | None:
    document: Document = html_corpus.document(record) if track == "html" else segment(record["text"])
    if not document.blocks:
        return None
    page, model = Page(document), built_in(track)
    references = References(json_ld=article_body(document)) if track == "html" else NO_REFERENCES
    wanted = (model.student or model).groups
    return page_features(extract_features(page, claims(page), references, wanted=wanted), page.size)


def fit(values: NDArray[np.float32], types: NDArray[np.intp], count: int, penalty: float) -> Regression:
    """The regression that fits `types`, numbers below `count`, best."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + _LEAST_SPREAD
    scaled, wanted = torch.from_numpy((values - mean) / spread), torch.from_numpy(types)
    weight = torch.zeros(values.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        found = (
            torch.nn.functional.cross_entropy(scaled @ weight + bias, wanted) + penalty * (weight**2).sum()
        )
        found.backward()
        return found

    optimiser.step(loss)
    by_feature = weight.detach().numpy() / spread[:, None]
    return by_feature, bias.detach().numpy() - mean @ by_feature


def probabilities(values: NDArray[np.float32], regression: Regression) -> NDArray[np.float32]:
    """Of each page and type, shape (pages, types)."""
    weight, bias = regression
    odds = values @ weight + bias
    likely = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def held_out_probabilities(pages: Seen, count: int, penalty: float) -> NDArray[np.float32]:
    """Of each page by the regression that was fitted without its fold."""
    found = np.zeros((len(pages.types), count), dtype=np.float32)
    for fold in np.unique(pages.fold):
        out = pages.fold == fold
        found[out] = probabilities(
            pages.values[out], fit(pages.values[~out], pages.types[~out], count, penalty)
        )
    return found


def least_sure(found: NDArray[np.float32], types: NDArray[np.intp]) -> float:
    """The smallest probability, in hundredths, from which `_RIGHT` of the types told are right.

    >>> found = np.array([[0.9, 0.1], [0.6, 0.4]])
    >>> least_sure(found, np.array([0, 0])), least_sure(found, np.array([0, 1]))
    (0.5, 0.61)
    """
    sure, right = found.max(axis=1), found.argmax(axis=1) == types
    steps = np.arange(50, 100) / 100
    return float(next((it for it in steps if right[sure >= it].mean() >= _RIGHT), 1.0))


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--folds", default=5, show_default=True, help="Parts the sites are split into.")
@click.option("--out", type=click.Path(path_type=Path), default=FILE)
def main(*, cache: Path, folds: int, out: Path) -> None:
    """Fit both tracks on the corpora in CACHE, and write weights and figures."""
    types = sorted({record["page_type"] for name in _SETS for record in read(cache / f"{name}.jsonl.gz")})
    stored: dict[str, Any] = {"types": np.array(types)}
    figures = {}
    for track in get_args(Track):
        pages = seen(track, cache, types, folds)
        tried = {it: held_out_probabilities(pages, len(types), it) for it in _PENALTIES}
        penalty = min(tried, key=lambda it: _loss(tried[it], pages.types))
        sure = least_sure(tried[penalty], pages.types)
        weight, bias = fit(pages.values, pages.types, len(types), penalty)
        names = {"features": np.array(pages.features), "weight": weight, "bias": bias, "sure": np.array(sure)}
        stored |= {f"{track}/{name}": value for name, value in names.items()}
        figures[track] = {
            "penalty": penalty,
            "sure": sure,
            **_figures(tried[penalty], pages.types, types, sure),
        }
    np.savez_compressed(out, **stored)
    text = json.dumps(figures, indent=2)
    out.with_suffix(".json").write_text(text + "\n")
    click.echo(text)


def _loss(found: NDArray[np.float32], types: NDArray[np.intp]) -> float:
    return float(-np.log(np.maximum(found[np.arange(len(types)), types], 1e-9)).mean())


def _figures(
    found: NDArray[np.float32], types: NDArray[np.intp], names: Sequence[str], sure: float
) -> dict[str, Any]:
    """How often the likeliest type is right, how many are told, and of these how many are right, by type."""
    likely, told = found.argmax(axis=1), found.max(axis=1) >= sure
    right = likely == types
    return {
        "rows": len(types),
        "right": round(float(right.mean()), 4),
        "told": round(float(told.mean()), 4),
        "told and right": round(float(right[told].mean()), 4),
        "of each type told": {
            name: round(float(told[types == number].mean()), 4) for number, name in enumerate(names)
        },
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
