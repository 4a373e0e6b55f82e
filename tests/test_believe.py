"""A rule file that leaves next to nothing of a page is not believed there, and everybody is told."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Result
from cleaner.cli.main import main
from cleaner.explain.terminal import write_explanation
from tests.rule_trials import PARAGRAPHS, html_page, pages_file, text_page
from tests.rule_writing import write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "site: courier.example\nmatch: {domains: [courier.example]}\n"
URL = "https://courier.example/a"
ALL_GONE = "drop: [{id: all, label: comment, why: x, from: {line: Comments}, to: end}]\n"
"""Takes the article where `Comments` is a button above it."""


def cleaned(folder: Path, rules: str, page: str) -> Result:
    cleaner = Cleaner(rules=write(folder, a=HEAD + rules))
    if page.startswith("<"):
        return cleaner.clean(html=page, url=URL)
    return cleaner.clean(page, url=URL)


def paragraphs(result: Result) -> int:
    return sum(it in result.text for it in PARAGRAPHS)


class TestFiles:
    def test_a_file_that_leaves_next_to_nothing_is_not_believed(self, tmp_path: Path) -> None:
        result = cleaned(tmp_path, ALL_GONE, text_page(1, above=["Comments"]))
        assert paragraphs(result) == 4
        (doubt,) = result.doubts
        assert (doubt.name, doubt.believed) == ("courier.example", False)
        assert doubt.share < 0.1
        assert result.site == "courier.example"

    def test_then_the_generic_part_decides_everything(self, tmp_path: Path) -> None:
        page = text_page(1, above=["Comments"])
        alone = Cleaner().clean(page, url=URL)
        rules = (
            ALL_GONE
            + "rewrite: [{why: x, pattern: harbour, replace: port}]\nkeep: [{why: x, line: Comments}]"
        )
        assert cleaned(tmp_path, rules, page).decisions == alone.decisions
        assert cleaned(tmp_path, rules, page).text == alone.text

    def test_always_believes_it_and_says_so(self, tmp_path: Path) -> None:
        result = cleaned(tmp_path, "believe: always\n" + ALL_GONE, text_page(1, above=["Comments"]))
        assert paragraphs(result) == 0
        assert [(it.name, it.believed) for it in result.doubts] == [("courier.example", True)]

    def test_a_file_that_takes_half_is_believed(self, tmp_path: Path) -> None:
        rules = f"drop: [{{label: comment, why: x, from: {{line: '{PARAGRAPHS[2]}'}}, to: end}}]"
        result = cleaned(tmp_path, rules, text_page(1))
        assert (paragraphs(result), result.doubts) == (2, ())

    def test_a_page_with_a_short_body_says_nothing_about_rules(self, tmp_path: Path) -> None:
        rules = "drop: [{label: comment, why: x, pattern: harbour}]"
        result = cleaned(tmp_path, rules, "The harbour stays open for another winter, said the mayor.")
        assert (result.text, result.doubts) == ("", ())

    def test_what_the_options_drop_is_not_held_against_the_rules(self, tmp_path: Path) -> None:
        from cleaner import Options  # noqa: PLC0415 - for this test alone

        folder = write(tmp_path, a=HEAD + "drop: [{label: share, why: x, line: Nowhere}]")
        cleaner = Cleaner(rules=folder, options=Options(drop={"body"}))  # type: ignore[arg-type]
        assert cleaner.clean(text_page(1), url=URL).doubts == ()


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "doubted"),
        [
            ("{css: .promo, why: x}", True),
            ("{css: .text, why: x}", False),
            ("{css: .promo, inside: judged, why: x}", True),
            ("{css: .promo, least: 1%, why: x}", False),
            ("{css: .text, least: 95%, why: x}", False),
            ("{css: 'p:first-of-type', least: 60%, why: x}", True),
        ],
    )
    def test_a_selector_that_finds_too_little_is_passed_over(
        self,
        tmp_path: Path,
        body: str,
        doubted: bool,  # noqa: FBT001 - what is expected
    ) -> None:
        page = html_page(1, promo="<p class=promo>The harbour has a friend in you and in me, my friends.</p>")
        result = cleaned(tmp_path, f"body: {body}", page)
        names = [it.name for it in result.doubts if not it.believed]
        if "least: 1%" in body:
            assert names == ["courier.example"]  # the body is believed, what it leaves is not
        else:
            assert (names == ["courier.example/body"]) is doubted
        assert paragraphs(result) == 4

    def test_the_other_rules_of_the_file_still_hold(self, tmp_path: Path) -> None:
        rules = f"body: {{css: h1, why: x}}\ndrop: [{{label: appeal, why: x, line: '{PARAGRAPHS[3]}'}}]"
        result = cleaned(tmp_path, rules, html_page(1))
        assert [it.name for it in result.doubts] == ["courier.example/body"]
        assert paragraphs(result) == 3

    def test_an_alternative_that_is_believed_leaves_no_doubt(self, tmp_path: Path) -> None:
        result = cleaned(tmp_path, "body: {why: x, first_of: [{css: h1}, {css: .text}]}", html_page(1))
        assert (paragraphs(result), result.doubts) == (4, ())
        assert {it.decided_by for it in result.decisions if it.label == "body"} == {
            "rule:courier.example/body.2"
        }


class TestAccounts:
    def run(self, folder: Path, rules: str) -> tuple[list[dict[str, Any]], str, dict[str, Any]]:
        pages = pages_file(folder, [text_page(1, above=["Comments"]), text_page(2)])
        out, report = folder / "out.jsonl", folder / "report.json"
        words = ["run", pages, out, "--rules", write(folder, a=HEAD + rules), "--report", report, "--jobs", 1]
        done = CliRunner().invoke(main, list(map(str, words)))
        records = [json.loads(line)["cleaner"] for line in out.read_text("utf-8").splitlines()]
        return records, done.stderr, json.loads(report.read_text("utf-8"))

    def test_record_report_and_last_lines_say_that_a_file_was_not_believed(self, tmp_path: Path) -> None:
        records, told, report = self.run(tmp_path, ALL_GONE)
        (doubt,) = records[0]["rules_doubted"]
        assert (doubt["name"], doubt["believed"]) == ("courier.example", False)
        assert "rules_doubted" not in records[1]
        assert "not believed, as next to nothing of the body was left: courier.example on 1 document" in told
        assert report["rules_not_believed"] == {"courier.example": 1}
        assert report["rules_believed_always"] == {}

    def test_they_say_that_one_was_believed_all_the_same(self, tmp_path: Path) -> None:
        records, told, report = self.run(tmp_path, "believe: always\n" + ALL_GONE)
        assert records[0]["rules_doubted"][0]["believed"] is True
        assert "believed although next to nothing of the body was left: courier.example on 1 document" in told
        assert report["rules_believed_always"] == {"courier.example": 1}

    def test_parquet_has_the_same(self, tmp_path: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        pages = pages_file(tmp_path, [text_page(1, above=["Comments"]), text_page(2)])
        words = ["run", pages, tmp_path / "out.parquet", "--rules", write(tmp_path, a=HEAD + ALL_GONE)]
        CliRunner().invoke(main, list(map(str, words)))
        rows = parquet.read_table(tmp_path / "out.parquet").column("cleaner").to_pylist()
        assert [it["rules_doubted"] and it["rules_doubted"][0]["name"] for it in rows] == [
            "courier.example",
            None,
        ]

    def test_explain_says_so(self, tmp_path: Path) -> None:
        out = io.StringIO()
        write_explanation(cleaned(tmp_path, ALL_GONE, text_page(1, above=["Comments"])), "a", out)
        assert "courier.example: leaves" in out.getvalue()
        assert "not believed here" in out.getvalue()

    def test_a_page_without_doubts_has_no_key(self) -> None:
        assert "rules_doubted" not in Cleaner().clean(text_page(1)).to_dict()
