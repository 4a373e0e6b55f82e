"""What a page says of itself, and what of it is believed."""

from __future__ import annotations

import pytest

from cleaner.identify.metadata import Metadata, complete, read_metadata
from cleaner.segment.html import segment_html


def metadata(head: str, url: str | None = None) -> Metadata:
    dom = segment_html(f"<html><head>{head}</head><body><p>a</p></body></html>").dom
    assert dom is not None
    return read_metadata(dom.head, url)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = ld(
    '{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "The old mill",'
    '"datePublished": "2024-03-05T10:00:00+01:00", "dateModified": "2024-03-06",'
    '"author": [{"@type": "Person", "name": "Ada Moss"}, {"name": "Ben Roe"}],'
    '"publisher": {"@type": "Organization", "name": "Town News"}, "inLanguage": "en-GB"}]}'
)


def test_json_ld_says_all() -> None:
    assert metadata(ARTICLE) == Metadata(
        None, "Town News", "The old mill", ("Ada Moss", "Ben Roe"), "2024-03-05", "2024-03-06", "en"
    )


def test_meta_tags_say_it_too() -> None:
    found = metadata(
        '<link rel="canonical" href="/a/1"><meta property="og:site_name" content="Town News">'
        '<meta property="og:title" content="The old mill"><meta name="author" content="Ada Moss">'
        '<meta property="article:published_time" content="2024-03-05T10:00Z"><meta property="og:locale" content="de_DE">',
        "https://example.org/a/1?x=2",
    )
    assert found == Metadata(
        "https://example.org/a/1", "Town News", "The old mill", ("Ada Moss",), "2024-03-05", None, "de"
    )


@pytest.mark.parametrize(
    ("head", "field"),
    [
        pytest.param(
            '<meta name="author" content="https://example.org/ada">',
            "authors",
            id="an author who is an address",
        ),
        pytest.param(
            '<meta name="twitter:creator" content="@ada">', "authors", id="an author who is a handle"
        ),
        pytest.param(
            ld('{"@type": "Person", "author": "Ada"}'), "authors", id="an object that is not the page"
        ),
        pytest.param('<meta name="date" content="yesterday">', "published", id="a date that is none"),
        pytest.param('<meta name="date" content="5558675309">', "published", id="a number that is no date"),
        pytest.param(
            '<link rel="canonical" href="javascript:void(0)">', "url", id="a URL that leads nowhere"
        ),
        pytest.param('<link rel="canonical" href="https://[broken">', "url", id="a broken URL"),
        pytest.param('<meta property="og:title" content=" ">', "headline", id="an empty headline"),
        pytest.param(ld('{"@type": "NewsArticle", "headline": '), "headline", id="broken JSON"),
        pytest.param('<meta name="og:locale" content="12">', "language", id="a language that is none"),
    ],
)
def test_claims_that_cannot_be_right_are_passed_over(head: str, field: str) -> None:
    assert not getattr(metadata(head), field)


def test_a_canonical_url_that_is_the_front_page_is_passed_over() -> None:
    head = '<link rel="canonical" href="https://example.org/"><meta property="og:url" content="https://example.org/a">'
    assert metadata(head, "https://example.org/a?b").url == "https://example.org/a"


def test_the_front_page_may_say_that_it_is_one() -> None:
    assert (
        metadata('<link rel="canonical" href="https://example.org/">', "https://example.org/").url is not None
    )


def test_the_language_of_the_html_element_comes_first() -> None:
    dom = segment_html(
        '<html lang="pt-BR"><head><meta property="og:locale" content="en_US"></head></html>'
    ).dom
    assert dom is not None
    assert read_metadata(dom.head).language == "pt"


def test_titles_lose_the_name_of_the_site() -> None:
    dom = segment_html("<title>The council cannot agree on the old mill | Town News</title>").dom
    assert dom is not None
    assert dom.head.headline == "The council cannot agree on the old mill"


def test_what_is_known_is_not_looked_for() -> None:
    known = metadata(ARTICLE)
    assert complete(known, "<p>By Someone Else, 1 May 2020</p>") is known


def test_what_is_missing_is_looked_for_in_the_page() -> None:
    page = '<html><body><article><time datetime="2021-05-04">4 May</time><p>Text of it.</p></article></body></html>'
    assert complete(Metadata(), page).published == "2021-05-04"


def test_nothing_to_look_in_is_no_matter() -> None:
    assert complete(Metadata(), "") == Metadata()
