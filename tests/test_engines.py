"""The engine `full` asks the ensemble and trafilatura about the pages that leave the student in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleaner import Cleaner, Engine, Options, engines
from cleaner.decide.doubt import is_clear
from cleaner.features.page import Page
from cleaner.references import trafilatura
from cleaner.segment.text import segment
from tools.quality_floor.html_pages import load

if TYPE_CHECKING:
    from cleaner.document import Document
    from cleaner.references.align import Reference

PAGES = {page.name: page.html for page in load()[::3]}


def texts(engine: Engine) -> dict[str, str]:
    cleaner = Cleaner(options=Options(engine=engine))
    return {name: cleaner.clean(html=html).text for name, html in PAGES.items()}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the documents that trafilatura is asked about."""
    sources: list[str] = []
    ask = trafilatura.reference

    def noted(page: str, document: Document) -> Reference:
        sources.append(document.source)
        return ask(page, document)

    monkeypatch.setattr(trafilatura, "reference", noted)
    return sources


def test_some_pages_are_clear_to_the_student_and_others_are_not(asked: list[str]) -> None:
    texts(Engine.FULL)
    assert 0 < len(asked) < len(PAGES)


def test_nobody_else_is_asked_about_a_page_that_the_student_is_sure_of(
    monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setattr(engines, "is_clear", lambda *_: True)
    assert texts(Engine.FULL) == texts(Engine.FAST)
    assert not asked


def test_all_are_asked_about_every_page_that_leaves_doubt(
    monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setattr(engines, "is_clear", lambda *_: False)
    assert texts(Engine.FULL) != texts(Engine.FAST)
    assert len(asked) == len(PAGES)


def test_fast_asks_nobody(asked: list[str]) -> None:
    texts(Engine.FAST)
    assert not asked


def test_blocks_are_named_alike_whoever_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """By heuristics, where the engine is `full`: names do not depend on how sure the student is."""
    name, html = next(iter(PAGES.items()))
    cleaner = Cleaner()
    named = []
    for clear in (True, False):
        monkeypatch.setattr(engines, "is_clear", lambda *_, clear=clear: clear)
        named.append({it.text: it.label for it in cleaner.clean(html=html).blocks if not it.keep})
    both = named[0].keys() & named[1].keys()
    assert both, name
    assert {text: named[0][text] for text in both} == {text: named[1][text] for text in both}


def clear_with(first: float, second: float, button: float) -> bool:
    """Whether a page of two paragraphs and eight buttons is clear with these scores; seven buttons surely go."""
    page = Page(segment("\n\n".join((50 * "mill ", 50 * "river ", *8 * ["Subscribe"]))))
    return is_clear(page, np.array((first, second, button, *7 * [-9.0])))


@pytest.mark.parametrize("scores", [(9, 9, -9), (9, -9, -9), (9, 9, -3)])
def test_a_page_is_clear_where_little_is_open(scores: tuple[float, float, float]) -> None:
    assert clear_with(*scores)


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param((9, 1.5, -9), id="a paragraph is open"),
        pytest.param((9, -1.5, -9), id="a paragraph is open, and goes"),
        pytest.param((9, 9, 0.1), id="a button is open, which is next to nothing by words"),
        pytest.param((-9, -9, -9), id="nothing is kept"),
    ],
)
def test_a_page_is_in_doubt_where_words_or_blocks_are_open_or_nothing_is_kept(
    scores: tuple[float, float, float],
) -> None:
    assert not clear_with(*scores)
