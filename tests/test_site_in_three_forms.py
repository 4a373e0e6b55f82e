"""One rule file for a made-up site: its pages as HTML, as plain text, and without a URL."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import Cleaner, Label, Options
from cleaner.explain.terminal import write_explanation
from cleaner.identify.metadata import with_own_url
from cleaner.rules.cases import line_document, run_cases
from cleaner.rules.compile_rules import load_rules
from cleaner.segment.html import segment_html

FOLDER = Path(__file__).parent.parent / "fixtures" / "sites" / "harbour-post"
URL = "https://www.harbour-post.example/2024/05/12/old-quay"
NAME = "harbour-post.example"
HTML = (FOLDER / "page.html").read_text(encoding="utf-8")
TEXT = (FOLDER / "page.txt").read_text(encoding="utf-8")
CANONICAL = f'<link rel="canonical" href="{URL}">'
SITE_NAME = '<meta property="og:site_name" content="Harbour Post">'
MOTTO = "Harbour Post: news from the quay since 1911"
BOOK = load_rules([FOLDER], built_in=False)
CLEANER = Cleaner([FOLDER])

HEADLINE = "Old quay to stay open for another winter"
CORRECTION = "Correction: An earlier version gave the age of the quay as ninety years."
COMMENT = "Ninety years or a hundred, it was there before any of us, and it will be there after."
BODY = [
    "The council of Lindvik voted on Monday to keep the old quay open for another winter, against the advice of its engineers.",
    '"Photo: a boat, I wrote under it," the mayor said of the picture on her wall, "and nothing else."',
    "Tools for the repair are to be bought in spring, the council said, and shared with the boatyard.",
    CORRECTION,
    "What the engineers say",
    "Their report speaks of two cracks below the water line, of which one was known.\nNeither is growing.",
    "Year | Cracks",
    "1998 | 1",
    "2024 | 2",
    "Read also what is not written there.",
]
OF_MENU = [MOTTO, "Front page", "Quay", "Tides", "Harbour Post", "By Anna Berg", "Photo: A. Berg"]
AFTER = ["Read also", "Ferry back in service", "Storm warning lifted", "Comments", COMMENT, "© Harbour Post"]
PROMO = [
    "Support the Harbour Post",
    "Three hundred readers paid for last winter's tide tables. Be one of them.",
]


def without(page: str, *parts: str) -> str:
    for part in parts:
        assert part in page
        page = page.replace(part, "")
    return page


def test_the_cases_of_the_file_hold() -> None:
    report = run_cases([FOLDER])
    assert [str(failure) for failure in report.failures] == []


@pytest.mark.parametrize("url", [URL, None], ids=["its URL", "no URL"])
def test_the_page(url: str | None) -> None:
    result = CLEANER.clean(html=HTML, url=url)
    assert result.site == NAME
    assert result.title == HEADLINE
    assert [block.text for block in result.blocks if block.keep] == [HEADLINE, *BODY]
    assert all(block.judge.startswith("rule:") for block in result.blocks)
    dropped = {block.text for block in result.blocks if not block.keep}
    assert dropped == {*OF_MENU, *PROMO, *AFTER, "Share", "More on the quay"}


@pytest.mark.parametrize("url", [URL, None], ids=["its URL", "no URL"])
def test_the_text(url: str | None) -> None:
    result = CLEANER.clean(TEXT, url=url)
    assert result.site == NAME
    assert result.title == HEADLINE
    by_rules = {block.text for block in result.blocks if block.judge.startswith("rule:")}
    assert by_rules == {*OF_MENU, *PROMO, *AFTER, HEADLINE, CORRECTION}
    kept = [block.text for block in result.blocks if block.keep]
    assert by_rules & set(kept) == {HEADLINE, CORRECTION}
    assert [
        line for line in BODY if line.endswith((".", '."')) and "\n" not in line and line not in kept
    ] == []


class TestHowAPageWithoutUrlIsKnown:
    @pytest.mark.parametrize(
        ("page", "why"),
        [
            pytest.param(HTML, "the URL's host www.harbour-post.example is in", id="canonical URL"),
            pytest.param(
                without(HTML, CANONICAL), "its text has the signature at ", id="a line before the name"
            ),
            pytest.param(
                without(HTML, CANONICAL, MOTTO), "its head has the signature at ", id="the site's name"
            ),
            pytest.param(without(HTML, CANONICAL, SITE_NAME), "its text has the signature at ", id="a line"),
            pytest.param(
                without(HTML, CANONICAL, SITE_NAME, MOTTO).replace(
                    "<head>", f'<head><meta property="og:url" content="{URL}">'
                ),
                "the URL's host www.harbour-post.example is in",
                id="og:url",
            ),
        ],
    )
    def test_known(self, page: str, why: str) -> None:
        found = BOOK.find(with_own_url(segment_html(page)))
        assert found is not None
        assert found.rules.name == NAME
        assert found.why.startswith(why)

    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(without(HTML, CANONICAL, SITE_NAME, MOTTO), id="nothing says it"),
            pytest.param("<title>Harbour Post</title><p>x", id="a title is no name of a site"),
            pytest.param("<meta name=author content='Harbour Post'><p>x", id="an author is none either"),
            pytest.param("<link rel=canonical href='/harbour-post.example/'><p>x", id="a path is no domain"),
            pytest.param("<link rel=canonical href='//['><p>x", id="a broken URL"),
            pytest.param("<p>Harbour Post is a paper.", id="the name in the text"),
            pytest.param("<p>x</p>", id="no head"),
        ],
    )
    def test_not_known(self, page: str) -> None:
        assert BOOK.find(with_own_url(segment_html(page))) is None

    def test_the_callers_url_is_believed_before_the_pages(self) -> None:
        document = with_own_url(
            segment_html(without(HTML, MOTTO, SITE_NAME), url="https://mirror.example.org/a")
        )
        assert document.url == "https://mirror.example.org/a"
        assert BOOK.find(document) is None

    def test_a_text_is_what_it_is(self) -> None:
        document = line_document(HTML)
        assert with_own_url(document) is document
        assert BOOK.find(replace(document, url=URL)) is not None


class TestWhatIsShown:
    def explained(self, options: Options | None = None) -> str:
        out = io.StringIO()
        result = Cleaner([FOLDER], options=options).clean(html=HTML, explain=True)
        write_explanation(result, "page", out)
        return " ".join(out.getvalue().split())

    def test_keep_wins_over_drop_loudly(self) -> None:
        explained = self.explained()
        after = explained[explained.index(CORRECTION) :]
        keep, drop = (
            after.index("keep rule:harbour-post.example/correction:"),
            after.index("drop rule:harbour-post.example/promo:"),
        )
        assert keep < drop < after.index("What the engineers say")
        assert "corrections belong to the story" in after[:drop]

    def test_what_is_outside_the_body_is_named_by_the_generic_part(self) -> None:
        more = "<p>Rain is on its way</p><p>The tide tables of the year can be had at the office on the quay.</p>"
        result = CLEANER.clean(
            html=HTML.replace(
                '<section id="comments">', f'<footer>x</footer>{more}<section id="comments">'
            ).replace("© Harbour Post", "")
        )
        outside = [block for block in result.blocks if block.judge == f"rule:{NAME}/body" and not block.keep]
        assert "Rain is on its way" in [block.text for block in outside]
        assert {block.label for block in outside}.isdisjoint(
            {Label.BODY, Label.HEADLINE, Label.SECTION_HEADING}
        )

    def test_a_label_that_the_options_keep_stays_outside_the_body(self) -> None:
        kept = Cleaner([FOLDER], options=Options(keep=frozenset({Label.CAPTION}))).clean(html=HTML)
        assert "Photo: A. Berg" in kept.text
        assert "Front page" not in kept.text


def test_without_site_rules_the_page_is_the_generic_parts() -> None:
    result = Cleaner([FOLDER], options=Options(site_rules=False)).clean(html=HTML)
    assert not any(block.judge.startswith("rule:") for block in result.blocks)


def test_without_a_headline_part_the_generic_parts_headline_stays_outside_the_body(tmp_path: Path) -> None:
    rules = "site: a\nmatch: {domains: [a.org]}\nbody: {css: .text, why: its box}\n"
    (tmp_path / "a.yaml").write_text(rules)
    result = Cleaner([tmp_path]).clean(html=without(HTML, MOTTO), url="https://a.org/x")
    outside = {block.text for block in result.blocks if block.keep and block.judge != "rule:a/body"}
    assert outside <= {result.title}
