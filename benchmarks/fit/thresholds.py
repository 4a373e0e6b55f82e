"""`python -m benchmarks.fit.thresholds CACHE`: fit the calibration on held-out scores of plain text.

Every page is scored by the networks that were fitted without its fold, which `benchmarks.fit` has left in
CACHE. Each number of `cleaner.decide.thresholds.Calibration` is then moved along its candidates, one after
another, until none helps (coordinate descent). For the figure held out the numbers are fitted once more for
each fold, on the four others. Last, every correction is left out by itself: what it is worth.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np

from benchmarks.fit import lines as vary
from benchmarks.fit.examples import Example, example
from benchmarks.fit.examples import ours as our_record
from benchmarks.fit.export import as_model
from benchmarks.fit.plan import SEED, Plan, fitted_plan, folds_of
from benchmarks.fit.recipe import RECIPES
from benchmarks.fit.snippets import in_language, site_of, snippets
from benchmarks.fit.splices import as_lines, beside_one, bodies, spliced
from benchmarks.fit.tracks import TRACKS
from benchmarks.fit.variations import AS_CAPTURED, FEWEST_BODY, MIXTURES, OURS, SPLICES
from benchmarks.flatten import FLATTENERS
from benchmarks.teacher import NAME as TAUGHT
from cleaner.decide.calibrate import calibrate
from cleaner.decide.thresholds import TEXT_CALIBRATION, Calibration
from cleaner.features.claim import Claim
from cleaner.features.feature_groups import Features
from cleaner.features.page import Page
from cleaner.heuristics import HEURISTICS
from cleaner.model import BODY, predict
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.fit.lines import Line
    from benchmarks.fit.snippets import Snippet
    from benchmarks.fit.tracks import Record

MISSED: Final = 2.0
"""How many words of boilerplate that stay are as bad as one of body that goes."""
FAILED: Final = 0.1
"""What a page costs beside that loses more than `_TAIL` of its body."""
_TAIL: Final = 0.1
_NEVER: Final = 99.0
"""Log-odds that nothing reaches: the correction is off."""
_PARTIAL: Final = ("segments-dev",)
"""Sets without a full gold: what is kept outside it may be body."""
_WITH_SNIPPETS: Final = {"splices": spliced, "one box": beside_one}
"""How bodies of pages stand among snippets."""
_OURS_ALONE: Final = "bodies of ours"
_MOST_ROUNDS: Final = 4

_TO_BODY: Final = np.eye(2, dtype=np.float32)[BODY]
"""Adds to the log-odds of body, and not to those of the headline."""

Numbers = dict[str, float]
"""The numbers of a calibration by name, and the leaning."""

_LEANING: Final = "leaning"
"""The one number that is not of the calibration, but of the recipe."""
_CANDIDATES: Final[Mapping[str, Sequence[float]]] = {
    _LEANING: (0, 0.1, 0.25, 0.4, 0.55, 0.7),
    "leniency": (0, 1, 2, 3, 4, 5),
    "sure_score": (-6, -5, -4, -3, -2),
    "sure_share": (0.02, 0.05, 0.1, 0.2),
    "free_uncertainty": (0, 0.15, 0.3, 0.45, _NEVER),
}
_OFF: Final[Mapping[str, float]] = {_LEANING: 0, "leniency": 0, "free_uncertainty": _NEVER}
"""The values without effect."""


@dataclass(frozen=True)
class Scored:
    """A page of a fold that its scores know nothing of, with what the calibration looks at."""

    group: str
    """Its set, or how it was made; all groups count alike."""
    fold: int
    page: Page
    claims: Sequence[Claim]
    log_odds: NDArray[np.float32]
    body: NDArray[np.float32]
    words: NDArray[np.float32]

    def cost(self, calibration: Calibration, leaning: float) -> float:
        """1 - F-measure that weighs recall by `MISSED`, and `FAILED` for a page in the tail."""
        log_odds = self.log_odds + np.float32(leaning) * _TO_BODY
        kept = calibrate(self.page, self.claims, log_odds, calibration).score >= 0
        found, whole = float(kept * self.body @ self.words), float(self.body @ self.words)
        measure = ((1 + MISSED) * found + 1) / (float(kept @ self.words) + MISSED * whole + 1)
        return 1 - measure + FAILED * (found < (1 - _TAIL) * whole)


class Search:
    """The costs of calibrations, by group and fold; each calibration is tried once."""

    def __init__(self, pages: Sequence[Scored]) -> None:
        """`pages` are those of all folds."""
        self._pages = pages
        self._costs: dict[tuple[float, ...], dict[tuple[str, int], tuple[float, int]]] = {}

    def cost(self, numbers: Numbers, folds: Sequence[int]) -> float:
        """The mean over groups of the mean cost of their pages in `folds`."""
        return float(np.mean(list(self.by_group(numbers, folds).values())))

    def by_group(self, numbers: Numbers, folds: Sequence[int]) -> dict[str, float]:
        """The mean cost of each group's pages in `folds`."""
        sums: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for (group, fold), one in self._tried(numbers).items():
            if fold in folds:
                sums[group].append(one)
        return {
            group: sum(c for c, _ in ones) / sum(n for _, n in ones) for group, ones in sorted(sums.items())
        }

    def _tried(self, numbers: Numbers) -> dict[tuple[str, int], tuple[float, int]]:
        key = tuple(numbers.values())
        if key not in self._costs:
            calibration = Calibration(**{name: it for name, it in numbers.items() if name != _LEANING})
            sums: dict[tuple[str, int], list[float]] = defaultdict(list)
            for page in self._pages:
                sums[page.group, page.fold].append(page.cost(calibration, numbers[_LEANING]))
            self._costs[key] = {place: (sum(costs), len(costs)) for place, costs in sums.items()}
        return self._costs[key]

    def best(self, start: Numbers, folds: Sequence[int]) -> Numbers:
        """The numbers that cost least in `folds`, from `start` on, each moved by itself."""
        numbers, least = start, self.cost(start, folds)
        for _ in range(_MOST_ROUNDS):
            before = least
            for name, values in _CANDIDATES.items():
                for value in values:
                    tried = numbers | {name: value}
                    if (cost := self.cost(tried, folds)) < least:
                        numbers, least = tried, cost
            if least == before:
                break
        return numbers


