"""Pages made to break readers: a result in good time, and no text lost."""

from __future__ import annotations

import time
from typing import Final

import pytest

from cleaner import Cleaner, Options
from cleaner.options import Engine
from cleaner.references.trafilatura import reference
from cleaner.segment.html import segment_html
from cleaner.segment.html.guards import has_too_many_attributes, limit_depth
from tests.test_html_clean import STORY
from tools.quality_floor import text_pages

pytestmark = pytest.mark.slow


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


def test_a_tag_with_long_values_keeps_them() -> None:
    words = "word " * 20_000
    page = f'<div class="comments" title="{words}" data-it=\'{{"a": "<b>"}}\'>a</div><p>b'
    dom = segment_html(page).dom
    assert dom is not None
    assert dom.elements.names[dom.element].tolist()[0]


def test_a_script_with_many_words_is_no_tag_with_many_attributes() -> None:
    body = "The council met. " * 4000
    page = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{body}a <b"}}</script>'
    assert segment_html(page).source.count("The council met.") == 4000


def test_code_that_compares_is_no_tag() -> None:
    code = "for (n = 0; n <items.length; n++) total += items[n] " * 25_000
    assert not has_too_many_attributes(f'<div class="comments">a</div><script nonce="x">{code}</script><p>b')


def test_a_long_list_to_choose_from_hides_nothing_else() -> None:
    options = "".join(f'<OPTION value="{n}">Choice {n}</OPTION>' for n in range(6000))
    document = segment_html(f"<p>Before <select>{options}</select> within</p><p>After it</p>")
    assert [block.text for block in document.blocks] == ["Before within", "After it"]


def test_a_list_to_choose_from_is_no_list_of_operations() -> None:
    document = segment_html("<operation>add</operation>" * 5000)
    assert document.source.count("add") == 5000


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
        pytest.param(
            "<p " + " ".join(f'a{n}="<"' for n in range(200_000)) + ">x", 1, id="attributes with brackets"
        ),
        pytest.param(
            "<p " + " ".join(f'a{n}="<b>"' for n in range(200_000)) + ">x", 1, id="attributes that hold tags"
        ),
        pytest.param(
            "<script " + " ".join(f"a{n}" for n in range(200_000)) + "></script>x",
            1,
            id="attributes of a script",
        ),
        pytest.param('<p class="' + "ab-cd " * 300_000 + '">x', 1, id="classes"),
        pytest.param(
            "".join(f"<font size={n}><p>x" for n in range(20_000)), 20_000, id="formatting left open"
        ),
        pytest.param("&bogus;&amp &#xD800; &#99999999; " * 50_000, 150_000, id="broken entities"),
        pytest.param("<!-- " * 200_000, 0, id="comments left open"),
        pytest.param("<a " * 200_000, 0, id="tags left open"),
        pytest.param("<" * 1_000_000, 1, id="nothing but brackets"),
        pytest.param("<table><tr>" + "<td>x</td>" * 100_000, 199_999, id="a row of many cells"),
        pytest.param("<select>" + "<option>x" * 100_000 + "</select>y", 1, id="a list to choose from"),
        pytest.param("<meta name=a content=b><link rel=a href=b>" * 50_000 + "x", 1, id="meta tags"),
    ],
)
def test_size_costs_time_in_proportion(page: str, words: int) -> None:
    started = time.process_time()
    document = segment_html(page)
    assert time.process_time() - started < 10
    assert abs(len(document.source.split()) - words) <= words // 4


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("deep", [100, 300, 1000, 30_000])
@pytest.mark.parametrize("tag", ["div", "span", "blockquote"])
def test_an_article_at_any_depth_stays(tag: str, deep: int, engine: Engine) -> None:
    article = (
        "<article><h1>Old mill to be mended</h1>" + "".join(f"<p>{it}</p>" for it in STORY) + "</article>"
    )
    page = (
        f"<nav><a href=/>Home</a> <a href=/s>Sport</a></nav>{f'<{tag}>' * deep}{article}{f'</{tag}>' * deep}"
    )
    text = Cleaner(options=Options(engine=engine)).clean(html=page).text
    assert text == "\n\n".join(["Old mill to be mended", *STORY])


