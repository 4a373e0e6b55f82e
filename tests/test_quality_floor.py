"""How good the generic part is on the pages of `fixtures/pages`: never worse than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import floor_history, quality_floor
from tests.quality_floor import COMMAND, FILE, GROUPS, MARGIN, Floors, Score
from tests.quality_pages import fingerprint, load

ROOT = Path(__file__).parent.parent
PAGES = load()
FLOORS = Floors.parse(FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return quality_floor.score_all(PAGES)


def test_the_floors_belong_to_these_pages() -> None:
    assert FLOORS.pages == fingerprint(PAGES), f"pages changed; set the floors anew with `{COMMAND}`"


@pytest.mark.parametrize("group", FLOORS.floors)
def test_no_figure_is_below_its_floor(group: str, scores: list[Score]) -> None:
    fallen = quality_floor.below(quality_floor.figures(scores), {group: FLOORS.floors[group]})
    if fallen:
        pages = quality_floor.report(score for score in scores if GROUPS[group](score.page))
        pytest.fail("\n".join([*fallen, "", pages]), pytrace=False)


def test_floors_follow_the_figures(scores: list[Score]) -> None:
    ahead = quality_floor.above(quality_floor.figures(scores), FLOORS.floors)
    if ahead:
        message = f"better by more than {MARGIN}; raise the floors with `{COMMAND}` and commit them:"
        pytest.fail("\n".join([message, *ahead]), pytrace=False)


def test_no_floor_is_lower_than_a_commit_before_had_it() -> None:
    if not floor_history.bases(ROOT):
        pytest.skip("no git history here")
    faults = floor_history.lowered(ROOT)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_every_page_is_in_a_group_of_its_language_and_one_of_its_kind() -> None:
    for page in PAGES:
        assert sum(belongs(page) for belongs in GROUPS.values()) == 2, page.name


def test_a_third_of_the_pages_is_all_body() -> None:
    assert sum(page.all_body for page in PAGES) >= len(PAGES) / 3
