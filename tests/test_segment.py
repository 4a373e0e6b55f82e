from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Shape
from cleaner.segment.text import segment

PROSE = (
    "The council met on Tuesday to decide what should become of the old mill, which has stood empty since the "
    "floods of 1998. Nobody in the room had expected an agreement, and for two hours there was none."
)


def texts(source: str) -> list[str]:
    return [block.text for block in segment(source).blocks]


def test_every_line_that_is_not_blank_is_a_block() -> None:
    assert texts("Home\n\n\nNews\nA paragraph.\n") == ["Home", "News", "A paragraph."]


def test_spaces_around_a_line_stay_with_it() -> None:
    assert texts("  indented \n\nnext\t\n") == ["  indented ", "next\t"]


def test_carriage_returns_are_no_part_of_a_block() -> None:
    assert texts("one\r\n\r\ntwo\r\n") == ["one", "two"]


def test_wrapped_paragraphs_are_put_together() -> None:
    source = "\n\n".join([textwrap.fill(PROSE, 72), "Short line", textwrap.fill(PROSE, 72)])
    document = segment(source)
    assert document.shape is Shape.WRAPPED
    assert [" ".join(block.text.split()) for block in document.blocks] == [PROSE, "Short line", PROSE]


def test_wrapped_paragraphs_without_blank_lines_are_parted_at_short_lines() -> None:
    source = "\n".join([textwrap.fill(PROSE, 64), textwrap.fill(PROSE, 64)])
    assert len(texts(source)) == 2


def test_a_wrapped_list_keeps_its_items_apart() -> None:
    item = textwrap.fill("- " + PROSE, 72)
    assert len(texts(f"{item}\n{item}\n{item}")) == 3


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("\n".join(["Mayor opens the new bridge over the river"] * 6), id="a list of headlines"),
        pytest.param(f"Home\nNews\nSport\n{PROSE}\nContact", id="a menu around a long line"),
        pytest.param(
            "The sea was calm that night,\nthe boats lay in a row,\nand nobody had lit a light\nto tell us where to go.",
            id="a poem",
        ),
    ],
)
def test_lines_that_were_not_wrapped_stay_apart(source: str) -> None:
    assert segment(source).shape is Shape.LINES


def test_a_text_on_one_line_is_cut_into_sentences() -> None:
    document = segment(" ".join([PROSE] * 6))
    assert document.shape is Shape.SENTENCES
    assert len(document.blocks) == 12


def test_initials_and_titles_end_no_sentence() -> None:
    sentence = "Dr. J. R. Miller of the U.S. Navy said that the work would go on until the end of next year."
    assert len(texts(" ".join([sentence] * 8))) == 8


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert len(texts("市议会星期二开会决定旧磨坊的未来。没有人预料会达成协议。" * 30)) == 60


def test_a_paragraph_on_a_line_of_its_own_is_not_cut() -> None:
    assert len(texts("\n".join([PROSE * 5] * 4))) == 4


@given(st.text())
def test_blocks_cover_all_that_is_not_white_space(source: str) -> None:
    document = segment(source)
    assert "".join("".join(source.split())) == "".join(
        "".join(block.text.split()) for block in document.blocks
    )
    for block in document.blocks:
        assert source[block.start : block.end] == block.text


@pytest.mark.parametrize("source", ["A sentence that ends here. " * 20_000, "word " * 100_000, "x" * 500_000])
def test_half_a_million_characters_on_one_line_take_no_time(source: str) -> None:
    began = time.process_time()
    segment(source)
    assert time.process_time() - began < 3
