"""Features are what they were when the weights were fitted on them."""

from __future__ import annotations

import pytest

from cleaner.model import built_in
from tools import feature_goldens

REFERENCES = ("json-ld", "trafilatura")
"""Groups that come from other extractors, and not from the page alone."""


@pytest.mark.parametrize("name", feature_goldens.names())
def test_features_are_those_that_the_weights_were_fitted_on(name: str) -> None:
    blocks, columns = feature_goldens.features(name)
    golden_blocks, golden = feature_goldens.golden(name)
    assert blocks == golden_blocks
    changed = [
        f"{feature}, block {block} ({blocks[block]}): {now:g}, was {was:g}"
        for feature in columns.keys() & golden.keys()
        for block in sorted(columns[feature].keys() | golden[feature].keys())
        if abs((now := columns[feature].get(block, 0)) - (was := golden[feature].get(block, 0)))
        > feature_goldens.TOLERANCE
    ]
    assert not changed, "fit the model again, then run python -m tools.write_goldens:\n" + "\n".join(changed)


@pytest.mark.parametrize("name", feature_goldens.names())
def test_every_feature_that_the_weights_have_is_in_its_golden(name: str) -> None:
    _, golden = feature_goldens.golden(name)
    track = "html" if name in feature_goldens.HTML else "text"
    assert {it for it in built_in(track).features if it.split("/")[0] not in REFERENCES} <= golden.keys()
