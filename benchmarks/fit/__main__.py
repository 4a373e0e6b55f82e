"""`python -m benchmarks.fit CACHE`: fit the judge's weights, and say how well they do on unseen sites."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click
import torch

from benchmarks.fit import held_out
from benchmarks.fit.export import as_model, export
from benchmarks.fit.tracks import TRACKS
from benchmarks.fit.train import fit
from benchmarks.systems import Track

_SEED = 0


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--track", type=click.Choice(get_args(Track)), default="text", help="What is judged.")
@click.option("--folds", "fold_count", default=5, help="Parts the sites are split into.")
@click.option("--only", default=None, type=int, help="Score so many folds and stop, without writing weights.")
@click.option("--networks", default=1, help="Networks whose judgements are averaged.")
@click.option("--recipe", default="{}", help="Changes to the recipe, as JSON.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("cleaner/model"))
def main(
    cache: Path,
    track: Track,
    fold_count: int,
    only: int | None,
    networks: int,
    recipe: str,
    out: Path,
) -> None:
    """Cross-validate by site on the corpora in CACHE, then fit on all of them and write the weights."""
    changes: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(recipe).items()
    }
    chosen = TRACKS[track]
    names = chosen.feature_names()
    plan = replace(chosen.recipe, blank_line=names.index("run/blank line before"), **changes)
    records = chosen.records(cache)
    made = chosen.examples(records, cache, _SEED)
    fold_of = held_out.folds([example.site for example in made], fold_count, _SEED)
    scored: held_out.Scored = []
    for fold in range(only if only is not None else fold_count):
        began = time.monotonic()
        seen = [e for e in made if fold_of[e.site] != fold]
        unseen = [record for record in records if fold_of.get(record["site"]) == fold]
        model = as_model(names, [fit(seen, plan, _SEED + n) for n in range(networks)], plan)
        here = held_out.score(track, unseen, model)
        scored += here
        click.echo(f"fold {fold}, {time.monotonic() - began:.0f} s: {_shown(held_out.figures(here))}")
    overall = held_out.figures(scored)
    click.echo(f"all: {_shown(overall)}")
    if only is None:
        export(out / track, names, [fit(made, plan, _SEED + n) for n in range(networks)], plan, overall)


def _shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
