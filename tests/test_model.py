"""The model: what must hold whatever its weights are."""

from __future__ import annotations

import io
import json
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

import cleaner.model
from benchmarks.fit.export import bagged
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.model import STUDENT, built_in, load, predict
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment
from tests.test_html_clean import PAGE
from tools import goldens

if TYPE_CHECKING:
    from cleaner.features.feature_groups import Features


def seen(text: str) -> Features:
    page = Page(segment(text))
    return extract_features(page, claims(page))


@pytest.mark.parametrize("name", goldens.names())
def test_there_is_a_finite_word_on_every_block(name: str) -> None:
    page = seen(goldens.source(name))
    log_odds = predict(built_in("text"), page)
    assert log_odds.shape == (len(page.values), 2)
    assert np.isfinite(log_odds).all()


def test_features_stay_within_their_bounds_on_odd_text() -> None:
    for text in ("x", "×", "…", "\u200b", "é" * 5000, "1\n" * 300, "a " * 3000, "。" * 50, "---\n# a\n# b"):
        values = seen(text).values
        assert np.isfinite(values).all()
        assert values.min() >= -1
        assert values.max() <= 4


def test_judged_alone_a_block_does_not_see_its_neighbours() -> None:
    page = seen(goldens.source("002-alwaght"))
    assert not np.allclose(predict(built_in("text"), page), predict(built_in("text"), page, alone=True))


def test_a_column_that_the_model_needs_and_nothing_computes_is_an_error_that_names_it() -> None:
    page = seen("One block.")
    renamed = page._replace(names=("size/other", *page.names[1:]))
    with pytest.raises(ValueError, match="does not compute: size/words; fit it again"):
        predict(built_in("text"), renamed)


@pytest.mark.parametrize("source", ["text", "html"])
def test_the_weights_say_where_they_come_from(source: str) -> None:
    provenance = json.loads((Path(cleaner.model.__file__).parent / f"{source}.json").read_text())
    assert "CC-BY-4.0" in provenance["fitted on"]["WCXB, development split"]
    assert provenance["on sites held out"]


def test_a_long_text_judged_in_pieces_gets_the_same_word_as_a_short_one_for_each_block() -> None:
    page = seen(goldens.source("002-alwaght"))
    repeated = page._replace(values=np.tile(page.values, (40, 1)))
    alone = predict(built_in("text"), repeated, alone=True)
    pieces = np.split(alone, 40)
    assert all(np.allclose(piece, pieces[0], atol=1e-5) for piece in pieces)


def test_the_student_predicts_what_its_networks_predict_from_all_features() -> None:
    stored = io.BytesIO()
    with np.load(Path(cleaner.model.__file__).with_name("html.npz"), allow_pickle=False) as file:
        parts = {name: file[name] for name in file.files}
    students = sorted({name.partition("/")[0] for name in parts if name.startswith(STUDENT)})
    assert len(students) > 1
    parts |= {
        name.replace(student, f"{number}", 1): part
        for number, student in enumerate(students)
        for name, part in parts.items()
        if name.startswith(f"{student}/")
    }
    np.savez(stored, allow_pickle=False, **(parts | {"networks": np.array(len(students))}))
    stored.seek(0)
    model = load(stored)
    assert model.student is not None
    page = Page(segment_html(PAGE))
    predicted = predict(model.student, extract_features(page, [], wanted=model.student.groups))
    assert np.allclose(predicted, predict(model, extract_features(page, claims(page))), atol=1e-4)


def test_networks_of_several_fits_are_numbered_on_and_students_stay_apart() -> None:
    fits = [{"0": "a", "1": "b", STUDENT: "c"}, {"0": "d", "1": "e", STUDENT: "f"}, {"0": "g", "1": "h"}]
    named: dict[str, object] = dict(bagged(cast("Any", fits)))
    assert named == {
        "0": "a",
        "1": "b",
        "2": "d",
        "3": "e",
        "4": "g",
        "5": "h",
        STUDENT: "c",
        f"{STUDENT} 1": "f",
    }


def test_the_student_needs_no_heuristics() -> None:
    model = built_in("html")
    assert model.student is not None
    assert "heuristic" in model.groups - model.student.groups


def test_only_the_groups_asked_for_are_computed() -> None:
    page = Page(segment_html(PAGE))
    whole, part = (
        extract_features(page, claims(page)),
        extract_features(page, [], wanted={"size", "phrases", "tag"}),
    )
    chosen = [name.split("/")[0] in {"size", "phrases", "tag"} for name in whole.names]
    assert part.names == tuple(compress(whole.names, chosen))
    assert np.array_equal(part.values, whole.values[:, chosen])
