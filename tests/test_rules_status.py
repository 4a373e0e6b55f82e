"""`cleaner rules status`: how often rules speak month by month, and which have gone stale."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.rules import rules as rules_command
from tests.rule_trials import html_page, pages_file, text_page
from tests.rule_writing import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

HEAD = "site: courier.example\nmatch: {domains: [courier.example]}\n"
PROMO = "Every reader of the Courier can become a friend of the harbour for three crowns a month this year."
CHECKED = "checked: {date: 2025-11-02, pages: 14, share: 0.86}"
APPEAL = f"{HEAD}drop: [{{id: promo, label: appeal, why: x, line: '{PROMO}', {CHECKED}}}]\n"
BODY = HEAD + "body: {css: .text, inside: judged, why: x}\n"


def status(*words: str | Path) -> Result:
    return CliRunner().invoke(rules_command, ["status", "--jobs", "1", "--engine", "fast", *map(str, words)])


def status_json(*words: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(status("--format", "json", *words).stdout)
    return found


def dated_pages(folder: Path, months: Sequence[tuple[str, str]]) -> Path:
    """Records of the site, each with the date and the page given for it."""
    file = pages_file(folder, [page for _, page in months])
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    dated = [it | {"date": date} for it, (date, _) in zip(records, months, strict=True)]
    file.write_text("".join(json.dumps(it) + "\n" for it in dated), encoding="utf-8")
    return file


def with_appeal(number: int) -> str:
    return text_page(number, below=[PROMO])


def rule(account: dict[str, Any], name: str) -> dict[str, Any]:
    (file,) = account["files"].values()
    found: dict[str, Any] = file["rules"][f"courier.example/{name}"]
    return found


class TestMonths:
    def test_each_rule_is_counted_by_the_month_of_the_record(self, tmp_path: Path) -> None:
        pages = dated_pages(
            tmp_path,
            [
                ("2026-02-27", with_appeal(1)),
                ("2026-03-01T08:00:00Z", with_appeal(2)),
                ("2026-03-31", text_page(3)),
            ],
        )
        found = rule(status_json(pages, "--rules", write(tmp_path, a=APPEAL)), "promo")
        assert {month: (it["pages"], it["spoke"]) for month, it in found["months"].items()} == {
            "2026-02": (1, 1),
            "2026-03": (2, 1),
        }

    def test_without_a_date_it_is_the_month_of_the_file(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [with_appeal(1)])
        then = datetime(2024, 5, 6, tzinfo=UTC).timestamp()
        os.utime(pages, (then, then))
        found = rule(status_json(pages, "--rules", write(tmp_path, a=APPEAL)), "promo")
        assert list(found["months"]) == ["2024-05"]

    def test_columns_of_parquet_have_dates_too(self, tmp_path: Path) -> None:
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        day = datetime(2025, 7, 1, tzinfo=UTC).date()
        table = pyarrow.table({"url": ["https://courier.example/a"], "text": [with_appeal(1)], "date": [day]})
        parquet.write_table(table, tmp_path / "pages.parquet")
        found = rule(status_json(tmp_path / "pages.parquet", "--rules", write(tmp_path, a=APPEAL)), "promo")
        assert list(found["months"]) == ["2025-07"]

    def test_a_field_that_is_no_date_is_passed_over(self, tmp_path: Path) -> None:
        pages = dated_pages(tmp_path, [("last Tuesday", with_appeal(1))])
        os.utime(pages, (0, 0))
        found = rule(status_json(pages, "--rules", write(tmp_path, a=APPEAL)), "promo")
        assert list(found["months"]) == ["1970-01"]


class TestStale:
    def test_a_rule_that_speaks_on_less_than_half_of_its_share_is_stale(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [with_appeal(1), *map(text_page, range(2, 6))])
        result = status(pages, "--rules", write(tmp_path, a=APPEAL))
        assert result.exit_code == 1
        assert "STALE" in result.stdout
        assert "speaks on 20% of 5 pages" in result.stdout
        assert "did on 86% when it was tried on 2025-11-02" in result.stdout

    def test_one_that_speaks_on_half_of_it_is_not(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [with_appeal(1), with_appeal(2), text_page(3), text_page(4)])
        result = status(pages, "--rules", write(tmp_path, a=APPEAL))
        assert result.exit_code == 0, result.stdout
        assert "2 of 4 pages (50%)" in result.stdout

    def test_the_latest_months_count_where_they_have_pages_enough(self, tmp_path: Path) -> None:
        early = [("2025-12-01", with_appeal(number)) for number in range(30)]
        late = [("2026-01-01", text_page(number)) for number in range(20)]
        account = status_json(dated_pages(tmp_path, early + late), "--rules", write(tmp_path, a=APPEAL))
        (stale,) = account["stale"]
        assert "on 0% of 20 pages since 2026-01" in stale["message"]
        assert stale["where"].endswith("a.yaml:3")

    def test_without_a_stamp_a_rule_may_be_as_rare_as_it_likes(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, list(map(text_page, range(5))))
        result = status(pages, "--rules", write(tmp_path, a=APPEAL.replace(f", {CHECKED}", "")))
        assert result.exit_code == 0, result.stdout

    def test_a_rule_that_was_rare_when_tried_is_not_stale_by_chance(self, tmp_path: Path) -> None:
        rare = APPEAL.replace("0.86", "0.1")
        result = status(
            pages_file(tmp_path, list(map(text_page, range(10)))), "--rules", write(tmp_path, a=rare)
        )
        assert result.exit_code == 0, result.stdout

    def test_a_selector_that_finds_nothing_any_more_is_stale(self, tmp_path: Path) -> None:
        early = [("2025-12-01", html_page(number)) for number in range(4)]
        late = [("2026-01-01", html_page(number, box="story-2026")) for number in range(20)]
        pages = dated_pages(tmp_path, early + late)
        account = status_json(pages, "--rules", write(tmp_path, a=BODY))
        (stale,) = account["stale"]
        assert stale["message"] == "its selector finds nothing since 2026-01, on 20 pages"
        assert rule(account, "body")["months"]["2026-01"]["no_element"] == 20

    def test_on_plain_text_a_selector_is_no_more_stale_than_elsewhere(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, list(map(text_page, range(3))))
        assert status(pages, "--rules", write(tmp_path, a=BODY)).exit_code == 0

    def test_plain_texts_among_the_pages_hide_no_lost_selector(self, tmp_path: Path) -> None:
        pages = [text_page(1), html_page(2, box="story"), html_page(3, box="story")]
        account = status_json(pages_file(tmp_path, pages), "--rules", write(tmp_path, a=BODY))
        (stale,) = account["stale"]
        assert stale["message"] == "its selector finds nothing at all, on 2 pages"

    def test_alternatives_of_a_body_speak_together(self, tmp_path: Path) -> None:
        body = f"body: {{first_of: [{{css: .story}}, {{css: .text}}], inside: judged, why: x, {CHECKED}}}\n"
        pages = pages_file(tmp_path, [html_page(n, box="story" if n % 2 else "text") for n in range(6)])
        account = status_json(pages, "--rules", write(tmp_path, a=HEAD + body))
        assert not account["stale"]
        (month,) = rule(account, "body")["months"].values()
        assert (month["pages"], month["spoke"]) == (6, 6)

    def test_an_alternative_of_an_old_layout_is_named(self, tmp_path: Path) -> None:
        body = "body: {first_of: [{css: .story}, {css: .text}], inside: judged, why: x}\n"
        account = status_json(
            pages_file(tmp_path, [html_page(n) for n in range(3)]), "--rules", write(tmp_path, a=HEAD + body)
        )
        (stale,) = account["stale"]
        assert stale["message"] == "its selector (1 of first_of) finds nothing at all, on 3 pages"


class TestCommand:
    def test_files_that_no_page_was_given_are_named(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=APPEAL, b="site: b.example\nmatch: {domains: [b.example]}")
        account = status_json(pages_file(tmp_path, [with_appeal(1)]), "--rules", folder)
        assert [it.rpartition("/")[2] for it in account["unused_files"]] == ["b.yaml"]

    def test_rules_of_a_platform_are_counted_on_the_pages_of_all_its_sites(self, tmp_path: Path) -> None:
        platform = f"site: press\ndrop: [{{id: promo, label: appeal, why: x, line: '{PROMO}'}}]\n"
        sites = {
            f"sites__{name}": f"site: {name}.example\nmatch: {{domains: [{name}.example]}}\nextends: [press]\n"
            for name in ("a", "b")
        }
        pages = pages_file(tmp_path, [with_appeal(1), with_appeal(2)], url="https://{}.example/x")
        text = pages.read_text(encoding="utf-8").replace("//0.", "//a.").replace("//1.", "//b.")
        pages.write_text(text, encoding="utf-8")
        account = status_json(pages, "--rules", write(tmp_path, platforms__press=platform, **sites))
        found = {name: it for file in account["files"].values() for name, it in file["rules"].items()}
        (month,) = found["press/promo"]["months"].values()
        assert (month["pages"], month["spoke"]) == (2, 2)

    def test_a_document_that_cannot_be_read_is_status_1(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [with_appeal(1)])
        with pages.open("a", encoding="utf-8") as file:
            file.write("no json\n")
        result = status(pages, "--rules", write(tmp_path, a=APPEAL))
        assert result.exit_code == 1
        assert "failed 1" in result.stderr

    def test_a_wrong_rule_file_is_status_2(self, tmp_path: Path) -> None:
        result = status(pages_file(tmp_path, [with_appeal(1)]), "--rules", write(tmp_path, a="site: a\nx: 1"))
        assert result.exit_code == 2

    def test_the_account_is_the_same_for_any_number_of_workers(self, tmp_path: Path) -> None:
        pages = pages_file(tmp_path, [with_appeal(n) for n in range(70)])
        folder = write(tmp_path, a=APPEAL)
        assert status_json(pages, "--rules", folder) == status_json(pages, "--rules", folder, "--jobs", "2")
