"""How good the generic part is on the pages of `fixtures/pages`, plain text and HTML: never worse than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.quality_floor import history
from tools.quality_floor.floors import COMMAND, TRACKS, Floors, Track, above, below, tell_risen
from tools.quality_floor.scores import GROUPS, Figures, Scores, figures, report
from tools.quality_floor.text_pages import fingerprint

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
def test_every_figure_has_a_floor(name: str, measured: dict[str, Figures]) -> None:
    assert {group: row.keys() for group, row in measured[name].items()} == {
        group: row.keys() for group, row in FLOORS[name].floors.items()
    }, f"set the floors of new figures: `{COMMAND}`"


@pytest.mark.parametrize("name", TRACKS)
@pytest.mark.filterwarnings("default::tools.quality_floor.floors.RisenWarning")
def test_figures_far_above_their_floors_are_told_and_fail_nothing(
    name: str, measured: dict[str, Figures]
) -> None:
    tell_risen(above(measured[name], FLOORS[name].floors, TRACKS[name].slack))


def test_no_floor_is_lower_than_a_commit_before_had_it() -> None:
    if not history.bases(ROOT):
        pytest.skip("no git history here")
    faults = history.lowered(ROOT)
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
