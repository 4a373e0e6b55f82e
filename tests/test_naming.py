"""What a block that goes is called, and by whom."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import Cleaner, Label, Options
from cleaner.decide.label import Name, name
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
    names, which = name(page, made)
    return [names[place] for place in which]


@pytest.mark.parametrize(
    ("markup", "label", "judge"),
    [
        pytest.param(f'<div class="comments">{BRIEF}</div>', Label.COMMENT, "model:name", id="class"),
        pytest.param(f'<p id="shareBar">{BRIEF}</p>', Label.SHARE, "model:name", id="id"),
        pytest.param(
            f'<div class="comments"><p><a class="newsletter">{BRIEF}</a></p></div>',
            Label.NEWSLETTER,
            "model:name",
            id="the nearer of two classes",
        ),
        pytest.param(f"<nav><p>{BRIEF}</p></nav>", Label.NAVIGATION, "model:inside", id="nav"),
        pytest.param(f"<form><p>{BRIEF}</p></form>", Label.FORM, "model:inside", id="form"),
        pytest.param(f"<button>{BRIEF}</button>", Label.BUTTON, "model:inside", id="button"),
        pytest.param(
            f"<figure><figcaption>{LONG}</figcaption></figure>", Label.CAPTION, "model:inside", id="caption"
        ),
        pytest.param(
            f'<div class="comments"><div><div><div><button>{BRIEF}</button></div></div></div></div>',
            Label.BUTTON,
            "model:inside",
            id="an element rather than a class far up",
        ),
        pytest.param(f'<div class="row has-comments">{BRIEF}</div>', Label.NAVIGATION, "model", id="short"),
        pytest.param(f'<div class="entry-content">{LONG}</div>', Label.TEASER, "model", id="long"),
    ],
)
def test_a_page_calls_its_blocks_by_name(markup: str, label: Label, judge: str) -> None:
    assert named(Page(segment_html(markup))) == [(label, judge)]


def test_a_claim_to_speak_of_goes_before_what_the_page_says() -> None:
    page = Page(segment_html(f'<div class="comments">{BRIEF}</div>'))
    assert named(page, (Label.NEWSLETTER, 0.5), (Label.LEGAL, 0.4)) == [
        (Label.NEWSLETTER, "heuristic:newsletter")
    ]
    assert named(page, (Label.NEWSLETTER, 0.2)) == [(Label.COMMENT, "model:name")]


def test_a_guess_from_its_words_comes_after_what_the_page_says() -> None:
    page = Page(segment_html(f'<div class="comments">{LONG}</div>\n<div>{LONG}</div>'))
    assert named(page, (Label.TEASER, 0.9)) == [
        (Label.COMMENT, "model:name"),
        (Label.TEASER, "heuristic:teaser"),
    ]


def test_plain_text_has_no_names_but_those_of_claims() -> None:
    page = Page(segment(f"{BRIEF}\n\n{LONG}"))
    assert named(page, (Label.LEGAL, 0.1)) == [(Label.NAVIGATION, "model"), (Label.TEASER, "model")]
    assert named(page, (Label.LEGAL, 0.3)) == [(Label.LEGAL, "heuristic:legal")] * 2


@pytest.mark.parametrize("engine", Engine)
def test_what_a_page_calls_comments_can_be_kept(engine: Engine) -> None:
    page = PAGE.replace(
        "<aside", f'<div class="comments"><ul><li>{LONG}</li><li>{LONG}.</li></ul></div><aside'
    )
    without = Cleaner(options=Options(engine=engine)).clean(html=page)
    assert {it.judge for it in without.blocks if LONG in it.text} <= {"model:name", "heuristic:comment"}
    assert LONG not in without.text
    keeping = Options(engine=engine, keep=frozenset({Label.COMMENT}))
    assert LONG in Cleaner(options=keeping).clean(html=page).text
