"""The tools behind the quality floor: the form of its pages, its figures, and that floors only rise."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner, Label, Options
from tools.quality_floor import history
from tools.quality_floor.floors import COMMAND, Floors, RisenWarning, above, below, raised, tell_risen
from tools.quality_floor.scores import report, score, words
from tools.quality_floor.text_pages import PageError, fingerprint, parse

if TYPE_CHECKING:
    from pathlib import Path

HTML_FLOORS = history.FILES[1]
HEADER = "language: en\nkind: a test\nshape: {}\n---\n"
PAGE = "- Home\n\n^ The Mill Turns Again\n\n+ The mill at the bridge, which had stood still for eleven years, was set going on Sunday.\n"


def page_of(lines: str, shape: str = "lines") -> str:
    return HEADER.format(shape) + lines


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("lines", PAGE.replace("- ", "").replace("^ ", "").replace("+ ", "").rstrip()),
        (
            "one line",
            "Home The Mill Turns Again The mill at the bridge, which had stood still for eleven years, was set going on Sunday.",
        ),
        (
            "wrapped",
            "Home\n\nThe Mill Turns Again\n\nThe mill at the bridge, which had stood still for eleven years, was set\ngoing on Sunday.",
        ),
        (
            "wrapped small letters",
            "home\n\nthe mill turns again\n\nthe mill at the bridge, which had stood still for eleven years, was set\ngoing on sunday.",
        ),
    ],
)
def test_a_page_is_laid_out_in_its_shape(shape: str, text: str) -> None:
    assert parse("p.txt", page_of(PAGE, shape)).text == text


def test_the_gold_is_headline_and_body() -> None:
    page = parse("p.txt", page_of(PAGE))
    assert page.headline == "The Mill Turns Again"
    assert page.gold.splitlines() == [
        "The Mill Turns Again",
        "The mill at the bridge, which had stood still for eleven years, was set going on Sunday.",
    ]
    assert not page.all_body


def test_a_line_of_the_page_may_begin_like_a_mark() -> None:
    assert parse("p.txt", page_of("+ - 200 g flour\n")).text == "- 200 g flour"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("+ No header at all.\n", "p.txt: the file must begin with the keys kind, language, shape"),
        (page_of("+ Body.\n", "circles"), "p.txt: unknown shape 'circles'"),
        (page_of("+ Body.\n").replace("en", "no"), "p.txt: put the language in quotes"),
        (page_of("+ Body.\nA line without a mark.\n"), "p.txt:6: a line is empty, or a mark"),
        (page_of("^ One\n^ Two\n"), "p.txt: only one line can be the headline"),
    ],
    ids=["no header", "unknown shape", "Norwegian read as false", "no mark", "two headlines"],
)
def test_a_fault_in_a_page_file_says_where_it_is(source: str, fault: str) -> None:
    with pytest.raises(PageError) as error:
        parse("p.txt", source)
    assert str(error.value).startswith(fault)


def test_words_are_runs_of_letters_and_single_characters_where_no_spaces_are_written() -> None:
    assert words("Der Zug, der Zug") == {"der": 2, "zug": 2}
    assert words("渡口 17 号") == {"渡": 1, "口": 1, "17": 1, "号": 1}


def test_a_page_kept_whole_loses_no_words_and_the_report_names_what_stayed() -> None:
    page = parse("p.txt", page_of("- Photo credit\n+ The gate is shut. Use the side door.\n"))
    everything = Cleaner(options=Options(site_rules=False, keep=frozenset(Label)))
    found = score(page, everything)
    assert found.words_kept == 1
    assert found.word_f1 == pytest.approx(2 * 8 / (8 + 10))
    assert "kept wrongly     Photo credit" in report({"": [found]})
    assert "dropped wrongly" not in report({"": [found]})


def test_floors_rise_to_three_digits_and_never_fall() -> None:
    measured = {"a": {"x": 0.98769, "y": 0.5}, "b": {"x": 1.0}}
    assert raised(measured, {"a": {"x": 0.9, "y": 0.6}}) == {"a": {"x": 0.987, "y": 0.6}, "b": {"x": 1.0}}


def test_a_figure_is_below_its_floor_when_lower_or_gone() -> None:
    assert below({"a": {"x": 0.9}}, {"a": {"x": 0.9}}) == []
    assert len(below({"a": {"x": 0.89}}, {"a": {"x": 0.9, "y": 0.1}, "b": {"x": 0.1}})) == 3


def test_a_figure_is_above_its_floor_only_beyond_the_margin() -> None:
    assert above({"a": {"x": 0.904}}, {"a": {"x": 0.9}}) == []
    assert len(above({"a": {"x": 0.91, "new": 0.1}}, {"a": {"x": 0.9}})) == 2


def test_figures_above_their_floors_are_a_warning_that_names_them_and_the_command() -> None:
    with pytest.warns(RisenWarning) as told:
        tell_risen(above({"a": {"x": 0.91}}, {"a": {"x": 0.9}}))
    (warning,) = told
    assert COMMAND in str(warning.message)
    assert "a, x: 0.9100 is above 0.900" in str(warning.message)


def test_no_warning_is_given_while_floors_follow_the_figures() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_risen(above({"a": {"x": 0.904}}, {"a": {"x": 0.9}}))


def test_a_floor_may_be_set_with_slack_below_its_figure_and_follows_only_beyond_it() -> None:
    assert raised({"a": {"x": 0.9004}}, {}, slack=0.005) == {"a": {"x": 0.895}}
    assert raised({"a": {"x": 0.9004}}, {"a": {"x": 0.899}}, slack=0.005) == {"a": {"x": 0.899}}
    assert above({"a": {"x": 0.9004}}, {"a": {"x": 0.891}}, slack=0.005) == []
    assert len(above({"a": {"x": 0.9004}}, {"a": {"x": 0.890}}, slack=0.005)) == 1


def test_other_marks_make_other_pages() -> None:
    one, other = (parse("p.txt", page_of(f"{mark} Body.\n")) for mark in "+^")
    assert one.text == other.text
    assert fingerprint([one]) != fingerprint([other])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose one commit has a floor of .9 for pages that are called `old`."""
    if history.GIT is None:
        pytest.skip("no git here")
    (tmp_path / "cleaner").mkdir()
    (tmp_path / "cleaner" / "code.py").write_text("one\n")
    write_floors(tmp_path, "old", 0.9)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@courier.example"]
    assert history.git(root, *who, *arguments) is not None


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=change", "--no-verify", "--no-gpg-sign")


