"""What a page says of itself, and what of it is believed."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options, clean
from cleaner.cli.main import main
from cleaner.identify.metadata import Metadata, complete, read_metadata
from cleaner.options import Engine
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        pytest.param(
            ld(
                '{"@graph": [{"@type": "Article", "author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada Moss"}]}'
            ),
            ("Ada Moss",),
            id="a person who is pointed to",
        ),
        pytest.param(
            ld('{"@type": "Article", "author": {"name": "Town News"}, "publisher": {"name": "Town News"}}')
            + '<meta name="author" content="Ada Moss">',
            ("Ada Moss",),
            id="a person rather than the site",
        ),
        pytest.param(
            ld('{"@type": "Article", "author": {"name": "adam"}}')
            + '<meta name="author" content="Ada Moss">',
            ("Ada Moss",),
            id="a name rather than a login",
        ),
        pytest.param(
            '<meta name="author" content="adam">', ("adam",), id="a login where there is nothing else"
        ),
        pytest.param(
            '<meta property="og:site_name" content="Town News"><meta name="author" content="Town News">',
            ("Town News",),
            id="the site where there is nobody else",
        ),
        pytest.param('<meta name="author" content=", Ada Moss">', ("Ada Moss",), id="a comma in front"),
        pytest.param('<meta name="author" content="Ada M&amp;#246;s">', ("Ada Mös",), id="escaped twice"),
        pytest.param('<meta name="author" content="2625882">', (), id="a number"),
        pytest.param(
            '<meta name="twitter:data1" content="Ada Moss"><meta name="twitter:data2" content="4 minutes">',
            ("Ada Moss",),
            id="on a card with minutes",
        ),
        pytest.param(
            '<meta name="twitter:data1" content="4 minutes"><meta name="twitter:data2" content="12 pages">',
            (),
            id="a card of minutes alone",
        ),
        pytest.param('<meta name="twitter:data1" content="New York">', (), id="a card of something else"),
    ],
)
def test_an_author_is_a_person_where_one_is_named(head: str, authors: tuple[str, ...]) -> None:
    assert metadata(head).authors == authors


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        pytest.param("The old mill | Town News", "The old mill", id="a bar"),
        pytest.param("The old mill – Town News", "The old mill", id="a dash"),
        pytest.param("The old mill: Town News", "The old mill", id="a colon"),
        pytest.param("Ferry &amp;#8216;lost&amp;#8217;", "Ferry ‘lost’", id="escaped twice"),
        pytest.param("All of the Town News", "All of the Town News", id="the name as part of the title"),
        pytest.param("Town News", "Town News", id="nothing but the name"),
        pytest.param("The old mill | A story", "The old mill | A story", id="a bar before something else"),
    ],
)
def test_a_headline_loses_the_name_of_the_site(title: str, headline: str) -> None:
    head = f'<meta property="og:site_name" content="Town News"><meta property="og:title" content="{title}">'
    assert metadata(head).headline == headline


@pytest.mark.parametrize(
    ("url", "published"),
    [
        pytest.param("https://example.org/2024/03/05/mill", "2024-03-05", id="a day"),
        pytest.param("https://example.org/2024/03/mill", None, id="a month alone"),
        pytest.param("https://example.org/mill", None, id="no date"),
    ],
)
def test_a_url_may_tell_the_day(url: str, published: str | None) -> None:
    assert metadata("", url).published == published


def test_the_page_knows_its_day_better_than_its_url() -> None:
    assert metadata(ARTICLE, "https://example.org/2020/01/01/mill").published == "2024-03-05"


class TestLookingForIt:
    PAGE = """<html><head><title>The old mill</title></head><body><article><h1>The old mill</h1>
<p class="byline">By <a rel="author" href="/ada">Ada Moss</a>, <time datetime="2021-05-04">4 May</time></p>
<p>The council met on Tuesday to decide what should become of the old mill, empty for years.</p></article></body></html>"""

    def test_by_default_nobody_looks(self) -> None:
        found = clean(html=self.PAGE).metadata
        assert found is not None
        assert (found.authors, found.published) == ((), None)

    @pytest.mark.parametrize("engine", Engine)
    def test_author_and_date_are_found_in_the_text(self, engine: Engine) -> None:
        found = Cleaner(options=Options(find_metadata=True, engine=engine)).clean(html=self.PAGE).metadata
        assert found is not None
        assert (found.authors, found.published) == (("Ada Moss",), "2021-05-04")

    def test_what_is_known_is_not_looked_for(self) -> None:
        known = metadata(ARTICLE)
        page = "<p>By Someone Else, 1 May 2020</p>"
        assert complete(known, page, segment_html(page)) is known

    @pytest.mark.parametrize("page", ["", "<p>", "\0", "<" * 1000, "<div>" * 30_000, "<p>a" * 200_000])
    def test_pages_with_nothing_to_find_are_no_matter(self, page: str) -> None:
        assert complete(Metadata(), page, segment_html(page)) == Metadata()

    def test_plain_text_says_nothing_of_itself(self) -> None:
        assert Cleaner(options=Options(find_metadata=True)).clean("By Ada Moss, 4 May 2021").metadata is None

    def test_a_result_that_could_look_can_be_pickled(self) -> None:
        result = Cleaner(options=Options(find_metadata=True)).clean(html=self.PAGE)
        copy = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
        assert copy.metadata == result.metadata

    @pytest.mark.parametrize(("typed", "published"), [((), None), (("--find-metadata",), "2021-05-04")])
    def test_a_run_looks_when_told_to(
        self, tmp_path: Path, typed: tuple[str, ...], published: str | None
    ) -> None:
        (tmp_path / "mill.html").write_text(self.PAGE)
        done = CliRunner().invoke(
            main, ["run", str(tmp_path / "mill.html"), "-", "--to", "jsonl", "--jobs", "1", *typed]
        )
        assert json.loads(done.stdout)["cleaner"].get("page", {}).get("published") == published
