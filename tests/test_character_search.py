"""Phrases without spaces are searched for by script, with the result of one search for all of them."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lexicon.built_in_phrases import phrases
from cleaner.lexicon.character_search import CharacterSearch

Found = list[tuple[int, ...]]


def find(search: CharacterSearch, text: str) -> Found:
    """Every phrase found, with its number, start and end."""
    return list(zip(*(column.tolist() for column in search.find(text)), strict=True))


def all_at_once(patterns: list[str], text: str) -> Found:
    """What a single automaton of all patterns finds."""
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    return list(automaton.find_matches_as_indexes(text))


one_script = st.sampled_from(("бы ", "是否", "ใน ", "ὀὁ ")).flatmap(
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
    assert find(CharacterSearch(patterns), text) == all_at_once(patterns, text)


def test_real_phrases_are_found_as_by_one_search_for_all() -> None:
    patterns = list(phrases().unspaced.patterns)
    text = " \n".join(patterns[::40])
    assert find(CharacterSearch(patterns), text) == all_at_once(patterns, text)


def test_a_phrase_in_two_scripts_is_found_rather_than_a_part_of_it() -> None:
    search = CharacterSearch(["рассылка", "рассылка 登録", "登録"])
    assert find(search, "рассылка 登録") == [(1, 0, 11)]


def test_a_part_of_a_phrase_in_two_scripts_is_found_where_the_rest_is_missing() -> None:
    search = CharacterSearch(["рассылка", "рассылка 登録", "登録"])
    assert find(search, "рассылка и 登録") == [(0, 0, 8), (2, 11, 13)]


def test_no_phrases_are_found_in_no_text() -> None:
    assert find(CharacterSearch([]), "登録") == []
    assert find(CharacterSearch(["登録"]), "") == []
    assert find(CharacterSearch(["登録"]), "plain words") == []


@given(texts=st.lists(st.text(alphabet="абвὀ\n |", max_size=30), min_size=10, max_size=10))
def test_the_first_few_texts_are_searched_with_the_same_result_as_all_others(texts: list[str]) -> None:
    patterns = ["а", "аб", "б в", "ὀ", "ὀа", "вв"]
    search, built = CharacterSearch(patterns), CharacterSearch(patterns)
    built.warm()
    assert [find(search, text) for text in texts] == [find(built, text) for text in texts]


def test_nothing_else_is_found_once_all_is_built() -> None:
    search = CharacterSearch(["ὀὁ", "доля"])
    before = find(search, "ὀὁ доля")
    search.warm()
    assert find(search, "ὀὁ доля") == before == [(0, 0, 2), (1, 3, 7)]