def scored(plan: Plan, records: list[Record], folds: Sequence[int]) -> Iterator[Scored]:
    """The pages of every fold with their scores, each through one flattener."""
    names, fold_of = tuple(plan.names), plan.fold_of
    columns = [(it, names.index(f"heuristic/{it.ID}")) for it in HEURISTICS]
    seen = [it for it in TRACKS["text"].make(records, plan.cache, SEED, fold_of) if _is_apart(it)]
    for fold in folds:
        networks = [plan.network(fold, it) for it in range(plan.recipe.ensemble)]
        model = as_model(names, plan.named(fold, networks), plan.recipe)
        own = [it for it in snippets() if fold_of[site_of(it)] == fold]
        here = [it for it in records if fold_of[it["site"]] == fold]
        of_fold = [it for it in seen if fold_of[it.site] == fold]
        for one in (*of_fold, *_with_snippets(here, own), *_bodies_of_ours(own)):
            values = one.values.astype(np.float32)
            claims = [Claim(it.ID, it.LABEL, values[:, column].astype(float), str) for it, column in columns]
            log_odds = predict(model, Features(names, values))
            yield Scored(_group(one), fold, _stand_in(one), claims, log_odds, one.body, one.weight)


def _stand_in(one: Example) -> Any:  # noqa: ANN401 - it has what the calibration reads of a page, and no more
    return SimpleNamespace(size=one.weight.astype(float), blocks=len(one.body))


