"""Pages made to break readers: a result in good time, and no text lost."""

from __future__ import annotations

import time

import pytest

from cleaner.segment.html import segment_html
from cleaner.segment.html.depth import limit_depth


@pytest.mark.parametrize("tag", ["div", "span", "table", "font", "ul", "b", "section", "my-tag"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "left open"])
def test_text_at_any_depth_comes_out(tag: str, *, closed: bool) -> None:
    depth = 30_000
    page = f"<{tag}>" * depth + "deep" + (f"</{tag}>" * depth if closed else "") + "<p>after</p>"
    started = time.process_time()
    document = segment_html(page)
    assert time.process_time() - started < 5
    assert document.source.split() == ["deep", "after"]


def test_depths_that_pages_have_are_left_alone() -> None:
    page = "<div>" * 300 + "deep" + "</div>" * 300
    document = segment_html(page)
    assert document.dom is not None
    assert document.dom.elements.depth.max() > 300


def test_a_long_page_that_leaves_its_paragraphs_open_is_left_alone() -> None:
    page = "".join(f"<p>paragraph {number}<br><img src=x>" for number in range(3000))
    assert len(segment_html(page).blocks) == 3000


def test_limiting_the_depth_keeps_the_text_and_parts_the_blocks() -> None:
    page = "<div>a<div>b<div>c</div>d</div>e</div><p>f</p>"
    assert limit_depth(page, 2) == "<div>a<div>b<br>c<br>d</div>e</div><p>f</p>"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param("<p>" + "word " * 1_000_000, 1_000_000, id="a paragraph of 5 MB"),
        pytest.param("<div></div>" * 200_000 + "x", 1, id="empty tags"),
        pytest.param("x<br>" * 200_000, 200_000, id="line breaks"),
        pytest.param("<p " + " ".join(f"a{n}" for n in range(300_000)) + ">x", 1, id="attributes"),
        pytest.param('<p class="' + "ab-cd " * 300_000 + '">x', 1, id="classes"),
        pytest.param(
            "".join(f"<font size={n}><p>x" for n in range(20_000)), 20_000, id="formatting left open"
        ),
        pytest.param("&bogus;&amp &#xD800; &#99999999; " * 50_000, 150_000, id="broken entities"),
        pytest.param("<!-- " * 200_000, 0, id="comments left open"),
        pytest.param("<a " * 200_000, 0, id="tags left open"),
        pytest.param("<" * 1_000_000, 1, id="nothing but brackets"),
        pytest.param("<table><tr>" + "<td>x</td>" * 100_000, 199_999, id="a row of many cells"),
        pytest.param("<meta name=a content=b><link rel=a href=b>" * 50_000 + "x", 1, id="meta tags"),
    ],
)
def test_size_costs_time_in_proportion(page: str, words: int) -> None:
    started = time.process_time()
    document = segment_html(page)
    assert time.process_time() - started < 10
    assert abs(len(document.source.split()) - words) <= words // 4


@pytest.mark.parametrize(
    "page", ["", " \n ", b"", b"\x00\x01\x02\xff" * 50, "<>", "</p>", "<p></p>", "\ud800"]
)
def test_pages_with_nothing_on_them_are_documents_too(page: str | bytes) -> None:
    document = segment_html(page)
    assert document.dom is not None
    assert len(document.dom.tag) == len(document.blocks)


def test_nul_bytes_are_dropped() -> None:
    assert segment_html("<p>a\0b</p>").source == "ab"


def test_lone_surrogates_do_no_harm() -> None:
    assert segment_html("<p>a\udc80b</p>").source == "a?b"
