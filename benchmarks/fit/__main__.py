"""`python -m benchmarks.fit CACHE`: fit the model, and measure it on sites held out."""

from __future__ import annotations

import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import torch

from benchmarks.fit import held_out
from benchmarks.fit.export import as_model, bagged, export
from benchmarks.fit.plan import ALL, Plan, folds_of, plan_of
from benchmarks.fit.recipe import RECIPES
from benchmarks.fit.tracks import TRACKS
from benchmarks.systems import Track
from benchmarks.teacher import NAME as TAUGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.fit.train import Fitted

_PLAN: list[Plan] = []
"""The plan of the networks that are being fitted, for the processes that fit."""


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--track", type=click.Choice(get_args(Track)), default="text", help="What is read.")
@click.option("--folds", "fold_count", default=5, help="Parts the sites are split into.")
@click.option("--only", default=None, type=int, help="Score so many folds and stop, without writing weights.")
@click.option("--recipe", default="{}", help="Changes to the recipe, as JSON.")
@click.option(
    "--start",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Weights to fine-tune: of one network a fold, as this writes them.",
)
@click.option("--jobs", default=1, show_default=True, help="Processes that fit.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("cleaner/model"))
def main(  # noqa: PLR0913 - click hands over one argument an option
    *,
    cache: Path,
    track: Track,
    fold_count: int,
    only: int | None,
    recipe: str,
    start: Path | None,
    jobs: int,
    out: Path,
) -> None:
    """Cross-validate by site on the corpora in CACHE, then fit on all of them and write the weights."""
    changes: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(recipe).items()
    }
    chosen = TRACKS[track]
    names = chosen.feature_names()
    plan = replace(RECIPES[track], **changes)
    records = chosen.records(cache)
    fold_of = folds_of(records, fold_count)

    def planned(folds: Mapping[str, int]) -> Plan:
        fresh = plan_of(track, records, plan, cache, folds)
        return fresh.fine_tuning(start, fold_count) if start else fresh

    scored: held_out.Scored = []
    others: list[dict[str, Fitted]] = []
    began = time.monotonic()
    folds = range(fold_count if only is None else only)
    for fold, networks in _networks(planned(fold_of), folds, jobs):
        unseen = [it for it in records if fold_of[it["site"]] == fold and it["set"] != TAUGHT]
        here = held_out.score(track, unseen, as_model(names, networks, plan), fold_of)
        scored += here
        others.append(networks)
        click.echo(f"fold {fold}, {time.monotonic() - began:.0f} s: {_shown(held_out.figures(here))}")
    click.echo(f"all: {_shown(held_out.figures(scored))}")
    if only is None:  # what ships: nothing is held out, so any page may have all snippets of its language
        for _, networks in _networks(planned(dict.fromkeys(fold_of, 0)), [ALL], jobs):
            shipped = bagged([networks, *others]) if plan.bagged else networks
            export(out / track, names, shipped, plan, held_out.figures(scored))


def _networks(plan: Plan, folds: Sequence[int], jobs: int) -> Iterator[tuple[int, dict[str, Fitted]]]:
    """Each fold with its networks as they are stored, once they are fitted; the next are begun by then.

    A copy of the examples for each process that fits would not fit in memory: they are inherited.
    """
    _PLAN[:] = [plan]
    work = [(fold, number) for fold in folds for number in range(plan.recipe.ensemble)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        fits = pool.map(_fit, work)
        for fold in folds:
            yield fold, plan.named(fold, list(islice(fits, plan.recipe.ensemble)))
    _PLAN.clear()


def _fit(work: tuple[int, int]) -> Fitted:
    fold, seed = work
    return _PLAN[0].network(fold, seed)


def _shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
