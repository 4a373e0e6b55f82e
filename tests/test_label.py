"""What a block that goes is called, and by whom."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import Cleaner, Label, Options
from cleaner.decide.label import Name, label_blocks
from cleaner.features.claim import Claim
from cleaner.features.page import Page
from cleaner.options import Engine
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment
from tests.test_html_clean import PAGE

BRIEF = "Zim lorad vekt"
"""No language's words, so that nothing is known of it but where it stands."""
LONG = " ".join([BRIEF] * 6)


def named(page: Page, *claims: tuple[Label, float]) -> list[Name]:
    """What each block of `page` is called where heuristics claim the same of all."""
    made = [Claim(label.value, label, np.full(page.blocks, strength), str) for label, strength in claims]
    names, which = label_blocks(page, made)
    return [names[place] for place in which]


@pytest.mark.parametrize(
    ("markup", "label", "judge"),
    [
        pytest.param(f'<div class="comments">{BRIEF}</div>', Label.COMMENT, "markup:name", id="class"),
        pytest.param(f'<p id="shareBar">{BRIEF}</p>', Label.SHARE, "markup:name", id="id"),
        pytest.param(
            f'<div class="comments"><p><a class="newsletter">{BRIEF}</a></p></div>',
            Label.NEWSLETTER,
            "markup:name",
            id="the nearer of two classes",
        ),
        pytest.param(f"<nav><p>{BRIEF}</p></nav>", Label.NAVIGATION, "markup:element", id="nav"),
        pytest.param(f"<form><p>{BRIEF}</p></form>", Label.FORM, "markup:element", id="form"),
        pytest.param(f"<button>{BRIEF}</button>", Label.BUTTON, "markup:element", id="button"),
        pytest.param(
            f"<figure><figcaption>{LONG}</figcaption></figure>", Label.CAPTION, "markup:element", id="caption"
        ),
        pytest.param(
            f'<div class="comments"><div><div><div><button>{BRIEF}</button></div></div></div></div>',
            Label.BUTTON,
            "markup:element",
            id="an element rather than a class far up",
        ),
        pytest.param(f'<div class="row has-comments">{BRIEF}</div>', Label.NAVIGATION, "length", id="short"),
        pytest.param(f'<div class="entry-content">{LONG}</div>', Label.TEASER, "length", id="long"),
    ],
)
def test_a_page_calls_its_blocks_by_name(markup: str, label: Label, judge: str) -> None:
    assert named(Page(segment_html(markup))) == [(label, judge)]


def test_a_claim_to_speak_of_goes_before_what_the_page_says() -> None:
    page = Page(segment_html(f'<div class="comments">{BRIEF}</div>'))
    assert named(page, (Label.NEWSLETTER, 0.5), (Label.LEGAL, 0.4)) == [
        (Label.NEWSLETTER, "heuristic:newsletter")
    ]
    assert named(page, (Label.NEWSLETTER, 0.2)) == [(Label.COMMENT, "markup:name")]


def test_a_guess_from_its_words_comes_after_what_the_page_says() -> None:
    page = Page(segment_html(f'<div class="comments">{LONG}</div>\n<div>{LONG}</div>'))
    assert named(page, (Label.TEASER, 0.9)) == [
        (Label.COMMENT, "markup:name"),
        (Label.TEASER, "heuristic:teaser"),
    ]


def test_plain_text_has_no_names_but_those_of_claims() -> None:
    page = Page(segment(f"{BRIEF}\n\n{LONG}"))
    assert named(page, (Label.LEGAL, 0.1)) == [(Label.NAVIGATION, "length"), (Label.TEASER, "length")]
    assert named(page, (Label.LEGAL, 0.3)) == [(Label.LEGAL, "heuristic:legal")] * 2


@pytest.mark.parametrize("engine", Engine)
def test_what_a_page_calls_comments_can_be_kept(engine: Engine) -> None:
    page = PAGE.replace(
        "<aside", f'<div class="comments"><ul><li>{LONG}</li><li>{LONG}.</li></ul></div><aside'
    )
    without = Cleaner(options=Options(engine=engine)).clean(html=page)
    assert {it.labelled_by for it in without.blocks if LONG in it.text} <= {
        "markup:name",
        "heuristic:comment",
    }
    assert LONG not in without.text
    keeping = Options(engine=engine, keep=frozenset({Label.COMMENT}))
    assert LONG in Cleaner(options=keeping).clean(html=page).text
