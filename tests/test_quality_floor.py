"""How good the generic part is on the pages of `fixtures/pages`, plain text and HTML: never worse than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import floor_history
from tests.quality_floor import COMMAND, MARGIN, TRACKS, Floors, Track, above, below
from tests.quality_pages import fingerprint
from tests.quality_score import GROUPS, Figures, Scores, figures, report

ROOT = Path(__file__).parent.parent
FLOORS = {name: track.floors() for name, track in TRACKS.items()}
GROUPS_WITH_FLOORS = [(name, group) for name, floors in FLOORS.items() for group in floors.floors]
tracks = pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS)


@pytest.fixture(scope="module")
def scores() -> dict[str, Scores]:
    return {name: track.measure() for name, track in TRACKS.items()}


@pytest.fixture(scope="module")
def measured(scores: dict[str, Scores]) -> dict[str, Figures]:
    return {name: figures(found) for name, found in scores.items()}


@tracks
def test_the_floors_belong_to_these_pages(track: Track) -> None:
    assert track.floors().pages == fingerprint(track.load()), (
        f"pages changed; set the floors anew: `{COMMAND}`"
    )


@pytest.mark.parametrize(("name", "group"), GROUPS_WITH_FLOORS)
def test_no_figure_is_below_its_floor(
    name: str, group: str, scores: dict[str, Scores], measured: dict[str, Figures]
) -> None:
    floors = FLOORS[name]
    fallen = below(measured[name], {group: floors.floors[group]})
    if not fallen:
        return
    if floors.trafilatura and TRACKS[name].trafilatura != floors.trafilatura:
        fallen.append(other_extractor(floors, TRACKS[name].trafilatura))
    pages = {
        engine: [it for it in each if GROUPS[group.removeprefix(engine)](it.page)]
        for engine, each in scores[name].items()
        if group.startswith(engine)
    }
    pytest.fail("\n".join([*fallen, "", report(pages)]), pytrace=False)


def other_extractor(floors: Floors, here: str | None) -> str:
    return f"measured with trafilatura {floors.trafilatura}, and here is {here}; for that alone `{COMMAND}` sets them anew"


@pytest.mark.parametrize("name", TRACKS)
def test_floors_follow_the_figures(name: str, measured: dict[str, Figures]) -> None:
    ahead = above(measured[name], FLOORS[name].floors, TRACKS[name].slack)
    if ahead:
        message = f"better by more than {MARGIN}; raise the floors with `{COMMAND}` and commit them:"
        pytest.fail("\n".join([message, *ahead]), pytrace=False)


def test_no_floor_is_lower_than_a_commit_before_had_it() -> None:
    if not floor_history.bases(ROOT):
        pytest.skip("no git history here")
    faults = floor_history.lowered(ROOT)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@tracks
def test_every_page_is_in_a_group_of_its_language_and_one_of_its_kind(track: Track) -> None:
    for page in track.load():
        assert sum(belongs(page) for belongs in GROUPS.values()) == 2, page.name


@tracks
def test_a_third_of_the_pages_is_all_body(track: Track) -> None:
    pages = track.load()
    assert sum(page.all_body for page in pages) >= len(pages) / 3
