"""`python -m benchmarks.fit.tail CACHE`: the articles that lose most of their body, with what they lose.

Every page is cleaned with the networks that were fitted without its fold, which `benchmarks.fit` has left in
CACHE. The mean hides such pages; look at each before you believe a better mean.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

import click

from benchmarks import metrics
from benchmarks.align import BODY_SHARE, body_share
from benchmarks.fit.export import as_model
from benchmarks.fit.held_out import KEPT, READINGS
from benchmarks.fit.plan import Plan, fitted_plan, folds_of
from benchmarks.fit.recipe import RECIPES
from benchmarks.fit.tracks import TRACKS
from benchmarks.systems import Track
from benchmarks.teacher import NAME as TAUGHT
from cleaner import Cleaner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.fit.tracks import Record

_SHOWN: Final = 100
"""Characters of a block."""


class Loss(NamedTuple):
    """What a page loses of its gold text."""

    kept: float
    """The share of the words of the gold text that stand in the page."""
    page: str
    blocks: list[str]
    """The blocks that go wrongly, the longest first, each with its label and score."""


def losses(plan: Plan, track: Track, records: Sequence[Record], folds: int) -> Iterator[Loss]:
    """What every article loses, cleaned as the first of `held_out.READINGS` reads it."""
    for fold in range(folds):
        networks = [plan.network(fold, it) for it in range(plan.recipe.ensemble)]
        model = as_model(plan.names, plan.named(fold, networks), plan.recipe)
        reading = next(iter(READINGS[track].values()))
        clean = partial(_loss, track, Cleaner(options=reading.options, model=model))
        here = [it for it in records if plan.fold_of[it["site"]] == fold]
        with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
            yield from pool.map(clean, here, chunksize=20)


def _loss(track: Track, cleaner: Cleaner, record: Record) -> Loss:
    reading = next(iter(READINGS[track].values()))
    result = cleaner.clean(**reading.source(record))
    whole = "\n".join(record["blocks"]) if track == "html" else record["text"]
    gone = [block for block in result.blocks if not block.keep]
    shares = body_share([block.text for block in gone], record["gold"])
    lost = [block for block, share in zip(gone, shares, strict=True) if share >= BODY_SHARE]
    return Loss(
        metrics.share_kept(result.text, record["gold"], whole),
        f"{record['set']} {record['id']} {record.get('flattener', '')} {record['url']}",
        [
            f"{block.label} {block.score:.1f}: {' '.join(block.text.split())[:_SHOWN]}"
            for block in sorted(lost, key=lambda it: -len(it.text))
        ],
    )


def _is_article(record: Record) -> bool:
    return bool(record["set"] != TAUGHT and record["page_type"] in ("article", "mixed") and record["gold"])


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--track", type=click.Choice(get_args(Track)), default="text", show_default=True)
@click.option("--pages", default=20, show_default=True, help="How many pages are shown, the worst first.")
@click.option("--blocks", default=6, show_default=True, help="How many lost blocks of each.")
@click.option("--folds", default=5, show_default=True, help="Parts the sites are split into, as in fitting.")
@click.option("--recipe", default="{}", help="Changes to the recipe, as in fitting.")
@click.option("--start", type=click.Path(exists=True, path_type=Path), help="As in fitting.")
def main(
    *, cache: Path, track: Track, pages: int, blocks: int, folds: int, recipe: str, start: Path | None
) -> None:
    """List the articles that keep the smallest share of their gold text; each page once."""
    records = TRACKS[track].records(cache)
    changed = replace(RECIPES[track], **json.loads(recipe))
    plan = fitted_plan(track, records, changed, cache, folds_of(records, folds))
    plan = plan.fine_tuning(start, folds) if start else plan
    found = sorted(losses(plan, track, list(filter(_is_article, records)), folds))
    tail = sum(loss.kept < KEPT for loss in found)
    click.echo(f"{tail} of {len(found)} keep under {KEPT} of their gold text")
    shown: set[str] = set()
    for loss in found:
        name, url = loss.page.rsplit(" ", 1)
        if url not in shown and len(shown) < pages:
            shown.add(url)
            click.echo(f"\n{loss.kept:.2f} {name} {url}")
            for block in loss.blocks[:blocks]:
                click.echo(f"    {block}")


if __name__ == "__main__":
    main()
