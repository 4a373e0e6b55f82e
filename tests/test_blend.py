"""Two fits blended into one model give the average of what each gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import cleaner.model
from benchmarks.fit.blend import Stored, blended, read
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.model import Model, load, predict
from cleaner.segment.html import segment_html
from tests.test_html_clean import PAGE

SHIPPED = Path(cleaner.model.__file__).with_name("html.npz")


def loaded(parts: dict[str, np.ndarray], folder: Path) -> Model:
    np.savez(folder / "model.npz", allow_pickle=False, **parts)
    return load(folder / "model.npz")


def as_stored(model: Stored) -> dict[str, np.ndarray]:
    networks = {f"{number}": it for number, it in enumerate(model.networks)}
    arrays = {f"{name}/{array}": it for name, one in networks.items() for array, it in one.items()}
    told = {"features": np.array(model.features), "dilations": model.dilations}
    return arrays | told | {"networks": np.array(len(networks))}


def test_a_blend_gives_the_average_by_weight(tmp_path: Path) -> None:
    whole = read(SHIPPED)
    first = whole._replace(networks=whole.networks[:2], students=whole.students[:1])
    second = whole._replace(
        features=whole.features[::-1],
        networks=[
            one | {name: one[name][::-1] for name in ("input layer/weight", "mean", "spread")}
            for one in whole.networks[2:7]
        ],
        students=whole.students[1:2],
    )
    one, other = (loaded(as_stored(it), tmp_path) for it in (first, second))
    mixed = loaded(blended(first, second, 0.75), tmp_path)
    page = Page(segment_html(PAGE))
    seen = extract_features(page, claims(page))
    expected = 0.75 * predict(one, seen) + 0.25 * predict(other, seen)
    assert np.allclose(predict(mixed, seen), expected, atol=0.02)
    assert not np.allclose(predict(mixed, seen), predict(one, seen), atol=0.02)
    assert mixed.student is not None


def test_a_feature_that_one_fit_does_not_know_counts_nothing_in_it(tmp_path: Path) -> None:
    whole = read(SHIPPED)
    one = whole._replace(networks=whole.networks[:1], students=[])
    smaller = {name: one.networks[0][name][1:] for name in ("input layer/weight", "mean", "spread")}
    without = one._replace(features=one.features[1:], networks=[one.networks[0] | smaller])
    mixed = loaded(blended(without, one, 1.0), tmp_path)
    page = Page(segment_html(PAGE))
    seen = extract_features(page, claims(page))
    changed = seen._replace(values=seen.values.copy())
    changed.values[:, seen.names.index(whole.features[0])] += 1
    assert np.allclose(predict(mixed, seen), predict(mixed, changed), atol=1e-4)


def test_networks_of_other_dilations_are_not_blended() -> None:
    whole = read(SHIPPED)
    with pytest.raises(ValueError, match="dilations"):
        blended(whole, whole._replace(dilations=whole.dilations[:-1]), 0.5)
