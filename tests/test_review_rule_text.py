"""Rules and cases are added to rule files that people have written, and nothing else in these changes."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.review.marks import Marks
from cleaner.review.rule_text import with_entry
from cleaner.review.run import ReviewError
from cleaner.review.yaml_text import as_yaml
from cleaner.rules import marked_yaml

if TYPE_CHECKING:
    from pathlib import Path

RULE = {"id": "more", "label": "related link", "why": "a test", "line": "Read more"}
ADDED = "id: more\n{0}label: related link\n{0}why: a test\n{0}line: Read more\n"


def added(text: str, section: str = "drop") -> str:
    return with_entry(dedent(text), section, RULE, "a.yaml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("site: a\n", "site: a\n\ndrop:\n  - @"),
        ("site: a", "site: a\n\ndrop:\n  - @"),
        ("drop:\n  - {line: x}\nkeep:\n  - {line: y}\n", "drop:\n  - {line: x}\n  - @keep:\n  - {line: y}\n"),
        ("drop:\n- line: x  # why", "drop:\n- line: x  # why\n- @"),
        ("drop:\n  - line: |\n      x\n      y\n\n# end\n", "drop:\n  - line: |\n      x\n      y\n\n  - @# end\n"),
        ("site: a\n\n# for tests\n# of rules\ncases:\n  - {name: x}\n", "site: a\n\ndrop:\n  - @\n# for tests\n# of rules\ncases:\n  - {name: x}\n"),
        ("drop:\n  - line: [a,\n      b]\n    why: x\n", "drop:\n  - line: [a,\n      b]\n    why: x\n  - @"),
    ],
    ids=["new section", "no line end", "between sections", "no indent", "a block of text", "before cases", "flow inside"],
)  # fmt: skip
def test_a_rule_stands_at_the_end_of_its_section(before: str, after: str) -> None:
    indent = "  " if "\n- @" in after else "    "
    assert added(before) == after.replace("@", ADDED.format(indent))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{site: a}\n", "a.yaml: write it as keys, one a line"),
        ("site: a\ndrop: [{line: x}]\n", "a.yaml:2: write drop as a list, an entry a line"),
        ("site: a\ndrop: []\n", "a.yaml:2: write drop as a list"),
        ("site: a\ndrop:\n  - &x {line: x}\nkeep:\n  - *x\n", None),
    ],
    ids=["on one line", "a list on one line", "empty list", "an anchor is no trouble"],
)
def test_what_cannot_be_added_to_is_named_with_its_line(text: str, said: str | None) -> None:
    if said is None:
        assert yaml.safe_load(added(text))["drop"][1] == RULE
        return
    with pytest.raises(ReviewError) as error:
        added(text)
    assert str(error.value).startswith(said)


def test_a_second_body_is_left_to_a_person() -> None:
    text = "site: a\nbody:\n  css: p\n  why: x\n"
    with pytest.raises(ReviewError, match=r"a\.yaml:2: the file has a body; put this one under its first_of"):
        with_entry(text, "body", {"css": "div", "why": "y"}, "a.yaml")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("\x85")
@example("one\u2028two\n")
@example("a\rb")
def test_any_text_comes_back_from_yaml_as_it_was(text: str) -> None:
    assert marked_yaml.parse(as_yaml([{"line": text}])).value == [{"line": text}]


def test_a_file_of_marks_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("cases:\n  - [\n")
    with pytest.raises(ReviewError, match=r"c\.yaml:\d+: not YAML"):
        Marks(path)
