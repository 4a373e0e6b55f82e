"""`python -m benchmarks.fit CACHE`: fit the judge's weights, and say how well they do on unseen sites."""

from __future__ import annotations

import json
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import click
import torch

from benchmarks.corpus import read
from benchmarks.fit import held_out
from benchmarks.fit.examples import Donors, Example, donors, page_examples
from benchmarks.fit.export import as_model, export
from benchmarks.fit.train import Recipe, fit

_GIVERS: list[Donors] = []
"""The pages that may be mixed into others; inherited by the processes that make examples."""


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--folds", "fold_count", default=5, help="Parts the sites are split into.")
@click.option("--only", default=None, type=int, help="Score so many folds and stop, without writing weights.")
@click.option("--networks", default=1, help="Networks whose judgements are averaged.")
@click.option("--seed", default=0)
@click.option("--recipe", default="{}", help="Changes to the recipe, as JSON.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("cleaner/model"))
def main(
    cache: Path, fold_count: int, only: int | None, networks: int, seed: int, recipe: str, out: Path
) -> None:
    """Cross-validate by site on the corpora in CACHE, then fit on all of them and write the weights."""
    changes: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(recipe).items()
    }
    plan = Recipe(**changes)
    records = [record for file in sorted(cache.glob("*-dev.jsonl.gz")) for record in read(file)]
    made = load_examples(records, _extracted(cache), cache / f"examples-{seed}.pickle", seed)
    fold_of = held_out.folds([example.site for example in made], fold_count, seed)
    scored: held_out.Scored = []
    for fold in range(only if only is not None else fold_count):
        began = time.monotonic()
        seen = [e for e in made if fold_of[e.site] != fold]
        unseen = [record for record in records if fold_of.get(record["site"]) == fold]
        here = held_out.score(unseen, as_model([fit(seen, plan, seed + n) for n in range(networks)], plan))
        scored += here
        click.echo(f"fold {fold}, {time.monotonic() - began:.0f} s: {_shown(held_out.figures(here))}")
    overall = held_out.figures(scored)
    click.echo(f"all: {_shown(overall)}")
    if only is None:
        export(out, [fit(made, plan, seed + n) for n in range(networks)], plan, overall)


def load_examples(
    records: list[dict[str, Any]], extracted: dict[str, str], store: Path, seed: int
) -> list[Example]:
    """All examples; kept in `store` for the next run with the same seed."""
    import pickle  # noqa: PLC0415 - a cache of one's own making

    if store.exists():
        return list(pickle.loads(store.read_bytes()))  # noqa: S301 - likewise
    _GIVERS[:] = [donors(records)]
    work = [
        (record, extracted.get(record["id"]) if record["share"] is None else None, seed + i)
        for i, record in enumerate(records)
    ]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        made = [example for examples in pool.map(_make, work, chunksize=40) for example in examples]
    store.write_bytes(pickle.dumps(made))
    return made


def _make(work: tuple[dict[str, Any], str | None, int]) -> list[Example]:
    record, extracted, seed = work
    return list(page_examples(record, extracted, _GIVERS[0], Random(seed)))


def _extracted(cache: Path) -> dict[str, str]:
    """What an HTML extractor kept of the pages that have no gold text, white space folded."""
    records = read(cache / "trafilatura.jsonl.gz")
    return {r["id"]: " ".join((r["extracted"] or "").split()) for r in records if r["set"] == "segments-dev"}


def _shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
