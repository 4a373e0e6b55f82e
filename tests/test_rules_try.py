"""`cleaner rules try`: what rules do to pages that they were not written on, and when that is an alarm."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cleaner.cli.rules import rules as rules_command
from tests.rule_trials import PARAGRAPHS, html_page, own_page, pages_file, text_page, tried, tried_json
from tests.rule_writing import write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "site: courier.example\nmatch: {domains: [courier.example]}\n"
COMMENTS_ABOVE = (
    HEAD
    + """
drop:
  - id: comments
    label: comment
    why: the comments go down to the end
    from: {line: Comments}
    to: end
    at_most: 250
"""
)
GOOD = (
    HEAD
    + """
drop:
  - id: promo
    label: appeal
    why: the same sentence stands under every article
    line: Every reader of the Courier can become a friend of the harbour for three crowns a month this year.
"""
)
PROMO = "Every reader of the Courier can become a friend of the harbour for three crowns a month this year."


def rule(account: dict[str, Any], name: str) -> dict[str, Any]:
    (file,) = account["files"].values()
    found: dict[str, Any] = file["rules"][f"courier.example/{name}"]
    return found


def messages(account: dict[str, Any]) -> list[str]:
    return [it["message"] for it in account["alarms"]]


class TestAlarms:
    def test_a_run_that_begins_above_the_article_is_an_alarm(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [own_page(n, above=["Comments"]) for n in range(4)])
        folder = write(tmp_path, a=COMMENTS_ABOVE)
        result = tried(pages, "--rules", folder)
        assert result.exit_code == 1
        assert "ALARM" in result.stdout
        account = tried_json(pages, "--rules", folder)
        assert rule(account, "comments")["share"] > 0.9
        assert any("takes" in it for it in messages(account))
        assert any("not believed on 4 of 4 pages" in it for it in messages(account))

    def test_the_same_rule_is_none_where_comments_stand_below(self, tmp_path: Path) -> None:
        pages = pages_file(
            tmp_path, [text_page(n, below=["Comments", "Nice boat, I say."]) for n in range(4)]
        )
        result = tried(pages, "--rules", write(tmp_path, a=COMMENTS_ABOVE))
        assert (result.exit_code, "0 alarms" in result.stdout) == (0, True), result.output

    def test_a_rule_that_takes_a_promo_is_no_alarm(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [text_page(n, below=[PROMO]) for n in range(4)])
        account = tried_json(pages, "--rules", write(tmp_path, a=GOOD))
        assert rule(account, "promo")["spoke"] == 4
        assert account["alarms"] == []

    def test_what_stands_on_every_page_is_no_alarm_however_much_it_is(self, tmp_path: Path) -> None:
        appeal = [f"{PROMO} {it}" for it in "abc"]
        folder = write(tmp_path, a=HEAD + "drop: [{id: w, label: appeal, why: x, pattern: ^Every reader}]")
        pages = pages_file(tmp_path, [text_page(n, below=appeal) for n in range(3)])
        account = tried_json(pages, "--rules", folder)
        assert rule(account, "w")["share"] > 0.15
        assert rule(account, "w")["own_share"] == 0
        assert messages(account) == []

    def test_a_word_of_the_body_as_a_pattern_is_an_alarm(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [own_page(n) for n in range(3)])
        folder = write(tmp_path, a=HEAD + "drop: [{id: w, label: form, why: x, pattern: harbour}]")
        assert any("takes" in it for it in messages(tried_json(pages, "--rules", folder)))

    def test_a_page_that_loses_most_is_an_alarm_although_the_others_lose_nothing(
        self, tmp_path: Path
    ) -> None:
        pages = [html_page(0, box="gone"), *(html_page(n) for n in range(1, 14))]
        folder = write(tmp_path, a=HEAD + "drop: [{id: w, label: form, why: x, css: .gone}]")
        account = tried_json(pages_file(tmp_path, pages), "--rules", folder)
        assert rule(account, "w")["share"] < 0.09
        assert any("keeps of" in it and "pages.jsonl:1" in it for it in messages(account))

    @pytest.mark.parametrize(("count", "alarmed"), [(1, False), (2, True)])
    def test_a_selector_that_never_finds_anything(
        self,
        tmp_path: Path,
        count: int,
        alarmed: bool,  # noqa: FBT001 - what is expected
    ) -> None:
        pages = pages_file(tmp_path, [html_page(n) for n in range(count)])
        folder = write(tmp_path, a=HEAD + "body: {css: .story-2019, why: x}")
        account = tried_json(pages, "--rules", folder)
        assert any("its selector finds nothing on any of" in it for it in messages(account)) is alarmed

    def test_a_selector_is_not_stale_on_plain_text(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [text_page(n) for n in range(4)])
        folder = write(tmp_path, a=HEAD + "body: {css: .text, why: x}")
        account = tried_json(pages, "--rules", folder)
        assert account["alarms"] == []
        assert rule(account, "body")["silent"] == {"plain text, which selectors find nothing in": 4}

    @pytest.mark.parametrize(
        ("match", "alarmed"),
        [
            ("{domains: [elsewhere.example], signatures: [{line: 'Harbour | Council | Weather'}]}", True),
            ("{domains: [courier.example], signatures: [{line: 'Harbour | Council | Weather'}]}", False),
            ("{signatures: [{line: 'Harbour | Council | Weather'}]}", False),
        ],
        ids=["another site's", "by its URL", "nobody knows the domain"],
    )
    def test_a_signature_on_pages_of_another_site(
        self,
        tmp_path: Path,
        match: str,
        alarmed: bool,  # noqa: FBT001 - what is expected
    ) -> None:
        folder = write(tmp_path, a=f"site: a\nmatch: {match}\n")
        account = tried_json(pages_file(tmp_path, [text_page(1), text_page(2)]), "--rules", folder)
        assert (
            any("its signatures hold on pages of courier.example" in it for it in messages(account))
            is alarmed
        )

    def test_the_share_can_be_chosen(self, tmp_path: Path) -> None:
        adverts = [f"{PROMO[:-1]}, in {it}." for it in ("March", "June")]
        pages = pages_file(tmp_path, [text_page(n, below=[it]) for n, it in enumerate(adverts)])
        folder = write(tmp_path, a=HEAD + "drop: [{id: w, label: appeal, why: x, pattern: ^Every reader}]")
        account = tried_json(pages, "--rules", folder, "--alarm", "5%")
        assert any("more than 5%" in it for it in messages(account))
        account = tried_json(pages, "--rules", folder, "--alarm", "90%")
        assert not any("more than 90%" in it for it in messages(account))


class TestAccount:
    @pytest.mark.parametrize(
        ("rule_text", "page", "reason"),
        [
            ("from: {line: Comments}, to: end", text_page(1), "no begin found"),
            ("from: {line: Lindvik Courier}, to: {line: Nowhere}", text_page(1), "no end found"),
            ("from: {line: Lindvik Courier}, to: end, at_most: 2", text_page(1), "longer than at_most"),
            (
                "from: {line: Lindvik Courier}, blocks: 2, within_last: 3",
                text_page(1),
                "outside its window",
            ),
            (
                "from: {line: Lindvik Courier}, to: end, while: {longest: 5}",
                text_page(1),
                "a block is not as while says",
            ),
            ("line: Lindvik Courier, within_last: 2", text_page(1), "outside its window"),
            (
                "line: Lindvik Courier, except: {pattern: Cour}",
                text_page(1),
                "all that it finds is under except",
            ),
            ("line: Nowhere", text_page(1), "no block is like that"),
            ("css: .nowhere", html_page(1), "its selector finds nothing"),
            ("css: .text, line: Nowhere", html_page(1), "no block is like that"),
            ("css: .text", text_page(1), "plain text, which selectors find nothing in"),
        ],
    )
    def test_a_rule_that_has_no_effect_says_why(
        self, tmp_path: Path, rule_text: str, page: str, reason: str
    ) -> None:
        folder = write(tmp_path, a=HEAD + f"drop: [{{id: r, label: form, why: x, {rule_text}}}]")
        account = tried_json(pages_file(tmp_path, [page]), "--rules", folder)
        assert rule(account, "r")["silent"] == {reason: 1}
        assert rule(account, "r")["spoke"] == 0

    def test_a_rule_that_another_one_beats_says_so(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            a=HEAD
            + "drop: [{id: d, label: form, why: x, line: Share on Facebook}]\n"
            + "keep: [{id: k, why: x, line: Share on Facebook}]",
        )
        account = tried_json(
            pages_file(tmp_path, [text_page(1, below=["Share on Facebook"])]), "--rules", folder
        )
        assert rule(account, "d")["silent"] == {"another rule won": 1}
        assert rule(account, "k")["gave"] == len("Share on Facebook")

    def test_an_alternative_that_is_not_needed_says_so(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=HEAD + "body: {why: x, first_of: [{css: .text}, {css: div}]}")
        account = tried_json(pages_file(tmp_path, [html_page(1)]), "--rules", folder)
        assert rule(account, "body.1")["spoke"] == 1
        assert rule(account, "body.2")["silent"] == {"an earlier alternative was found": 1}

    def test_examples_stand_between_their_neighbours(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [text_page(n, below=[PROMO, "Bye."]) for n in range(5)])
        found = rule(tried_json(pages, "--rules", write(tmp_path, a=GOOD)), "promo")
        assert len(found["examples"]) == 3
        example = found["examples"][0]
        assert example["first"] == PROMO
        assert example["before"].startswith(PARAGRAPHS[-1][:40])
        assert example["after"] == "Bye."

    def test_files_sites_and_pages_without_rules_are_accounted_for(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=GOOD, b="site: b.example\nmatch: {domains: [b.example]}")
        pages = pages_file(tmp_path, [text_page(n, below=[PROMO]) for n in range(2)])
        with pages.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"url": "https://other.example/", "text": text_page(9)}) + "\n")
        account = tried_json(pages, "--rules", folder)
        assert account["all"]["pages"] == 3
        assert account["without_file"]["pages"] == 1
        assert list(account["sites"]) == ["courier.example"]
        assert [it.rpartition("/")[2] for it in account["unused_files"]] == ["b.yaml"]
        (file_account,) = account["files"].values()
        assert file_account["totals"]["pages"] == 2

    def test_rewrites_are_tried_too(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=HEAD + "rewrite: [{id: r, why: x, pattern: 'Lindvik', replace: 'L.'}]")
        found = rule(tried_json(pages_file(tmp_path, [text_page(1)]), "--rules", folder), "r")
        assert found["spoke"] == 1
        assert found["took"] > 0

    def test_the_account_is_the_same_for_any_number_of_workers(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [text_page(n, below=[PROMO]) for n in range(70)])
        folder = write(tmp_path, a=GOOD)
        assert tried_json(pages, "--rules", folder) == tried_json(pages, "--rules", folder, "--jobs", "2")

    def test_a_document_that_cannot_be_read_is_named_and_is_status_1(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [text_page(1)])
        with pages.open("a", encoding="utf-8") as file:
            file.write("no json\n")
        result = tried(pages, "--rules", write(tmp_path, a=GOOD))
        assert result.exit_code == 1
        assert "failed 1" in result.stderr

    def test_a_wrong_rule_file_is_status_2(self, tmp_path: Path) -> None:
        result = tried(
            pages_file(tmp_path, [text_page(1)]), "--rules", write(tmp_path, a="site: a\nmach: {}")
        )
        assert result.exit_code == 2
        assert 'unknown key "mach"' in result.stderr

    def test_the_page_shows_what_pages_hold_as_text_only(self, tmp_path: Path) -> None:
        evil = (
            "<script>alert(1)</script> is what the mayor wrote on the wall of the harbour office last night."
        )
        folder = write(tmp_path, a=HEAD + "drop: [{id: r, label: form, why: x, pattern: alert}]")
        result = tried(
            pages_file(tmp_path, [text_page(1, below=[evil])]), "--rules", folder, "--format", "html"
        )
        assert "&lt;script&gt;alert(1)" in result.stdout
        assert "<script>" not in result.stdout
        assert "Content-Security-Policy" in result.stdout

    def test_plain_files_and_folders_are_read_as_run_reads_them(self, tmp_path: Path) -> None:
        folder = tmp_path / "crawl" / "courier.org"
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(text_page(1, below=[PROMO]), encoding="utf-8")
        (folder / "b.html").write_text(html_page(2, promo=f"<p>{PROMO}</p>"), encoding="utf-8")
        account = tried_json(
            folder.parent, "--rules", write(tmp_path, a=GOOD.replace("[courier.example]", "[courier.org]"))
        )
        assert account["all"]["pages"] == 2
        assert rule(account, "promo")["spoke"] == 2


class TestStamps:
    FILE = (
        HEAD
        + """
