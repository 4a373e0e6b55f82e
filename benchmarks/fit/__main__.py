"""`python -m benchmarks.fit CACHE`: fit the model, and measure it on sites held out."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence  # noqa: TC003 - the fields of a named tuple
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click
import torch

from benchmarks.fit import held_out
from benchmarks.fit.distillation import distilled
from benchmarks.fit.examples import Example  # noqa: TC001 - likewise
from benchmarks.fit.export import as_model, export
from benchmarks.fit.fit_store import fitted
from benchmarks.fit.recipe import Recipe, Student  # noqa: TC001 - likewise
from benchmarks.fit.snippets import site_of, snippets
from benchmarks.fit.tracks import TRACKS, Record
from benchmarks.fit.train import Fitted, fit
from benchmarks.systems import Track
from benchmarks.teacher import NAME as TAUGHT
from cleaner.model import STUDENT, Model

_SEED = 0
_ALL = -1
"""The fold of the fit that leaves none out."""


class Plan(NamedTuple):
    """What is fitted, and how."""

    names: Sequence[str]
    examples: Sequence[Example]
    fold_of: Mapping[str, int]
    recipe: Recipe
    cache: Path
    key: str
    """Says what the examples are made from."""


_PLANS: dict[int, Plan] = {}
"""Fold -> its plan; inherited by the processes that fit: a copy of the examples for each would not fit in
memory."""


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--track", type=click.Choice(get_args(Track)), default="text", help="What is read.")
@click.option("--folds", "fold_count", default=5, help="Parts the sites are split into.")
@click.option("--only", default=None, type=int, help="Score so many folds and stop, without writing weights.")
@click.option("--recipe", default="{}", help="Changes to the recipe, as JSON.")
@click.option("--jobs", default=1, show_default=True, help="Processes that fit.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("cleaner/model"))
def main(
    *,
    cache: Path,
    track: Track,
    fold_count: int,
    only: int | None,
    recipe: str,
    jobs: int,
    out: Path,
) -> None:
    """Cross-validate by site on the corpora in CACHE, then fit on all of them and write the weights."""
    changes: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(recipe).items()
    }
    chosen = TRACKS[track]
    names = chosen.feature_names()
    plan = replace(chosen.recipe, **changes)
    records = chosen.records(cache)
    sites = [*(record["site"] for record in records), *map(site_of, snippets())]
    fold_of = held_out.folds(sites, fold_count, _SEED)
    _PLANS.clear()
    _PLANS.update(dict.fromkeys(range(fold_count), _plan(track, records, plan, cache, fold_of)))
    if only is None:  # what ships: nothing is held out, so any page may have all snippets of its language
        _PLANS[_ALL] = _plan(track, records, plan, cache, dict.fromkeys(fold_of, 0))
    folds = [*range(fold_count if only is None else only), *([_ALL] if only is None else [])]
    work = [(fold, number) for fold in folds for number in range(plan.ensemble)]
    scored: held_out.Scored = []
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        fits = pool.map(_fit, work)
        for fold in folds:
            began = time.monotonic()
            networks = {f"{number}": one for number, one in enumerate(islice(fits, plan.ensemble))}
            if plan.student:
                networks[STUDENT] = _fit_student(fold, plan.student, as_model(names, networks, plan))
            if fold == _ALL:
                export(out / track, names, networks, plan, held_out.figures(scored))
                break
            unseen = [it for it in records if fold_of[it["site"]] == fold and it["set"] != TAUGHT]
            here = held_out.score(track, unseen, as_model(names, networks, plan), fold_of)
            scored += here
            click.echo(f"fold {fold}, {time.monotonic() - began:.0f} s: {_shown(held_out.figures(here))}")
    click.echo(f"all: {_shown(held_out.figures(scored))}")


def _plan(
    track: Track, records: list[Record], recipe: Recipe, cache: Path, fold_of: Mapping[str, int]
) -> Plan:
    """The plan of a fit with these folds, its examples made or found in `cache`."""
    chosen = TRACKS[track]
    key = chosen.key(records, cache, fold_of)
    made = chosen.examples(records, cache, _SEED, fold_of, key)
    return Plan(chosen.feature_names(), made, fold_of, recipe, cache, f"{track} {key}")


def _fit(work: tuple[int, int]) -> Fitted:
    """One network, fitted on all folds but one; its number is its seed."""
    fold, seed = work
    torch.set_num_threads(1)
    plan = _PLANS[fold]
    key = f"{plan.key} {plan.recipe} {fold} {seed}"
    return fitted(
        plan.cache,
        key,
        lambda: fit(_seen(plan, fold), plan.names, plan.recipe, seed, plan.recipe.without_groups(seed)),
    )


def _fit_student(fold: int, student: Student, teacher: Model) -> Fitted:
    """The student, distilled from the ensemble that was fitted on the same folds."""
    plan = _PLANS[fold]

    def taught() -> Fitted:
        examples = distilled(_seen(plan, fold), teacher, student.distilled)
        return fit(examples, plan.names, plan.recipe, plan.recipe.ensemble, student.without)

    return fitted(plan.cache, f"{plan.key} {plan.recipe} {fold} student", taught)


def _seen(plan: Plan, fold: int) -> list[Example]:
    return [example for example in plan.examples if not example.is_of(fold, plan.fold_of)]


def _shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
