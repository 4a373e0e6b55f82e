"""Runs the cases that stand beside each heuristic, in `fixtures/heuristics`.

A case is a small page and some of its blocks: those under `claims` must be claimed by the heuristic,
those under `leaves` must not. Where several blocks say the same, the one claimed most strongly counts.
Other blocks of the page are there to make it a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
import yaml

from cleaner import heuristics
from cleaner.features.page import Page
from cleaner.heuristics import HEURISTICS
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from cleaner.heuristics import Heuristic

FOLDER: Final = Path(__file__).parent.parent / "fixtures" / "heuristics"
CLAIMED: Final = 0.5
"""A block under `claims` is claimed at least so strongly."""
LEFT: Final = 0.25
"""A block under `leaves` is claimed less strongly than this."""
FEWEST: Final = {"claims": 3, "leaves": 4}

HEURISTIC: Final[dict[str, Heuristic]] = {
    name: module for name, module in vars(heuristics).items() if module in HEURISTICS
}
"""The heuristics by the names of their modules, which are the names of their case files."""


class Case(NamedTuple):
    """A page, and what one heuristic must say of some of its blocks."""

    heuristic: Heuristic
    name: str
    text: str
    blocks: list[str]
    claimed: bool


def _read(module: str) -> dict[str, list[dict[str, Any]]]:
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / f"{module}.yaml").read_text("utf-8"))
    return content


def _cases() -> list[Any]:
    files = (file.stem for file in sorted(FOLDER.glob("*.yaml")) if file.stem in HEURISTIC)
    return [
        pytest.param(
            Case(HEURISTIC[module], entry["name"], entry["text"], entry["blocks"], kind == "claims"),
            id=f"{module} {kind}: {entry['name']}",
        )
        for module in files
        for kind, entries in _read(module).items()
        for entry in entries
    ]


@pytest.mark.parametrize("case", _cases())
def test_says_what_its_case_says(case: Case) -> None:
    page = Page(segment(case.text))
    claim = case.heuristic.claim(page)
    wanted = f"at least {CLAIMED}" if case.claimed else f"under {LEFT}"
    faults = []
    for text in case.blocks:
        copies = [place for place, block in enumerate(page.document.blocks) if block.text.strip() == text]
        place = max(copies, key=lambda copy: claim.strength[copy], default=None)
        if place is None:
            faults.append(f"no such block on the page: {text}")
        elif (claim.strength[place] < CLAIMED) if case.claimed else (claim.strength[place] >= LEFT):
            faults.append(f"{claim.strength[place]:.2f} and not {wanted} ({claim.why(place)}): {text}")
    assert not faults, "\n".join([f"{claim.heuristic}: {case.name}", *(f"  {fault}" for fault in faults)])


def test_every_heuristic_has_a_case_file() -> None:
    missing = HEURISTIC.keys() - {file.stem for file in FOLDER.glob("*.yaml")}
    assert not missing, f"heuristics without a file of cases in {FOLDER.name}/: {', '.join(sorted(missing))}"


def test_every_case_file_has_a_heuristic() -> None:
    strays = {file.stem for file in FOLDER.iterdir()} - HEURISTIC.keys()
    assert not strays, f"files of cases for no heuristic: {', '.join(sorted(strays))}"


@pytest.mark.parametrize("module", sorted(HEURISTIC))
def test_more_is_left_alone_than_claimed(module: str) -> None:
    content = _read(module)
    counts = {kind: len(content.get(kind, [])) for kind in FEWEST}
    assert content.keys() == FEWEST.keys(), f"{module}.yaml holds {sorted(content)} and not {sorted(FEWEST)}"
    assert all(counts[kind] >= fewest for kind, fewest in FEWEST.items()), f"{module}.yaml has only {counts}"
    assert counts["leaves"] > counts["claims"], f"{module}.yaml leaves no more alone than it claims: {counts}"


@pytest.mark.parametrize("module", sorted(HEURISTIC))
def test_names_of_cases_are_sentences_used_once(module: str) -> None:
    names = [entry["name"] for entries in _read(module).values() for entry in entries]
    assert len(set(names)) == len(names), f"{module}.yaml uses a name twice"
    assert all(" " in name and not name.endswith(".") for name in names), f"{module}.yaml: {names}"
