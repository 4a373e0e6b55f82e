"""`cleaner review` in a real browser: choosing, reading, judging and making rules, by keyboard and by pointing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cleaner.rules.cases import run_cases
from tests import reviews
from tests.browser import opened
from tests.reviews import PAGE, TEXT
from tests.test_explain_page import EVIL, HOSTILE, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.reviews import Served


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviews.run_of_both(tmp_path_factory.mktemp("run"))


@pytest.fixture
def review(report: Path, tmp_path: Path) -> Iterator[Served]:
    with reviews.fresh(report, tmp_path) as served:
        yield served


def cases(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(served.desk.marks.path.read_text())["cases"]
    return found


def focused(tab: Any) -> str:  # noqa: ANN401 - playwright may be missing
    return str(tab.evaluate("document.activeElement.closest('.block')?.id"))


def pressed(tab: Any, block: str, word: str) -> None:  # noqa: ANN401 - likewise
    """Wait until the page shows what was said of a block."""
    tab.wait_for_selector(f"{block} .{word}[aria-pressed=true]", state="attached")


def test_documents_are_chosen_by_site_and_opened_by_keyboard(review: Served) -> None:
    with opened(review.address) as tab:
        assert tab.locator(".documents tbody tr").count() == 6
        tab.select_option("select[name=site]", "texts.example")
        tab.wait_for_url("**site=texts.example**")
        assert tab.locator(".documents tbody tr").count() == 3
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/document?**")
        assert "2 of 3" in tab.inner_text(".way")
        tab.keyboard.press("n")
        tab.wait_for_selector("text=3 of 3")
        tab.keyboard.press("b")
        tab.wait_for_selector("text=2 of 3")


def test_blocks_are_filtered_by_the_label_that_was_chosen(review: Served) -> None:
    with opened(f"{review.document(TEXT)}&label=advertisement") as tab:
        assert shown(tab) == ["b3"]
        tab.check("input[value=kept]", force=True)
        assert shown(tab) == []
        tab.select_option(".tools select", "")
        assert "b5" in shown(tab)


def test_a_reason_is_read_and_a_block_is_marked_wrong_by_keyboard(review: Served) -> None:
    with opened(review.document(TEXT), viewport={"width": 800, "height": 600}) as tab:
        for _ in range(6):
            tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        assert "Kept by model" in tab.inner_text("#r6")
        tab.keyboard.press("w")
        assert focused(tab) == "b7"
        tab.keyboard.press("r")
        pressed(tab, "#b6", "wrong")
        pressed(tab, "#b7", "right")
        tab.keyboard.press("u")
        assert focused(tab) == "b8"
    (case,) = cases(review)
    assert [it[:9] for it in case["drop"]] == ["Fishermen"]
    assert [it[:9] for it in case["keep"]] == ["The mayor"]


def test_a_block_is_judged_by_pointing_and_the_word_taken_back(review: Served) -> None:
    with opened(review.document(TEXT), viewport={"width": 1440, "height": 900}) as tab:
        tab.hover("#b6")
        tab.click("#b6 .wrong")
        pressed(tab, "#b6", "wrong")
        assert len(cases(review)) == 1
        tab.click("#b6 .wrong")
        tab.wait_for_selector("#b6 .wrong[aria-pressed=false]", state="attached")
        assert cases(review) == []


RULES = [
    (TEXT, "Storm warning", "line", "line: Storm warning lifted"),
    (TEXT, "©", "pattern", "pattern: ^©"),
    (TEXT, "Read also", "run", "from:"),
    (PAGE, "Support", "selector", "css: .promo"),
    (PAGE, "Fishermen", "bound", "inside: judged"),
]


@pytest.mark.parametrize(("number", "text", "kind", "begins"), RULES, ids=[it[2] for it in RULES])
def test_a_rule_of_each_kind_is_made_by_pointing_and_tried(
    review: Served, number: int, text: str, kind: str, begins: str
) -> None:
    block = f"#b{review.block(number, text)}"
    with opened(review.document(number), viewport={"width": 1440, "height": 900}) as tab:
        tab.hover(block)
        tab.click(f"{block} .point")
        tab.wait_for_selector(".maker select[name=which] option", state="attached")
        tab.check(f".maker input[value={kind}]", force=True)
        assert begins in tab.input_value("textarea")
        assert ".yaml" in tab.inner_text(".maker .file")
        tab.click(".try")
        tab.wait_for_selector(".outcome blockquote")
        assert "Spoke on 3 of 3 pages of the site" in tab.inner_text(".outcome")
        assert not review.folder.exists()
        tab.click(".maker button[type=submit]")
        tab.wait_for_selector("text=a rule without a reason is refused")
        tab.fill("input[name=why]", "the same on every page")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".outcome .saved")
        tab.click(".outcome a")
        tab.wait_for_selector("text=since the URL")
    (file,) = review.folder.rglob("*.yaml")
    assert begins in file.read_text()
    assert (run_cases([review.folder]).cases, run_cases([review.folder]).failures) == (1, ())


def test_a_run_is_pointed_at_from_its_first_block_to_its_last_by_keyboard(review: Served) -> None:
    first = review.block(TEXT, "Read also")
    with opened(review.document(TEXT)) as tab:
        tab.focus(f"#b{first} .handle")
        tab.keyboard.press("p")
        tab.wait_for_selector(".maker select[name=which] option", state="attached")
        tab.keyboard.press("j")
        tab.keyboard.press("e")
        proposal = pytest.importorskip("playwright.sync_api").expect(tab.locator("textarea"))
        proposal.to_have_value(re.compile("Ferry back in service"))
        assert yaml.safe_load(tab.input_value("textarea"))["to"] == {"line": "Ferry back in service"}
        tab.keyboard.press("Escape")
        assert not tab.is_visible(".maker")
        assert focused(tab) == f"b{first}"


def test_a_removed_block_that_is_wrong_is_to_be_kept_and_a_rule_without_effect_is_told(
    review: Served,
) -> None:
    block = f"#b{review.block(TEXT, 'Storm warning')}"
    with opened(review.document(TEXT), viewport={"width": 390, "height": 844}) as tab:
        tab.click(f"{block} .wrong")
        pressed(tab, block, "wrong")
        tab.click(f"{block} .point")
        tab.click(".maker .try")
        tab.wait_for_selector("text=gave back 60.")
        assert tab.input_value(".maker select[name=called]") == "body"
        tab.select_option(".maker select[name=called]", "teaser")
        proposal = pytest.importorskip("playwright.sync_api").expect(tab.locator("textarea"))
        proposal.to_have_value(re.compile("label: teaser"))
        tab.click(".maker .try")
        tab.wait_for_selector("text=it changes nothing on these pages")


def test_keys_that_judge_are_letters_where_one_writes(review: Served) -> None:
    with opened(review.document(TEXT)) as tab:
        tab.focus("#b6 .handle")
        tab.keyboard.press("p")
        tab.wait_for_selector(".maker select[name=which] option", state="attached")
        tab.click("input[name=why]")
        tab.keyboard.type("worn jewel up")
        assert tab.input_value("input[name=why]") == "worn jewel up"
        assert focused(tab) == "b6"
    assert not review.desk.marks.path.exists()


def test_a_rule_that_is_wrong_is_told_where_it_is_written(review: Served) -> None:
    with opened(review.document(TEXT), viewport={"width": 390, "height": 844}, has_touch=True) as tab:
        tab.tap("#b6 .point")
        tab.wait_for_selector(".maker select[name=which] option", state="attached")
        tab.fill("textarea", "label: teaser\npatern: x")
        tab.tap(".try")
        tab.wait_for_selector("text=patern")
        assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_a_hostile_document_runs_nothing_in_a_review(tmp_path: Path) -> None:
    url = f"https://evil.example/?{EVIL}"
    records = [
        {"html": HOSTILE, "url": url, "id": f"<script>{EVIL}</script>"},
        {"text": f"<script>{EVIL}</script>\n" * 9},
    ]
    with reviews.served(reviews.run(tmp_path, records)) as review, opened(review.address) as tab:
        assert tab.evaluate("document.scripts.length") == 1
        tab.goto(review.document(1))
        for handle in tab.query_selector_all(".handle"):
            handle.click()
        block = f"#b{review.block(1, 'The vote was close')}"
        tab.click(f"{block} .handle")
        tab.keyboard.press("p")
        tab.wait_for_selector(".maker select[name=which] option", state="attached")
        tab.click(".try")
        tab.wait_for_selector(".outcome blockquote")
        tab.fill("input[name=why]", f"<img src=x onerror={EVIL}>")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".outcome .saved")
        assert tab.evaluate("document.scripts.length") == 2
        assert not tab.query_selector_all("main img, main iframe, main a[href^=javascript]")
        assert "owned" not in tab.title()
        tab.goto(review.document(2))
        assert tab.inner_text("#b1 .text") == f"<script>{EVIL}</script>"


def test_another_page_of_the_browser_cannot_ask(review: Served, tmp_path: Path) -> None:
    body = json.dumps({"source": review.source(TEXT), "block": 1, "word": "wrong"})
    (tmp_path / "evil.html").write_text("<title>waiting</title>")
    with opened(tmp_path / "evil.html", is_checked=False) as tab:
        answers = tab.evaluate(
            """async ([address, body]) => {
                const asked = [fetch(address), fetch(address, {mode: "no-cors"}),
                  fetch(address + "mark", {method: "POST", body, headers: {"Content-Type": "application/json"}}),
                  fetch(address + "mark", {method: "POST", body, mode: "no-cors"})];
                return (await Promise.allSettled(asked)).map((it) => it.value?.status ?? "refused");
            }""",
            [review.address, body],
        )
        assert answers[0] == answers[2] == "refused"
    assert not review.desk.marks.path.exists()