def _is_apart(one: Example) -> bool:
    """Whether nothing in a page was seen in fitting; snippets in pages are of two folds."""
    return one.kind not in SPLICES and one.kind != OURS


def _is_drawn(record: Record) -> bool:
    """Whether a page is looked at, and through this flattener: one of them for each page with a full gold."""
    names = sorted(FLATTENERS)
    through = names[zlib.crc32(record["id"].encode()) % len(names)]
    return record["set"] not in (TAUGHT, *_PARTIAL) and bool(record["flattener"] == through)


def _group(one: Example) -> str:
    if not one.article:
        return "other types"
    if one.kind == AS_CAPTURED:
        return one.name.split("/", 1)[0]
    if one.kind in {"body alone", "one line", *_WITH_SNIPPETS, _OURS_ALONE}:
        return one.kind
    return "mixtures" if one.kind in MIXTURES else "layouts"


def _with_snippets(records: Sequence[Record], ours: Sequence[Snippet]) -> Iterator[Example]:
    """The bodies of pages among snippets of their language and fold, and beside one of them."""
    for record in records:
        if record["page_type"] != "article" or not record["gold"]:
            continue
        body = vary.body_of(vary.labelled_lines(record))
        language = Page(segment("\n".join(line.text for line in body))).language if body else None
        given = in_language(ours, language)
        if given and len(body) > FEWEST_BODY:
            for kind, place in _WITH_SNIPPETS.items():
                yield from _made(record, kind, place(body, given, Random(record["id"])))


def _bodies_of_ours(ours: Sequence[Snippet]) -> Iterator[Example]:
    """The bodies that are snippets, by themselves: interviews, round-ups and the like."""
    for body in bodies(ours):
        record = our_record(body) | {"flattener": ""}
        yield from _made(record, _OURS_ALONE, as_lines(body, Random(record["id"])))


def _made(record: Record, kind: str, page: Sequence[Line]) -> Iterator[Example]:
    made = example(record, kind, page, "\n")
    if made:
        yield made


@click.command()
@click.argument("cache", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--recipe", "changes", default="{}", help="Changes to the recipe, as in fitting.")
@click.option("--folds", "count", default=5, help="Parts the sites are split into, as they were in fitting.")
@click.option("--start", type=click.Path(exists=True, path_type=Path), help="As in fitting.")
def main(*, cache: Path, changes: str, count: int, start: Path | None) -> None:
    """Fit the calibration on the scores of the networks in CACHE, and say what each correction is worth."""
    records = TRACKS["text"].records(cache)
    recipe = replace(RECIPES["text"], **{**json.loads(changes), _LEANING: 0.0})
    plan = fitted_plan("text", records, recipe, cache, folds_of(records, count))
    plan = plan.fine_tuning(start, count) if start else plan
    every = range(count)
    search = Search(list(scored(plan, list(filter(_is_drawn, records)), every)))
    known = {_LEANING: RECIPES["text"].leaning, **TEXT_CALIBRATION._asdict()}
    fitted = search.best(known, every)
    held_out = [search.cost(search.best(known, [it for it in every if it != fold]), [fold]) for fold in every]
    click.echo(
        f"as it is {search.cost(known, every):.4f}, fitted {search.cost(fitted, every):.4f}, ", nl=False
    )
    click.echo(f"held out {np.mean(held_out):.4f}")
    _show(search, known, fitted, every)


def _show(search: Search, start: Numbers, fitted: Numbers, every: Sequence[int]) -> None:
    for name, value in fitted.items():
        off = _OFF.get(name)
        worth = "" if off is None else f"  without it {search.cost(fitted | {name: off}, every):.4f}"
        click.echo(f"{name:28} {start[name]:6} -> {value:6}{worth}")
    alone = fitted | dict(_OFF)
    tables = [search.by_group(it, every) for it in (start, fitted, alone)]
    for group in tables[0]:
        click.echo(f"{group:28} " + "  ".join(f"{table[group]:.4f}" for table in tables))


if __name__ == "__main__":
    main()
