"""Texts as their letters alone, many at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.characters.letters import letters


def test_layout_case_and_signs_are_left_out() -> None:
    assert letters(["The *old*\n bridge, 1904", "THE OLD BRIDGE (1904)"]) == ["theoldbridge1904"] * 2


def test_a_text_without_letters_keeps_its_place() -> None:
    assert letters(["a", " – ", "", "b"]) == ["a", "", "", "b"]


def test_every_script_has_letters() -> None:
    assert letters(["Γέφυρα, 橋 и мост!"]) == ["γέφυρα橋имост"]


def test_a_last_sigma_stays_one_before_another_text() -> None:
    assert letters(["ΟΔΟΣ", "Α"]) == ["οδος", "α"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_what_stands_beside_a_text_does_not_matter(texts: list[str]) -> None:
    assert letters(texts) == [letters([text])[0] for text in texts]