# what goes
drop:
  - id: promo      # the appeal
    label: appeal
    why: the same sentence stands under every article
    line: Every reader of the Courier can become a friend of the harbour for three crowns a month this year.

  - {id: never, label: form, why: x, line: Nowhere}   # flow

cases: []
"""
    )

    def test_stamps_are_written_beside_the_rules_and_nothing_else_changes(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=self.FILE)
        pages = pages_file(tmp_path, [text_page(n, below=[PROMO] if n else []) for n in range(4)])
        result = tried(pages, "--rules", folder, "--stamp")
        assert result.exit_code == 0, result.output
        text = (folder / "a.yaml").read_text(encoding="utf-8")
        today = date.today().isoformat()  # noqa: DTZ011 - the day of the machine, as the command writes it
        assert f"    checked: {{date: {today}, pages: 4, share: 0.75}}\n" in text
        assert f"line: Nowhere, checked: {{date: {today}, pages: 4, share: 0.00}}}}   # flow" in text
        plain = text.replace(f"    checked: {{date: {today}, pages: 4, share: 0.75}}\n", "")
        plain = plain.replace(f", checked: {{date: {today}, pages: 4, share: 0.00}}", "")
        assert plain == self.FILE
        assert tried(pages, "--rules", folder, "--stamp").exit_code == 0
        assert (folder / "a.yaml").read_text(encoding="utf-8") == text

    def test_without_the_option_nothing_is_written(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=self.FILE)
        tried(pages_file(tmp_path, [text_page(1)]), "--rules", folder)
        assert (folder / "a.yaml").read_text(encoding="utf-8") == self.FILE


def test_the_command_stands_among_the_others() -> None:
    assert "try" in rules_command.commands
