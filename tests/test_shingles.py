"""Shingles that stand elsewhere on the page: how a second copy of an article shows that is cut another way."""

from __future__ import annotations

import pytest

from cleaner.features.page import Page
from cleaner.segment.text import segment

FIRST = "The ferry was late again on Monday morning."
SECOND = "Nobody on the quay was in the least surprised."


def shares(*lines: str) -> list[list[float]]:
    """Of each block, the share of its shingles that stands before it, then the share that stands after it."""
    return [side.round(2).tolist() for side in Page(segment("\n".join(lines))).shingles_elsewhere]


def test_text_that_is_said_once_stands_nowhere_else() -> None:
    assert shares(FIRST, SECOND) == [[0, 0], [0, 0]]


def test_a_copy_in_one_block_is_known_from_all_it_was_cut_into() -> None:
    before, after = shares(FIRST, SECOND, f"{FIRST} {SECOND}")
    assert before[:2] == [0, 0]
    assert before[2] == pytest.approx(11 / 14, abs=0.01)  # three of its shingles lie across the seam
    assert after == [1, 1, 0]


def test_words_in_another_order_are_other_text() -> None:
    assert shares(FIRST, "Monday morning again late was the ferry on") == [[0, 0], [0, 0]]


@pytest.mark.parametrize("lines", [("One",), ("One two three",), ("One", "two", "three", "four")])
def test_blocks_of_under_four_words_have_none(lines: tuple[str, ...]) -> None:
    assert shares(*lines) == [[0] * len(lines)] * 2
