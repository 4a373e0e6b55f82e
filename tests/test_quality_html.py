"""The form of the web pages of the quality floor, and how they are scored."""

from __future__ import annotations

import math

import pytest

from cleaner import Cleaner, Label, Options
from cleaner.segment.html import segment_html
from tools.quality_floor import html_pages
from tools.quality_floor.html_pages import parse
from tools.quality_floor.scores import likelihood, report, score_html
from tools.quality_floor.text_pages import BODY, BOILERPLATE, HEADLINE, PageError, fingerprint

HEADER = "<!--\nlanguage: en\nkind: a test\n-->\n"
PAGE = """<title>Mill</title><nav>Home</nav>
<main data-floor="body"><h1 data-floor="headline">The Mill <em>Turns</em> Again</h1>
<p>It was set go<b>ing</b> on Sunday.<br>All came.</p><p data-floor="drop">Share <i data-floor="either">now</i></p>
<script>go()</script></main>
"""


def page_of(html: str) -> html_pages.HtmlPage:
    return parse("p.html", HEADER + html)


def test_the_marks_are_taken_off_and_nothing_else() -> None:
    html = page_of(PAGE).html
    assert "data-floor" not in html
    assert html.startswith(
        "<title>Mill</title><nav>Home</nav>\n<main><h1>The Mill <em>Turns</em> Again</h1>\n"
    )
    assert len(PAGE) - len(html) == sum(len(f' data-floor="{mark}"') for mark in html_pages.MARKS)


def test_a_mark_holds_inside_its_element_until_another_one_and_no_mark_is_boilerplate() -> None:
    page = page_of(PAGE)
    assert page.headline == "The Mill Turns Again"
    assert " ".join(page.gold.split()) == "The Mill Turns Again It was set going on Sunday. All came."
    assert page.either.split() == ["now"]
    assert not page.all_body


def test_a_page_is_all_body_if_what_is_not_marked_is_blank() -> None:
    assert page_of('<title>Mill</title>\n<div>\n<p data-floor="body">It turns.</p></div>').all_body


def test_blocks_have_the_mark_of_most_of_their_letters() -> None:
    page = page_of(PAGE)
    blocks = ["Home", "The Mill Turns Again", "It was set going on Sunday.\nAll came.", "Share now"]
    assert page.marks_of(blocks) == [BOILERPLATE, HEADLINE, BODY, BOILERPLATE]


def test_a_block_that_is_not_on_the_page_has_no_mark_and_does_not_lead_the_others_astray() -> None:
    assert page_of(PAGE).marks_of(["Home", "Gone", "|", "The Mill Turns Again"]) == [
        BOILERPLATE,
        None,
        None,
        HEADLINE,
    ]


@pytest.mark.parametrize("page", html_pages.load(), ids=lambda page: page.name)
def test_every_block_of_every_page_has_a_mark(page: html_pages.HtmlPage) -> None:
    assert None not in page.marks_of(block.text for block in segment_html(page.html).blocks)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (PAGE, "p.html: the file must begin with a comment that has the keys kind, language"),
        (HEADER.replace("en", "no") + PAGE, "p.html: put the language in quotes"),
        (HEADER.replace("a test", "a: test: b") + PAGE, "p.html: the comment at the beginning is not YAML"),
        (HEADER + PAGE.replace("either", "keep"), "p.html: unknown mark 'keep'"),
        (HEADER + PAGE.replace('"drop"', "drop"), "p.html: a mark is written"),
        (HEADER + PAGE.replace('"drop"', '"headline"'), "p.html: only one element can be the headline"),
        (HEADER + "<p>Share</p>", "p.html: no text is marked as body"),
    ],
    ids=["no header", "Norwegian", "no YAML", "unknown mark", "no quotes", "two headlines", "no body"],
)
def test_a_fault_in_a_page_file_says_what_it_is(source: str, fault: str) -> None:
    with pytest.raises(PageError) as error:
        parse("p.html", source)
    assert str(error.value).startswith(fault)


def test_what_may_stay_or_go_counts_for_nothing_and_boilerplate_that_stays_does() -> None:
    page = page_of(
        '<p data-floor="body">The gate is shut. Use the side door.</p><p data-floor="either">Gate, says Ada</p><p>Photo</p>'
    )
    everything = Cleaner(options=Options(site_rules=False, keep=frozenset(Label)))
    found = score_html(page, everything)
    assert found.words_kept == 1
    assert found.word_f1 == pytest.approx(2 * 8 / (8 + 9))
    assert found.kept_wrongly == ("Photo",)
    assert "kept wrongly     Photo" in report({"full, ": [found]})


def test_text_that_is_lost_before_it_is_judged_is_missed() -> None:
    shown = '<p data-floor="body">The gate is shut.</p>'
    hidden = '<p data-floor="body">Use the side door.</p>'
    page = page_of(shown + hidden)
    lost = html_pages.HtmlPage("p.html", "en", page_of(shown).html, page.pieces)
    everything = Cleaner(options=Options(site_rules=False, keep=frozenset(Label)))
    assert score_html(lost, everything).words_kept == 0.5


def test_the_likelihood_is_the_geometric_mean_of_the_probabilities_of_what_is_right() -> None:
    assert likelihood([]) is None
    assert likelihood([0.0, 0.0]) == pytest.approx(0.5)
    assert likelihood([math.log(4), math.log(0.25)]) == pytest.approx(math.sqrt(0.8 * 0.2))
    assert likelihood([math.inf]) == 1


def test_other_marks_make_other_pages() -> None:
    one, other = (
        page_of(f'<p data-floor="body">It</p><p data-floor="{mark}">Now</p>') for mark in ("drop", "either")
    )
    assert one.html == other.html
    assert fingerprint([one]) != fingerprint([other])
