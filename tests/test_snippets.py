"""The snippets that the model is fitted on: of every kind, in many languages, and none of them in a test."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from random import Random
from typing import Final

import pytest

from benchmarks.fit import splices
from benchmarks.fit.lines import Line
from benchmarks.fit.snippets import KINDS, RUN_CHARACTERS, RUN_WORDS, Snippet, runs, snippets
from tools import field_runs, goldens
from tools.quality_floor import html_pages, text_pages

FEWEST_LANGUAGES: Final = 24
FEWEST: Final = 40
"""Snippets of a language."""
LANGUAGES: Final = {language: list(some) for language, some in groupby(snippets(), lambda it: it.language)}
ARTICLE: Final = [Line(f"Paragraph {number} of the article.", 1.0) for number in range(6)]


def test_there_are_many_in_many_languages() -> None:
    assert len(LANGUAGES) >= FEWEST_LANGUAGES
    assert {language: len(some) for language, some in LANGUAGES.items() if len(some) < FEWEST} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_some_of_each_kind(language: str) -> None:
    assert Counter(it.kind for it in LANGUAGES[language]).keys() == KINDS.keys()


def test_none_has_a_run_of_words_that_a_test_has() -> None:
    pages = [*(it.text for it in text_pages.load()), *(it.html for it in html_pages.load())]
    pages += [goldens.source(name) for name in goldens.names()]
    tested = field_runs.hashed(run for page in pages for run in field_runs.runs_of_page(page))
    tested |= field_runs.known()
    shared = {run for it in snippets() for run in runs(it.text) if field_runs.hashed([run]) & tested}
    assert shared == set()


def test_a_run_of_a_test_is_found() -> None:
    tested = field_runs.hashed(field_runs.runs_of_page(goldens.source("000-anewz")))
    words = goldens.source("000-anewz").split()[100 : 100 + 3 * RUN_WORDS]
    assert field_runs.hashed(runs(" ".join(words))) & tested


def test_runs_are_of_characters_where_words_have_no_spaces() -> None:
    assert len(runs("天" * RUN_CHARACTERS)) == 1
    assert not runs("天" * (RUN_CHARACTERS - 1))
    assert not runs("one two three four")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spliced_page_has_all_of_its_article_and_labels_the_rest(language: str) -> None:
    for seed in range(20):
        page = splices.spliced(ARTICLE, LANGUAGES[language], Random(seed))
        assert [line for line in page if line.body] == ARTICLE
        ours = {line.strip() for it in LANGUAGES[language] if not KINDS[it.kind].body for line in it.lines}
        assert {line.text for line in page if not line.body} <= ours


def test_what_belongs_above_is_above_and_what_belongs_under_is_under() -> None:
    for kind, (places, body_kind, _) in KINDS.items():
        given = [Snippet("en", kind, ("of ours",))]
        seen = set()
        for seed in range(60):
            page = splices.spliced(ARTICLE, given, Random(seed))
            body = [place for place, line in enumerate(page) if line.body]
            for place, line in enumerate(page):
                if not line.body:
                    seen.add("above" if place < body[0] else "under" if place > body[-1] else "inside")
        assert seen == (set() if body_kind else {*places}), kind


def test_a_short_article_begins_with_its_headline() -> None:
    brief = Snippet("en", "news in brief", ("A headline", "", "A paragraph.", "Another."))
    page = splices.as_lines(brief, Random(0))
    assert [(line.text, line.headline, line.body) for line in page] == [
        ("A headline", 1.0, 0.0),
        ("A paragraph.", 0.0, 1.0),
        ("Another.", 0.0, 1.0),
    ]
