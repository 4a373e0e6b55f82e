"""Features of the DOM."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from cleaner.document import Document
    from cleaner.features.feature_groups import Features

PROSE = (
    "The council met on Tuesday to decide what should become of the old mill, which has stood empty since the "
    "floods. Nobody in the room had expected an agreement, and for two hours there was none to be had."
)
PAGE = f"""
<html><head><title>Council cannot agree on the old mill | Town News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Council cannot agree on the old mill</h1>
<div class="articleBody"><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></div></article></main>
<aside class="related-posts"><div class="card"><a href="/x">Floods: what is known so far</a></div>
<div class="card"><a href="/y">Rain is on its way again</a></div></aside>
<footer>Imprint</footer></body></html>
"""


def seen_of(html: str) -> Features:
    page = Page(segment_html(html))
    return extract_features(page, claims(page))


def columns(page: str) -> dict[str, list[float]]:
    found = seen_of(page)
    return dict(zip(found.names, found.values.T.tolist(), strict=True))


SEEN = columns(PAGE)
"""Blocks: two of the menu, the headline, three paragraphs, two cards, the footer."""


def test_names_are_those_of_any_page_and_stand_once() -> None:
    names = seen_of("<p>a</p>").names
    assert names == tuple(SEEN)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("tag/paragraph", [0, 0, 0, 1, 1, 1, 0, 0, 0]),
        ("tag/h1", [0, 0, 1, 0, 0, 0, 0, 0, 0]),
        ("inside/nav", [1, 1, 0, 0, 0, 0, 0, 0, 0]),
        ("inside/article", [0, 0, 1, 1, 1, 1, 0, 0, 0]),
        ("link/density", [1, 1, 0, 0, 0, 0, 1, 1, 0]),
        ("headline/is it", [0, 0, 1, 0, 0, 0, 0, 0, 0]),
        ("centre of prose/in parent", [0, 0, 0, 1, 1, 1, 0, 0, 0]),
        ("container/prose share 1 up", [0, 0, 1, 1, 1, 1, 0, 0, 1]),
        ("markup/has main", [1] * 9),
    ],
)
def test_a_feature_tells_the_blocks_apart(feature: str, expected: list[float]) -> None:
    assert SEEN[feature] == pytest.approx(expected, abs=0.01)


def test_a_name_counts_less_the_farther_up_it_is() -> None:
    own, far = columns('<p class="comment">a</p>'), columns('<div class="comment"><div><p>a</p></div></div>')
    assert own["class name/comment"][0] > far["class name/comment"][0] > 0
    assert SEEN["class name/related link"][6] > 0
    assert SEEN["class name/related link"][3] == 0


def test_cards_among_cards_are_seen() -> None:
    alike = SEEN["sibling/alike 0 up"]
    assert min(alike[6:8]) > 0
    assert alike[2] == 0


def test_what_is_like_the_title_is_the_headline_and_no_paragraph() -> None:
    like = SEEN["title/similarity"]
    assert like[2] == pytest.approx(1)
    assert max(like[3:]) < 0.5


@pytest.mark.parametrize(
    "page",
    [
        "a",
        "<p>.</p>",
        "<ul><li>a</ul>",
        "<p hidden>a</p>",
        "<pre>x</pre>",
        "<p>市議会は火曜日に</p>",
        "<p>a</p>" * 500,
    ],
)
def test_any_page_gives_sound_numbers(page: str) -> None:
    values = seen_of(page).values
    assert values.dtype == np.float32
    assert np.isfinite(values).all()
    assert values.min() >= -1
    assert values.max() <= 4


def test_text_has_no_such_features() -> None:
    page = Page(segment("a"))
    assert not {"tag/paragraph", "trafilatura/kept"} & set(extract_features(page, claims(page)).names)


@pytest.mark.parametrize("document", [segment(PROSE), segment_html(PAGE)], ids=["text", "html"])
def test_a_page_is_freed_as_soon_as_nobody_holds_it(document: Document) -> None:
    page = Page(document)
    extract_features(page, claims(page))
    freed = weakref.ref(page)
    gc.disable()
    try:
        del page
        assert freed() is None
    finally:
        gc.enable()
