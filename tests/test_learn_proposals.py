"""What rules are proposed from the pages of a site, what is left alone, and what a trial refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.learn.attempt import attempt
from cleaner.learn.proposal import Proposal
from cleaner.learn.rule_file import Draft, Match
from cleaner.learn.site import learn_site
from tests.learnt_sites import (
    CLOSING,
    DAY,
    FOOTER,
    MENU,
    SITE,
    article,
    diary,
    generic,
    html_page,
    judged,
    lines,
    lost,
    rules,
    text_page,
)

if TYPE_CHECKING:
    from pathlib import Path


class TestBounds:
    def test_a_standfirst_outside_the_box_makes_a_wider_one(self) -> None:
        pages = [
            diary(number).replace(
                "<div class=story>", f"<div class=page><p>{article(-number - 1, 1)[0]}</p><div class=story>"
            )
            for number in range(7)
        ]
        assert rules(pages)["body"]["css"] == "div.page"

    def test_names_that_a_build_or_a_page_made_are_not_proposed(self) -> None:
        assert "body" not in rules([html_page(number, box=f"css-1x{number}") for number in range(7)])
        assert "body" not in rules([html_page(number, box="css-story7") for number in range(7)])

    def test_where_every_page_has_another_layout_there_is_no_bound(self) -> None:
        boxes = ("story", "text", "entry", "copy", "main-text", "article-text", "post")
        pages = [html_page(number, box=box) for number, box in enumerate(boxes)]
        assert "body" not in rules(pages)

    def test_a_line_amid_the_bodies_is_no_end(self) -> None:
        pages = []
        for number in range(7):
            first, *rest = article(number)
            pages.append("\n\n".join([*MENU, f"Diary {number}", first, "Continue reading below", *rest]))
        body = rules(pages).get("body", {})
        assert "Continue reading below" not in str(body)

    def test_texts_and_pages_of_one_site_have_one_body(self) -> None:
        pages = [text_page(n) if n % 2 else diary(n) for n in range(14)]
        places = rules(pages)["body"]["first_of"]
        assert places[0] == {"css": "div.story", "least": "98%"}
        assert places[-1]["until"] == {"line": FOOTER[1]}


class TestRepeatedBlocks:
    def test_what_closes_every_page_is_proposed(self) -> None:
        assert CLOSING in lines(list(map(text_page, range(7))))

    def test_what_stands_after_some_articles_is_proposed_where_the_generic_part_is_in_doubt(self) -> None:
        pages = [text_page(number, below=FOOTER if number % 2 else FOOTER[1:]) for number in range(8)]
        (kept,) = [it for page in judged(pages[1:2]) for it, text in enumerate(page.texts) if text == CLOSING]
        assert judged(pages[1:2])[0].kept[kept]
        assert CLOSING in lines(pages)

    def test_lines_of_four_words_are_left_alone(self) -> None:
        pages = [text_page(number, below=[*FOOTER, "Share this on Facebook"]) for number in range(7)]
        assert "Share this on Facebook" not in lines(pages)

    def test_the_same_article_under_two_addresses_teaches_nothing(self, tmp_path: Path) -> None:
        pages = [text_page(number) for number in (1, 2, 3, 3, 3, 1)]
        proposed = lines(pages)
        assert not proposed & {it for number in (1, 2, 3) for it in article(number)}
        assert set(lost(tmp_path, pages)) <= {*MENU, *FOOTER}

    def test_no_closing_line_where_sentences_repeat_amid_the_texts(self) -> None:
        refrain = article("the mayor's speech", 1)[0]
        pages = []
        for number in range(7):
            first, second, *rest = article(number)
            pages.append(
                "\n\n".join([*MENU, f"Diary {number}", first, refrain, second, refrain, *rest, *FOOTER])
            )
        assert CLOSING not in lines(pages)

    def test_one_page_of_a_site_teaches_nothing(self) -> None:
        assert not rules([text_page(1)])
        assert not rules([text_page(1)] * 5)

    def test_what_stands_on_two_of_many_pages_is_left_alone(self) -> None:
        pages = [
            text_page(n, below=["Ferry tickets are sold at the old pier", *FOOTER] if n < 2 else FOOTER)
            for n in range(9)
        ]
        assert "Ferry tickets are sold at the old pier" not in lines(pages)


class TestTrial:
    def test_what_is_an_alarm_on_pages_left_out_is_not_proposed(self) -> None:
        wrong = Proposal("line-1", {"id": "line-1", "label": "widget", "why": "x", "css": ".story"}, 3, 3)
        right = Proposal("line-2", {"id": "line-2", "label": "widget", "why": "x", "line": FOOTER[1]}, 3, 3)
        before = Draft(SITE, Match(domains=(SITE,)), 3, [wrong, right])
        after, refused = attempt(before, judged([diary(1), diary(2)]), generic(), DAY)
        assert [it.id for it in after.proposals] == ["line-2"]
        assert [it.rule for it in refused] == ["line-1"]
        assert "of what the generic part keeps" in refused[0].why
        assert after.checked["line-2"] == {"date": DAY, "pages": 2, "share": 1.0}

    def test_a_bound_that_does_not_hold_on_pages_left_out_is_not_proposed(self) -> None:
        pages = [diary(number) for number in range(8)]
        pages[5] = pages[5].replace(
            "</div><div class=more>",
            "".join(f"</div><p>{it}</p>" for it in article(99)) + "<div class=more>",
            1,
        )
        learnt = learn_site(SITE, judged(pages), Match(domains=(SITE,)), generic(), DAY)
        assert "body" not in [it.id for it in learnt.draft.proposals]
        assert [it.rule for it in learnt.refused] == ["body"]

    def test_a_proposal_whose_case_fails_beside_the_others_is_not_written(self) -> None:
        case = {"name": "x", "text": f"{FOOTER[1]}\n{CLOSING}\n", "keep": [FOOTER[1], CLOSING]}
        wrong = Proposal(
            "line-1", {"id": "line-1", "label": "widget", "why": "x", "line": CLOSING}, 3, 3, cases=(case,)
        )
        before = Draft(SITE, Match(domains=(SITE,)), 3, [wrong])
        after, refused = attempt(before, judged([text_page(1)]), generic(), DAY)
        assert not after.proposals
        assert 'the case "x" fails' in refused[0].why
