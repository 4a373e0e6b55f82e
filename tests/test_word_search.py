"""Phrases of whole words are found just where they stand, by one look at all of a text's words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.characters.tokens import hash_texts
from cleaner.features.page import Page
from cleaner.lexicon.word_search import WordSearch
from cleaner.segment.text import segment

Found = set[tuple[str, int, int]]

words = st.text(alphabet="abé1", min_size=1, max_size=2)
phrase = st.lists(words, min_size=1, max_size=4).map(" ".join)
line = st.lists(words | phrase | st.sampled_from(["-", ",", " "]), min_size=1, max_size=12).map(" ".join)


def find(phrases: list[str], text: str) -> Found:
    """Every phrase found in the blocks of a text, with its start and end."""
    texts = np.array(phrases)[np.argsort(hash_texts(phrases))].tolist()
    page = Page(segment(text))
    hashes, number, _ = page.distinct
    found = WordSearch.of(texts).find(page.words, hashes, number, page.word_block)
    return {
        (texts[which], start, end) for which, start, end in zip(*map(np.ndarray.tolist, found), strict=True)
    }


def one_by_one(phrases: list[str], text: str) -> Found:
    """The same by looking for each phrase at each place."""
    page = Page(segment(text))
    written = page.spaced.tobytes().decode("utf-32-le")
    found = set()
    for start, end, _ in page.document.blocks:
        block = f" {written[start:end]} "
        for each in phrases:
            for place in range(len(block)):
                if block.startswith(f" {each} ", place):
                    found.add((each, start + place, start + place + len(each)))
    return found


@given(
    phrases=st.lists(phrase, min_size=1, max_size=12, unique=True),
    lines=st.lists(line, min_size=1, max_size=4),
)
def test_what_is_found_is_what_stands_there(phrases: list[str], lines: list[str]) -> None:
    text = "\n".join(lines)
    if segment(text).blocks:
        assert find(phrases, text) == one_by_one(phrases, text)


def test_a_phrase_is_not_found_in_a_part_of_a_word_or_across_blocks() -> None:
    assert find(["sign up"], "Design up to date.\n\nSign upper.\n\nSign\n\nup") == set()


def test_a_longer_phrase_that_goes_on_otherwise_does_not_hide_a_shorter_one() -> None:
    assert find(["follow us", "follow us on"], "Follow us once more") == {("follow us", 0, 9)}


def test_signs_between_words_count_as_spaces() -> None:
    assert find(["e mail"], "An e-mail, or e/mail.") == {("e mail", 3, 9), ("e mail", 14, 20)}
    assert find(["next  page"], "Next, page") == {("next  page", 0, 10)}


def test_a_phrase_longer_than_any_that_can_be_found_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 31 words"):
        WordSearch.of(["no " * 31 + "more"])


def test_a_phrase_at_the_very_end_is_found() -> None:
    assert find(["the end", "the end of it"], "It is the end") == {("the end", 6, 13)}


def test_a_text_of_nothing_but_beginnings_is_searched_to_its_end() -> None:
    text = "\n\n".join(["no " * 50 + "no more"] * 2000)
    assert len(find(["no more", "no more of it"], text)) == 2000
