"""Options of a wrong kind are errors in words; what can only mean one thing is taken."""

from __future__ import annotations

import copy
import pickle
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError, Engine, Label, OptionError, Options, RuleError

PAGE = (
    "<article><h1>Rules for all companies</h1><p>The commission said on Wednesday that they apply.</article>"
)


options: Any = Options
"""For values of any type, as a caller without a type checker gives them."""
cleaner: Any = Cleaner


def test_an_engine_by_its_name_is_that_engine() -> None:
    assert options(engine="fast") == Options(engine=Engine.FAST)
    assert options(engine="fast").engine is Engine.FAST
    assert options(engine=np.str_("full")).engine is Engine.FULL


def test_an_engine_by_its_name_reads_pages_as_that_engine_does() -> None:
    named, meant = Cleaner(options=options(engine="fast")), Cleaner(options=Options(engine=Engine.FAST))
    assert named.clean(html=PAGE).decisions == meant.clean(html=PAGE).decisions
    assert named.clean(html=PAGE).decisions != Cleaner().clean(html=PAGE).decisions


@pytest.mark.parametrize("engine", ["turbo", "FASTEST", "", None, 1, True, b"fast", ["fast"]])
def test_an_unknown_engine_is_an_error_that_lists_the_engines(engine: object) -> None:
    with pytest.raises(OptionError, match=r"^engine is .*; give full or fast$"):
        options(engine=engine)


@pytest.mark.parametrize("name", ["keep", "drop"])
@pytest.mark.parametrize(
    "given",
    [
        {"caption", "related link"},
        ["caption", "related-link"],
        ("CAPTION", "related_link"),
        [Label.CAPTION, "related link"],
        {"caption": 1, Label.RELATED_LINK: 2}.keys(),
        frozenset({Label.CAPTION, Label.RELATED_LINK}),
    ],
    ids=["set", "list", "tuple", "mixed", "view", "labels"],
)
def test_labels_may_be_given_by_name_and_in_any_collection(name: str, given: object) -> None:
    found = getattr(options(**{name: given}), name)
    assert found == frozenset({Label.CAPTION, Label.RELATED_LINK})
    assert isinstance(found, frozenset)
    assert all(type(it) is Label for it in found)


@pytest.mark.parametrize("label", ["caption", Label.CAPTION, "Caption"])
def test_one_label_need_not_stand_in_a_collection(label: str) -> None:
    assert options(keep=label).keep == frozenset({Label.CAPTION})


@pytest.mark.parametrize("name", ["keep", "drop"])
def test_an_unknown_label_is_an_error_that_names_the_nearest_and_lists_all(name: str) -> None:
    with pytest.raises(
        OptionError, match=rf"^{name}: 'captoin' is no label; did you mean caption\?"
    ) as caught:
        options(**{name: ["captoin"]})
    assert all(label.value in str(caught.value) for label in Label)


@pytest.mark.parametrize(
    "given", [None, 1, True, b"caption", {"caption": True}, [None], [1], float("nan"), [["caption"]], ""]
)
def test_what_is_no_label_is_an_error_and_not_an_empty_choice(given: object) -> None:
    with pytest.raises(OptionError, match=r"^keep(: | is ).*Labels: body, headline"):
        options(keep=given)


@pytest.mark.parametrize("name", ["site_rules", "title", "find_metadata"])
@pytest.mark.parametrize("given", [1, 0, None, "no", "", np.bool_(True), []])  # noqa: FBT003 - a value under test
def test_a_flag_is_true_or_false(name: str, given: object) -> None:
    with pytest.raises(OptionError, match=rf"^{name} is .*; give True or False$"):
        options(**{name: given})


@pytest.mark.parametrize("name", ["rule_seconds", "max_seconds"])
@pytest.mark.parametrize("given", ["x", "1", -1, 0, True, float("nan"), float("inf"), 10**400, [1], 1j])
def test_seconds_are_a_number_above_zero(name: str, given: object) -> None:
    with pytest.raises(OptionError, match=rf"^{name} is .*; give .*seconds"):
        options(**{name: given})


def test_seconds_may_be_any_kind_of_number() -> None:
    for seconds in (2, 2.0, np.float32(2), np.int64(2)):
        assert type(options(max_seconds=seconds).max_seconds) is float
        assert options(max_seconds=seconds) == options(max_seconds=2)
    assert options(max_seconds=None).max_seconds is None
    with pytest.raises(OptionError, match="rule_seconds is None"):
        options(rule_seconds=None)


def test_no_option_goes_unchecked() -> None:
    for option in fields(Options):
        with pytest.raises(OptionError, match=rf"^{option.name} is <object"):
            options(**{option.name: object()})


def test_an_error_in_options_is_an_error_of_this_package_and_a_value_error() -> None:
    with pytest.raises(CleanerError):
        options(engine="turbo")
    with pytest.raises(ValueError, match="turbo"):
        options(engine="turbo")


def test_a_changed_copy_is_checked_too() -> None:
    assert replace(Options(), engine="fast").engine is Engine.FAST  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="turbo"):
        replace(Options(), engine="turbo")  # type: ignore[arg-type]


def test_options_survive_pickling_and_copying() -> None:
    chosen = options(keep=["caption", "byline"], engine="fast", max_seconds=3, title=False)
    assert pickle.loads(pickle.dumps(chosen)) == chosen  # noqa: S301
    assert copy.deepcopy(chosen) == copy.copy(chosen) == chosen
    assert hash(copy.deepcopy(chosen)) == hash(chosen)


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.binary(), st.text(),
    st.lists(st.text(max_size=9), max_size=3), st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.just(Label.BODY), st.just(Engine.FAST), st.just(object()), st.just(int), st.just(Path()),
)  # fmt: skip


@given(st.sampled_from([it.name for it in fields(Options)]), anything)
def test_any_value_of_any_option_is_taken_or_refused_in_words(name: str, given: object) -> None:
    try:
        chosen = options(**{name: given})
    except OptionError as error:
        said = str(error)
    else:
        said = name
        assert pickle.loads(pickle.dumps(chosen)) == chosen  # noqa: S301
    assert said.startswith(name)
    assert said.isprintable()


@pytest.mark.parametrize("given", [{"engine": "fast"}, "fast", Engine.FAST, 1, Options])
def test_a_cleaner_takes_no_options_but_options(given: object) -> None:
    with pytest.raises(OptionError, match=r"^options is .*; give Options\(\.\.\.\)$"):
        cleaner(options=given)


def test_one_folder_of_rules_need_not_stand_in_a_list(tmp_path: Path) -> None:
    rule = "site: a.example\nmatch:\n  domains: [a.example]\ndrop:\n  - {label: caption, why: test, line: One line}\n"
    (tmp_path / "a.yaml").write_text(rule)
    for folder in (tmp_path, str(tmp_path), [tmp_path]):
        found = cleaner(rules=folder).clean("One line\n\nTwo lines", url="https://a.example/")
        assert [it.judge for it in found.removed] == ["rule:a.example/caption-1"]
    with pytest.raises(RuleError, match="no such folder"):
        Cleaner(rules=str(tmp_path / "nothing"))


@pytest.mark.parametrize("given", [1, None, [None], [1], b"rules", {"rules": 1}])
def test_rules_that_are_no_folders_are_an_error(given: object) -> None:
    with pytest.raises(OptionError, match=r"^rules is .*; give folders"):
        cleaner(rules=given)
