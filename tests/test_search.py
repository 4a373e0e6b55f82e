"""Phrases are searched for by script, with the result of one search for all of them."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given
from hypothesis import strategies as st

from cleaner.view.phrases import phrases
from cleaner.view.search import Match, Search


def all_at_once(patterns: list[str], text: str) -> list[Match]:
    """What a single automaton of all patterns finds."""
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    return [(number, start, end) for number, start, end in automaton.find_matches_as_indexes(text)]


one_script = st.sampled_from(("ab ", "бы ", "是否", "éế ")).flatmap(
    lambda letters: st.text(alphabet=letters, min_size=1, max_size=6).filter(str.strip)
)


@given(
    patterns=st.lists(one_script, max_size=12, unique=True),
    text=st.lists(one_script, max_size=20).map("|".join),
)
def test_phrases_in_one_script_each_are_found_as_by_one_search_for_all(
    patterns: list[str], text: str
) -> None:
    patterns = [pattern.strip() for pattern in patterns]
    patterns = list(dict.fromkeys(patterns))
    assert Search(patterns).find(text) == all_at_once(patterns, text)


def test_real_phrases_are_found_as_by_one_search_for_all() -> None:
    patterns = list(phrases().search.patterns)
    text = " \n".join(patterns[::40])
    assert Search(patterns).find(text) == all_at_once(patterns, text)


def test_a_phrase_in_two_scripts_is_found_rather_than_a_part_of_it() -> None:
    search = Search([" e mail", " e mail рассылка", " рассылка"])
    assert search.find(" e mail рассылка") == [(1, 0, 16)]


def test_a_part_of_a_phrase_in_two_scripts_is_found_where_the_rest_is_missing() -> None:
    search = Search([" e mail", " e mail рассылка", " рассылка"])
    assert search.find(" e mail и рассылка") == [(0, 0, 7), (2, 9, 18)]


def test_no_phrases_are_found_in_no_text() -> None:
    assert Search([]).find("no matter") == []
    assert Search(["share"]).find("") == []


@given(texts=st.lists(st.text(alphabet="абвé\n |", max_size=30), min_size=10, max_size=10))
def test_the_first_few_texts_are_searched_with_the_same_result_as_all_others(texts: list[str]) -> None:
    patterns = ["а", "аб", "б в", "é", "éа", "вв"]
    search, built = Search(patterns), Search(patterns)
    built.warm()
    assert [search.find(text) for text in texts] == [built.find(text) for text in texts]


def test_nothing_else_is_found_once_all_is_built() -> None:
    search = Search(["share", "доля"])
    before = search.find("share доля")
    search.warm()
    assert search.find("share доля") == before == [(0, 0, 5), (1, 6, 10)]
