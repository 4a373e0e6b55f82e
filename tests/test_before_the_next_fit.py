"""What is added to the code labels and explains at once; the model does without it until it is fitted again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from click.testing import CliRunner

import cleaner.features.html
from cleaner import Cleaner, Label, Options, heuristics
from cleaner.cli.main import main
from cleaner.features.claim import Claim
from cleaner.features.extract import extract_features
from cleaner.features.html import FLAGS
from cleaner.features.page import Page
from cleaner.heuristics import HEURISTICS
from cleaner.model import built_in, select_columns
from cleaner.options import Engine
from cleaner.segment.html import segment_html
from cleaner.segment.html.html_tags import Flag
from cleaner.segment.text import segment
from tests.test_html_clean import PAGE
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

MARK: Final = "Wind 14 knots"
WHY: Final = "names a wind force"
TEXT: Final = goldens.source("002-alwaght").replace("\n", f"\n{MARK}\n", 1)
HTML: Final = PAGE.replace("</nav>", f"<p>{MARK}</p></nav>")


class WeatherBox:
    """A heuristic as a module is one."""

    ID = "weather box"
    LABEL = Label.WIDGET

    @staticmethod
    def claim(page: Page) -> Claim:
        found = [block.text == MARK for block in page.document.blocks]
        return Claim(WeatherBox.ID, WeatherBox.LABEL, np.array(found, dtype=float), lambda _: WHY)


@pytest.fixture
def with_weather_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heuristics, "HEURISTICS", (*HEURISTICS[:3], WeatherBox, *HEURISTICS[3:]))


def labels(engine: Engine, given: dict[str, str]) -> dict[str, Label]:
    result = Cleaner(options=Options(engine=engine, site_rules=False)).clean(
        given.get("text"), html=given.get("html")
    )
    return {block.text: block.label for block in result.blocks}


def decided(engine: Engine, given: dict[str, str]) -> list[tuple[str, bool, float]]:
    result = Cleaner(options=Options(engine=engine, site_rules=False)).clean(
        given.get("text"), html=given.get("html")
    )
    return [(block.text, block.keep, block.weight) for block in result.blocks]


READ = pytest.mark.parametrize(
    ("engine", "given"),
    [
        pytest.param(Engine.FULL, {"text": TEXT}, id="text"),
        pytest.param(Engine.FULL, {"html": HTML}, id="full"),
        pytest.param(Engine.FAST, {"html": HTML}, id="fast"),
    ],
)


@READ
def test_a_new_heuristic_changes_no_decision(
    engine: Engine, given: dict[str, str], request: pytest.FixtureRequest
) -> None:
    before = decided(engine, given)
    request.getfixturevalue("with_weather_box")
    assert decided(engine, given) == before


@READ
def test_a_new_heuristic_labels_what_it_claims_wherever_heuristics_run(
    engine: Engine, given: dict[str, str], request: pytest.FixtureRequest
) -> None:
    before = labels(engine, given)
    assert before[MARK] is not Label.WIDGET
    request.getfixturevalue("with_weather_box")
    expected = before if engine is Engine.FAST else before | {MARK: Label.WIDGET}
    assert labels(engine, given) == expected


@pytest.mark.usefixtures("with_weather_box")
@READ
def test_a_new_heuristic_explains(engine: Engine, given: dict[str, str], tmp_path: Path) -> None:
    [(kind, source)] = given.items()
    file = tmp_path / f"page.{'txt' if kind == 'text' else kind}"
    file.write_text(source)
    told = CliRunner().invoke(main, ["explain", str(file), "--engine", engine.value, "--no-site-rules"])
    assert told.exit_code == 0, told.output
    assert MARK in told.stdout
    assert (f"heuristic:{WeatherBox.ID}: {WHY}" in told.stdout) is (engine is Engine.FULL)


@pytest.mark.parametrize("engine", Engine)
def test_a_new_flag_of_the_dom_changes_nothing(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    before = decided(engine, {"html": HTML})
    monkeypatch.setattr(cleaner.features.html, "FLAGS", {"new": int(Flag.LIST), **FLAGS})
    assert "inside/new" in extract_features(Page(segment_html(HTML)), ()).names
    assert decided(engine, {"html": HTML}) == before


def test_columns_that_are_just_the_models_are_not_copied() -> None:
    page = Page(segment(TEXT))
    model = built_in("text")
    features = extract_features(page, heuristics.claims(page), wanted=model.groups)
    assert select_columns(model, features) is features


def test_what_it_claims_does_not_move_the_scores_of_others() -> None:
    class Everything(WeatherBox):
        @staticmethod
        def claim(page: Page) -> Claim:
            return Claim(WeatherBox.ID, WeatherBox.LABEL, np.ones(page.blocks), lambda _: WHY)

    poem = "The harbour light goes out\nOver the northern mole\nThe ferry counts\nAnd all are home\n"
    before = Cleaner(options=Options(site_rules=False)).clean(poem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heuristics, "HEURISTICS", (*HEURISTICS, Everything))
        after = Cleaner(options=Options(site_rules=False)).clean(poem)
    assert [it.score for it in after.blocks] == [it.score for it in before.blocks]
