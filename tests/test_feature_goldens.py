"""Features are what they were when the weights were fitted on them."""

from __future__ import annotations

import pytest

from cleaner.model import built_in
from tools import feature_goldens
from tools.feature_goldens import TOLERANCE

REFERENCES = ("json-ld", "trafilatura")
"""Groups that come from other extractors, and not from the page alone."""


def changed(found: dict[str, dict[int, float]], golden: dict[str, dict[int, float]]) -> list[str]:
    """What is not as the golden has it, of what both have."""
    return [
        f"{name}, block {block}: {now:g}, was {was:g}"
        for name in found.keys() & golden.keys()
        for block in sorted(found[name].keys() | golden[name].keys())
        if abs((now := found[name].get(block, 0)) - (was := golden[name].get(block, 0))) > TOLERANCE
    ]


@pytest.mark.parametrize("name", feature_goldens.names())
def test_features_are_those_that_the_weights_were_fitted_on(name: str) -> None:
    blocks, columns = feature_goldens.features(name)
    golden_blocks, golden = feature_goldens.golden(name)
    assert blocks == golden_blocks
    told = "\n".join(changed(columns, golden))
    assert not told, f"fit the model again, then run python -m tools.write_goldens:\n{told}"


def test_heuristics_claim_what_they_claimed_when_the_weights_were_fitted() -> None:
    found, golden = feature_goldens.claims_on_cases(), feature_goldens.golden_claims()
    assert found.keys() == golden.keys()
    assert not (told := "\n".join(changed(found, golden))), told


@pytest.mark.parametrize("name", feature_goldens.names())
def test_every_feature_that_the_weights_have_is_in_its_golden(name: str) -> None:
    _, golden = feature_goldens.golden(name)
    track = "html" if name in feature_goldens.HTML else "text"
    assert {it for it in built_in(track).features if it.split("/")[0] not in REFERENCES} <= golden.keys()
