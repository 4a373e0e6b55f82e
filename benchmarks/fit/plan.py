"""A plan: what is fitted, on which examples, with which folds held out; and its networks, fitted or found."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

import torch

from benchmarks.fit import held_out
from benchmarks.fit.distillation import distilled
from benchmarks.fit.export import as_model
from benchmarks.fit.fine_tuning import between, read
from benchmarks.fit.fit_store import fitted
from benchmarks.fit.snippets import site_of, snippets
from benchmarks.fit.tracks import TRACKS
from benchmarks.fit.train import fit
from cleaner.model import STUDENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.fit.examples import Example
    from benchmarks.fit.recipe import Recipe, Student
    from benchmarks.fit.tracks import Record
    from benchmarks.fit.train import Fitted
    from benchmarks.systems import Track
    from cleaner.model import Model

SEED: Final = 0
"""Of the folds, and of what is drawn to make examples."""
ALL: Final = -1
"""The fold of the fit that leaves none out."""


class Plan(NamedTuple):
    """What is fitted, and how."""

    names: Sequence[str]
    examples: Sequence[Example]
    """Empty for who wants networks that were fitted before."""
    fold_of: Mapping[str, int]
    recipe: Recipe
    cache: Path
    key: str
    """Says what the examples are made from."""
    start: Sequence[Fitted] = ()
    """The networks to fine-tune, if any: that of all pages, and those of the folds."""

    def fine_tuning(self, file: Path, folds: int) -> Plan:
        """This plan, fine-tuning the networks of a file: that of all pages first, then those of the folds.

        Raises ValueError where they were fitted on other features, or where they are not so many.
        """
        names, networks = read(file, self.recipe)
        if names != tuple(self.names) or len(networks) != folds + 1:
            raise ValueError(f"{file} has other features or folds than this fit: leave out --start")
        digest = blake2b(file.read_bytes(), digest_size=8).hexdigest()
        return self._replace(start=networks, key=f"{self.key} after {digest}")

    def seen(self, fold: int) -> list[Example]:
        """The examples that nothing of `fold` is in."""
        return [example for example in self.examples if not example.is_of(fold, self.fold_of)]

    def network(self, fold: int, seed: int) -> Fitted:
        """One network, fitted on all folds but one; its number is its seed."""
        torch.set_num_threads(1)
        without = self.recipe.without_groups(seed)
        key = f"{self.key} {self.recipe.of_one_network} {list(without)} {fold} {seed}"
        start = self.start[fold - ALL] if self.start else None

        def made() -> Fitted:
            return fit(self.seen(fold), self.names, self.recipe, seed, without, start)

        found = fitted(self.cache, key, made if self.examples else _is_missing)
        return between(found, start, self.recipe.of_start) if start else found

    def student(self, fold: int, student: Student, teacher: Model) -> Fitted:
        """The student, distilled from the ensemble that was fitted on the same folds."""

        def taught() -> Fitted:
            examples = distilled(self.seen(fold), teacher, student.distilled)
            return fit(examples, self.names, self.recipe, self.recipe.ensemble, student.without)

        recipe = replace(self.recipe, leaning=0.0, bagged=False)
        return fitted(self.cache, f"{self.key} {recipe} {fold} student", taught)

    def named(self, fold: int, networks: Sequence[Fitted]) -> dict[str, Fitted]:
        """The networks of `fold` as they are stored: by their numbers, and the student, if there is one."""
        named = {f"{number}": one for number, one in enumerate(networks)}
        if self.recipe.student:
            teacher = as_model(self.names, named, replace(self.recipe, student_alone=False, leaning=0.0))
            student = self.student(fold, self.recipe.student, teacher)
            named = {"0": student} if self.recipe.student_alone else {**named, STUDENT: student}
        return named


def folds_of(records: Sequence[Record], count: int) -> dict[str, int]:
    """The fold of every site, snippets' included."""
    sites = [*(record["site"] for record in records), *map(site_of, snippets())]
    return held_out.folds(sites, count, SEED)


def plan_of(
    track: Track, records: list[Record], recipe: Recipe, cache: Path, fold_of: Mapping[str, int]
) -> Plan:
    """The plan of a fit with these folds, its examples made or found in `cache`."""
    chosen = TRACKS[track]
    key = chosen.key(records, cache, fold_of)
    examples = chosen.examples(records, cache, SEED, fold_of, key)
    return Plan(chosen.feature_names(), examples, fold_of, recipe, cache, f"{track} {key}")


def fitted_plan(
    track: Track, records: list[Record], recipe: Recipe, cache: Path, fold_of: Mapping[str, int]
) -> Plan:
    """The plan of a fit that was done before: it has no examples."""
    chosen = TRACKS[track]
    key = chosen.key(records, cache, fold_of)
    return Plan(chosen.feature_names(), (), fold_of, recipe, cache, f"{track} {key}")


def _is_missing() -> Fitted:
    raise ValueError("CACHE has no networks of this code and recipe: run python -m benchmarks.fit first")
