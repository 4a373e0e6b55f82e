"""When `cleaner rules try` raises an alarm about a rule: by its kind, and by how sure the generic part is."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.trial.account import WORST_PAGES, Account
from cleaner.trial.alarms import alarms
from cleaner.trial.compare import compared
from tests.learnt_sites import generic, html_page

FILE = "a.yaml"
GENERIC = 1000


def page(kind: str, taken: int, *, sure: bool = True, text: str = "", certain: bool = True) -> dict[str, Any]:
    """What `compare.compared` gives of a page of which a rule takes `taken` of 1,000 characters."""
    about = {
        "name": "a/rule",
        "evidence": "why (a.yaml:3)",
        "kind": kind,
        "blocks": 1,
        "took": taken,
        "gave": 0,
        "texts": [[text, taken, certain]] if taken else [],
        "example": {},
    }
    return {
        "site": "a.example",
        "html": True,
        "generic": GENERIC,
        "kept": GENERIC - taken,
        "sure": sure,
        "file": FILE,
        "name": "a",
        "platform": False,
        "by_signature": False,
        "doubts": [],
        "rules": [about],
    }


def messages(*pages: dict[str, Any], share: float | None = None) -> list[str]:
    """The alarms about pages of which each has a name and texts of its own, where it gives none."""
    account = Account()
    for number, it in enumerate(pages):
        for text in it["rules"][0]["texts"]:
            text[0] = text[0] or str(number)
        account.add(f"page-{number}", it)
    return [it.message for it in alarms(account, {}, share)]


def untouched(kind: str, count: int = 30) -> list[dict[str, Any]]:
    """Pages of which the rule takes nothing, so that one page alone is a small share of all."""
    return [page(kind, 0) for _ in range(count)]


@pytest.mark.parametrize(
    ("kind", "taken", "sure", "remedy"),
    [
        ("selector", 200, True, "select a smaller box"),
        ("selector", 800, False, "select a smaller box"),
        ("run", 300, True, "give it nearer ends"),
        ("run", 300, False, "give it nearer ends"),
        ("pattern", 40, True, "let it begin with ^"),
        ("pattern", 40, False, "let it begin with ^"),
        ("line", 200, True, "leave out what is text there"),
    ],
)
def test_what_is_too_much_of_a_page_is_an_alarm_that_says_what_to_do(
    kind: str,
    taken: int,
    sure: bool,  # noqa: FBT001 - whether the generic part is
    remedy: str,
) -> None:
    (message,) = messages(page(kind, taken, sure=sure), *untouched(kind))
    assert f"takes {taken // 10}%" in message
    assert "page-0" in message
    assert remedy in message


@pytest.mark.parametrize(
    ("kind", "taken", "sure"),
    [
        ("selector", 80, True),
        ("selector", 600, False),
        ("run", 200, True),
        ("pattern", 20, True),
        ("pattern", 20, False),
        ("line", 90, True),
        ("line", 400, False),
        ("body", 900, True),
        ("headline", 0, True),
    ],
)
def test_what_good_rules_take_is_none(kind: str, taken: int, sure: bool) -> None:  # noqa: FBT001 - likewise
    assert messages(page(kind, taken, sure=sure), *untouched(kind)) == []


def test_what_the_generic_part_doubts_on_a_page_that_it_is_sure_of_may_go() -> None:
    assert messages(page("selector", 250, certain=False), *untouched("selector")) == []
    assert messages(page("selector", 250, certain=True), *untouched("selector"))


def test_a_page_of_which_the_generic_part_keeps_next_to_nothing_raises_none() -> None:
    assert messages(page("run", 150) | {"generic": 299}) == []
    assert messages(page("run", 150) | {"generic": 300})


def test_what_stands_on_several_pages_may_go() -> None:
    assert messages(*[page("line", 300, text="the same") for _ in range(3)]) == []


def test_a_little_of_every_page_is_an_alarm() -> None:
    (message,) = messages(*[page("run", 200) for _ in range(5)])
    assert message.startswith("takes 20% of what the generic part keeps, more than 15%")
    (message,) = messages(*[page("body", 50) for _ in range(5)])
    assert message.startswith("takes 5% of what the generic part keeps, doubtful blocks aside, more than 3%")


def test_a_body_may_leave_out_what_the_generic_part_doubts_on_every_page() -> None:
    assert messages(*[page("body", 400, sure=False, certain=False) for _ in range(5)]) == []
    assert messages(*[page("run", 200, sure=False, certain=False) for _ in range(5)])


def test_the_share_of_all_pages_can_be_chosen() -> None:
    pages = [page("body", 150) for _ in range(5)]
    assert messages(*pages, share=0.2) == []
    assert messages(*pages, share=0.12)


def test_a_larger_share_holds_for_one_page_too() -> None:
    pages = [page("line", 300), *untouched("line")]
    assert messages(*pages)
    assert messages(*pages, share=0.02)
    assert messages(*pages, share=0.4) == []


def test_pages_in_doubt_do_not_hide_one_that_is_sure() -> None:
    shop = [page("selector", 600, sure=False) for _ in range(WORST_PAGES + 1)]
    (message,) = messages(*shop, page("selector", 300), *untouched("selector", 60))
    assert f"page-{WORST_PAGES + 1}" in message


@pytest.mark.parametrize(("score", "sure"), [(6.0, True), (1.0, False)])
def test_a_page_is_sure_where_most_of_what_is_kept_scores_as_an_article(
    score: float,
    sure: bool,  # noqa: FBT001 - what is expected
) -> None:
    judged = generic().compare(html=html_page(1))
    assert judged.decided is not None
    decisions = [it._replace(score=score) for it in judged.decided.generic]
    decided = judged.decided._replace(generic=decisions)
    assert compared(judged._replace(decided=decided))["sure"] is sure