def write_floors(
    root: Path, pages: str, floor: float, *, file: str = history.FILE, trafilatura: str | None = None
) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Floors(pages, {"all body": {"word F1": floor}}, trafilatura).as_text())


def test_a_raised_floor_is_no_fault(checkout: Path) -> None:
    write_floors(checkout, "old", 0.95)
    assert history.lowered(checkout) == []
    commit(checkout)
    assert history.lowered(checkout) == []


def test_a_lowered_floor_is_refused_before_and_after_it_is_committed(checkout: Path) -> None:
    write_floors(checkout, "old", 0.85)
    assert "0.8500 is below 0.900" in history.lowered(checkout)[0]
    commit(checkout)
    assert "HEAD~1" in history.lowered(checkout)[0]


def test_a_floor_lowered_early_on_a_branch_is_refused_at_its_end(checkout: Path) -> None:
    git(checkout, "switch", "--quiet", "--create", "branch")
    write_floors(checkout, "old", 0.85)
    commit(checkout)
    for number in range(2):
        (checkout / "cleaner" / "code.py").write_text(f"{number}\n")
        commit(checkout)
    assert "where this branch left main" in history.lowered(checkout)[0]


def test_other_pages_may_have_a_lower_floor(checkout: Path) -> None:
    write_floors(checkout, "new", 0.85)
    assert history.lowered(checkout) == []


def test_other_pages_may_not_hide_a_worse_cleaner(checkout: Path) -> None:
    write_floors(checkout, "new", 0.85)
    (checkout / "cleaner" / "code.py").write_text("two\n")
    assert "not in one change with cleaner" in history.lowered(checkout)[0]


def test_the_floors_of_web_pages_are_guarded_like_those_of_text(checkout: Path) -> None:
    for floor in (0.9, 0.85):
        write_floors(checkout, "old", floor, file=HTML_FLOORS, trafilatura="2.0")
        commit(checkout)
    assert "0.8500 is below 0.900" in history.lowered(checkout)[0]


@pytest.mark.parametrize(("code", "faults"), [("one\n", 0), ("two\n", 1)])
def test_another_trafilatura_may_set_floors_anew_but_not_hide_a_worse_cleaner(
    checkout: Path, code: str, faults: int
) -> None:
    write_floors(checkout, "old", 0.9, file=HTML_FLOORS, trafilatura="2.0")
    commit(checkout)
    write_floors(checkout, "old", 0.85, file=HTML_FLOORS, trafilatura="2.1")
    (checkout / "cleaner" / "code.py").write_text(code)
    assert len(history.lowered(checkout)) == faults


def test_without_git_nothing_is_compared(tmp_path: Path) -> None:
    write_floors(tmp_path, "old", 0.1)
    assert history.bases(tmp_path) == {}
    assert history.lowered(tmp_path) == []