MANY: Final = {
    "headings": "<h2>Head</h2>",
    "letters": "<p>x</p>",
    "menu entries": "<div><a href=/>Menu entry</a></div>",
}
"""Blocks of which a page may have hundreds above its article."""
ARTICLES: Final = [
    page.gold.split("\n") for page in text_pages.load() if page.gold.count("\n") in range(6, 30)
]


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("before", MANY.values(), ids=list(MANY))
def test_articles_after_six_hundred_blocks_lose_no_tenth(before: str, engine: Engine) -> None:
    clean = Cleaner(options=Options(engine=engine, site_rules=False)).clean
    assert len(ARTICLES) > 20
    for article in ARTICLES:
        paragraphs = [" ".join(it.split()) for it in article if it.strip()]
        page = before * 600 + "<article>" + "".join(f"<p>{it}</p>" for it in paragraphs) + "</article>"
        text = " ".join(clean(html=page).text.split())
        lost = sum(len(it) for it in paragraphs if it not in text)
        assert lost <= sum(map(len, paragraphs)) / 10, paragraphs[0]


@pytest.mark.parametrize("before", MANY.values(), ids=list(MANY))
def test_an_article_after_very_many_blocks_stays(before: str) -> None:
    page = before * 60_000 + "<article>" + "".join(f"<p>{it}</p>" for it in STORY * 3) + "</article>"
    text = Cleaner(options=Options(engine=Engine.FAST)).clean(html=page).text
    assert all(text.count(it) == 3 for it in STORY)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>" + "<ruby>x<rt>y</ruby>" * 200_000, id="ruby"),
        pytest.param("<p " + " ".join(f"a{n}" for n in range(300_000)) + ">word", id="attributes"),
        pytest.param("word<br>" * 200_000, id="line breaks"),
        pytest.param("<table><tr><td>word" * 50_000, id="tables in tables"),
        pytest.param("<my-tag>" * 50_000 + "word", id="tags nobody knows"),
    ],
)
def test_the_extractor_never_holds_up_a_page(page: str) -> None:
    started = time.process_time()
    document = segment_html(page)
    reference(page, document)
    assert time.process_time() - started < 20
    assert "word" in document.source or "x" in document.source


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


SUBSETS = {
    "a parameter entity": '<!ENTITY % p SYSTEM "http://example.org/a.dtd">\n%p;',
    "entities": """<!ENTITY a "x > y ]> z"><!ENTITY b '<p>"</p>'>""",
    "a comment": "<!-- ]> it's --><!ELEMENT p (#PCDATA)>",
    "an instruction": "<?php echo ']>' ?>",
    "a notation": '<!NOTATION gif PUBLIC "gif viewer"><!ATTLIST p id ID #IMPLIED>',
    "nothing": " ",
}


@pytest.mark.parametrize("subset", SUBSETS.values(), ids=list(SUBSETS))
@pytest.mark.parametrize(
    "before", ["", "<?xml version='1.0'?>\n", "\ufeff<!-- a page -->\n"], ids=["", "XML", "comment"]
)
def test_the_internal_subset_of_a_dtd_is_no_text(subset: str, before: str) -> None:
    kind = 'html PUBLIC "-//W3C//DTD XHTML 1.0 [Strict]//EN" "xhtml1.dtd"'
    page = f"{before}<!DOCTYPE {kind} [{subset}]>\n<html><body><p>The story.</p></body></html>"
    assert segment_html(page).source == "The story."


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html [ <p>The story [1]> goes on.</p>",
        "<!DOCTYPE html [ <!-- <p>The story.</p> ]>",
        "<!DOCTYPE html [<!ENTITY a 'x> <p>The story.</p> ]>",
        "<!DOCTYPE html ><p>The story.</p>[%a;]>",
        "<p>The story of <code>&lt;!DOCTYPE html [%p;]></code></p>",
    ],
)
def test_what_only_begins_like_an_internal_subset_costs_no_text(page: str) -> None:
    assert segment_html(page).source == segment_html(page.replace("[", "&#91;", 1)).source.replace(
        "&#91;", "[", 1
    )


@pytest.mark.parametrize("piece", ["<!-- ", "<!ENTITY a '", "%a;", "<? ", "'", '<!A "x" ', "[", " "])
def test_an_endless_internal_subset_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    segment_html("<!DOCTYPE html [" + piece * 300_000)
    segment_html("<!DOCTYPE html " + piece * 300_000)
    assert time.process_time() - started < 10
