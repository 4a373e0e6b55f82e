"""Bounds of the body, alternatives, first and last occurrences, exceptions, exact hosts, and ranks of files."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner
from cleaner.rules.compile_rules import load_rules
from cleaner.rules.stored import site_rules, to_json
from tests.rule_trials import PARAGRAPHS, html_page, text_page
from tests.rule_writing import HEAD, dropped, judged, site, write

if TYPE_CHECKING:
    from pathlib import Path

LINES = ("menu", "top", "one", "ad", "two", "bottom", "more")


class TestBodyOfText:
    @pytest.mark.parametrize(
        ("body", "outside"),
        [
            ("after: {line: top}, until: {line: bottom}", ["menu", "top", "bottom", "more"]),
            ("from: {line: top}, to: {line: bottom}", ["menu", "more"]),
            ("after: {line: top}", ["menu", "top"]),
            ("until: {line: bottom}", ["bottom", "more"]),
            ("from: start, until: {line: bottom}", ["bottom", "more"]),
            ("after: {line: nowhere}, until: {line: bottom}", []),
            ("after: {line: top}, until: {line: nowhere}", []),
            ("css: p", []),
        ],
    )
    def test_what_is_outside_goes(self, tmp_path: Path, body: str, outside: list[str]) -> None:
        rules = site(tmp_path, f"body: {{why: x, {body}}}")
        said = judged(rules, *LINES).by_block()
        assert [LINES[block] for block, it in sorted(said.items()) if it[0].weight < 0] == outside

    @pytest.mark.parametrize(("inside", "kept"), [("kept", ["one", "ad", "two"]), ("judged", [])])
    def test_inside_everything_stays_or_the_generic_part_judges(
        self, tmp_path: Path, inside: str, kept: list[str]
    ) -> None:
        body = f"body: {{why: x, after: {{line: top}}, until: {{line: bottom}}, inside: {inside}}}"
        said = judged(site(tmp_path, body), *LINES).by_block()
        assert [LINES[block] for block, it in sorted(said.items()) if it[0].weight > 0] == kept

    def test_a_rule_drops_something_inside_the_body(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """
            body: {why: x, after: {line: top}, until: {line: bottom}}
            drop: [{label: advertisement, why: x, line: ad}]
            """,
        )
        said = judged(rules, *LINES).by_block()
        assert [LINES[block] for block, it in sorted(said.items()) if it[0].weight > 0] == ["one", "two"]

    def test_through_the_whole_pipeline(self, tmp_path: Path) -> None:
        ends = f"after: {{line: Harbour | Council | Weather}}, until: {{line: '{PARAGRAPHS[2]}'}}"
        body = f"body: {{why: x, inside: judged, {ends}}}"
        cleaner = Cleaner(rules=write(tmp_path, a=HEAD + body))
        result = cleaner.clean(text_page(1, below=["Share on Facebook"]), url="https://example.org/")
        assert PARAGRAPHS[1] in result.text
        assert PARAGRAPHS[2] not in result.text
        assert "Harbour stays open" in result.text
        assert "Lindvik Courier" not in result.text


class TestBodyOfPages:
    PAGE = html_page(1, promo="<ul><li><a href=/>Share</a><li><a href=/>Tweet</a></ul>")

    def texts(self, folder: Path, body: str, page: str = PAGE) -> str:
        cleaner = Cleaner(rules=write(folder, a=HEAD + body))
        return cleaner.clean(html=page, url="https://example.org/").text

    def test_inside_a_bound_the_generic_part_judges(self, tmp_path: Path) -> None:
        kept = self.texts(tmp_path, "body: {css: .text, why: x}")
        judged_text = self.texts(tmp_path, "body: {css: .text, inside: judged, why: x}")
        assert "Tweet" in kept
        assert "Tweet" not in judged_text
        assert PARAGRAPHS[0] in judged_text

    def test_the_ends_may_be_selectors_too(self, tmp_path: Path) -> None:
        text = self.texts(tmp_path, "body: {why: x, after: {css: h1}, until: {css: li}}")
        assert PARAGRAPHS[3] in text
        assert "Tweet" not in text

    @pytest.mark.parametrize("first", ["{css: .nowhere}", "{xpath: //aside}", "{css: h1, least: 70%}"])
    def test_the_first_alternative_that_is_found_and_believed_counts(
        self, tmp_path: Path, first: str
    ) -> None:
        body = f"body: {{why: x, first_of: [{first}, {{css: .text}}, {{css: nav}}]}}"
        result = Cleaner(rules=write(tmp_path, a=HEAD + body)).clean(
            html=self.PAGE, url="https://example.org/"
        )
        assert "rule:example.org/body.2" in {it.decided_by for it in result.decisions}
        assert "Tweet" in result.text


class TestWhich:
    @pytest.mark.parametrize(
        ("rule", "gone"),
        [
            ("line: a", [0, 2, 4]),
            ("line: a, which: first", [0]),
            ("line: a, which: last", [4]),
            ("line: a, which: last, within_first: 3", [2]),
            ("from: {line: a}, to: end, which: last", [4, 5]),
            ("from: {line: a}, to: end, which: first", [0, 1, 2, 3, 4, 5]),
            ("from: {line: a}, blocks: 2, which: last", [4, 5]),
            ("until: {line: a}, blocks: 1, which: first, beyond_first: 1", [1]),
            ("from: {line: a}, to: end, which: last, at_most: 1", []),
            ("line: nowhere, which: last", []),
        ],
    )
    def test_first_or_last(self, tmp_path: Path, rule: str, gone: list[int]) -> None:
        rules = site(tmp_path, f"drop: [{{label: form, why: x, {rule}}}]")
        lines = ["a", "b", "a", "c", "a", "d"]
        assert [it.block for it in judged(rules, *lines).verdicts] == gone

    @pytest.mark.parametrize(("which", "outside"), [("first", ["b", "a", "c"]), ("last", ["a", "x", "b"])])
    def test_of_a_body(self, tmp_path: Path, which: str, outside: list[str]) -> None:
        body = f"body: {{why: x, from: {{line: a}}, until: {{line: b}}, which: {which}}}"
        lines = ["a", "x", "b", "a", "c", "b"]
        said = judged(site(tmp_path, body), *lines).by_block()
        gone = [lines[block] for block, it in sorted(said.items()) if it[0].weight < 0]
        assert gone[: len(outside)] == outside


class TestExcept:
    def test_blocks_are_left_to_other_rules(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """
            keep: [{why: x, from: {line: top}, to: {line: bottom}, except: {line: ad}}]
            drop: [{label: advertisement, why: x, line: ad}]
            """,
        )
        assert dropped(rules, *LINES) == ["ad"]

    def test_several_conditions(self, tmp_path: Path) -> None:
        rule = "{label: form, why: x, pattern: '.', except: [{line: one}, {pattern: '^t'}]}"
        assert dropped(site(tmp_path, f"drop: [{rule}]"), *LINES) == ["menu", "ad", "bottom", "more"]


class TestHosts:
    @pytest.mark.parametrize(
        ("url", "found"),
        [
            ("https://news.example.org/", "exact"),
            ("https://www.news.example.org/", "wide"),
            ("https://example.org/", "wide"),
        ],
    )
    def test_a_host_is_itself_alone_and_stronger_than_a_domain(
        self, tmp_path: Path, url: str, found: str
    ) -> None:
        folder = write(
            tmp_path,
            a="site: exact\nmatch: {hosts: [news.example.org]}",
            b="site: wide\nmatch: {domains: [example.org, news.example.org]}",
        )
        from cleaner.rules.cases import line_document  # noqa: PLC0415 - for this test alone

        rules = load_rules([folder], built_in=False).site_for(line_document("x", url))
        assert rules is not None
        assert rules.name == found


class TestRanks:
    PARENT = "site: p\nkeep: [{why: x, line: ad}]\ndrop: [{label: form, why: x, line: one}]"

    def rules(self, folder: Path, own: str) -> list[str]:
        book = load_rules(
            [write(folder, a=HEAD + f"extends: [p]\n{own}", platforms__p=self.PARENT)], built_in=False
        )
        said = judged(book.sites[0], *LINES).by_block()
        return [LINES[block] for block, it in sorted(said.items()) if it[0].weight < 0]

    def test_a_drop_of_the_file_wins_over_a_keep_that_it_extends(self, tmp_path: Path) -> None:
        assert self.rules(tmp_path, "drop: [{label: advertisement, why: x, line: ad}]") == ["one", "ad"]

    def test_a_keep_of_the_file_wins_over_a_drop_that_it_extends(self, tmp_path: Path) -> None:
        assert self.rules(tmp_path, "keep: [{why: x, line: one}]") == []

    def test_without_rules_of_its_own_what_it_extends_holds(self, tmp_path: Path) -> None:
        assert self.rules(tmp_path, "") == ["one"]


def test_all_of_it_is_stored_and_read_again(tmp_path: Path) -> None:
    rules = site(
        tmp_path,
        """
        believe: always
        body:
          why: x
          inside: judged
          first_of: [{css: a, least: 0.7}, {after: {line: b, css: p}, which: last}]
        keep: [{why: x, from: {line: a}, to: end, which: first, except: [{line: b}, {css: c}]}]
        """,
    )
    assert site_rules(to_json(rules)) == rules
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - what was pickled here
    assert rules.body[0].least == 0.7
    assert {css for it in rules.selectors for css in it.css} == {"a", "p", "c"}
