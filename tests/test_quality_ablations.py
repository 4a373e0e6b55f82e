"""The quality floor of the web pages is itself guarded: it must fail when a part of the judge is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleaner import engines
from cleaner.decide import resolve
from cleaner.model import built_in, predict
from cleaner.options import Engine
from tools.quality_floor.floors import TRACKS, below, measure_html
from tools.quality_floor.scores import figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.feature_groups import Features
    from cleaner.model import Model

pytestmark = pytest.mark.slow

FLOORS = TRACKS["html"].floors().floors
BLUR = 1.5
"""Standard deviation in log-odds. It turns a block in ten of those that are in doubt by 2."""


def engines_below(*engines: Engine, model: Model | None = None) -> set[Engine]:
    """Those of `engines` that have a figure below its floor."""
    measured = figures(measure_html(engines, model))
    return {
        engine
        for engine in engines
        if below(measured, {group: row for group, row in FLOORS.items() if group.startswith(f"{engine}, ")})
    }


def test_the_floor_of_either_engine_notices_that_no_veto_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolve, "veto", lambda *_: {})
    assert engines_below(*Engine) == set(Engine)


def test_the_floor_notices_when_one_network_judges_in_place_of_all() -> None:
    """Any one of most: pages are few enough that some single network may do well on them by chance."""
    whole = built_in("html")
    networks = whole.networks
    singles = [whole._replace(networks=networks.part(slice(it, it + 1))) for it in range(networks.members)]
    noticed = [bool(engines_below(Engine.FULL, model=single)) for single in singles]
    assert noticed[0]
    assert sum(noticed) > len(noticed) * 2 / 3


@pytest.mark.parametrize("seed", range(2))
def test_the_floor_of_either_engine_notices_blurred_scores(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = np.random.default_rng(seed)

    def blurred(model: Model, features: Features) -> NDArray[np.float32]:
        log_odds = predict(model, features)
        return log_odds + chance.normal(0, BLUR, log_odds.shape).astype(np.float32)

    monkeypatch.setattr(engines, "predict", blurred)
    assert engines_below(*Engine) == set(Engine)
