"""The project speaks the field's language: no word stands for which the field has a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.check_vocabulary import TERMS, places, tracked

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_has_a_word_for_which_the_field_has_a_term() -> None:
    found = [(str(file), *place) for file in tracked() for place in places(file)]
    assert not found


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("the second look", "veto"),
        ("two witnesses", "reference extraction"),
        ("a function word", "stopword"),
        ("def spoken(page)", "phrase_claims"),
    ],
)
def test_such_a_word_is_found(tmp_path: Path, line: str, term: str) -> None:
    (tmp_path / "a.md").write_text(line)
    assert [found for _, _, found in places(tmp_path / "a.md")] == [term]
    assert term in TERMS.values()
