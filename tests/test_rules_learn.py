"""`cleaner rules learn`: rule files proposed from the pages of many sites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from cleaner.cli.rules import rules as rules_command
from cleaner.learn.signatures import names_site
from tests.learnt_sites import CLOSING, FOOTER, MENU, diary, learn, records, text_page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What comes of a site of texts and a site of pages, each of seven."""
    folder = tmp_path_factory.mktemp("learn")
    records(folder, map(text_page, range(7)), "https://courier.example.org/{}")
    pages = records(folder, map(diary, range(7, 14)), "https://diary.example.net/{}")
    result = learn(pages, "--out", folder / "out")
    assert result.exit_code == 0, result.output
    assert "files written: 2" in result.stdout
    return folder / "out"


class TestFiles:
    def test_there_is_one_for_each_site(self, out: Path) -> None:
        assert [it.name for it in sorted(out.rglob("*.yaml"))] == [
            "courier.example.org.yaml",
            "diary.example.net.yaml",
        ]

    def test_they_pass_check_in_its_strict_form_and_their_cases(self, out: Path) -> None:
        result = CliRunner().invoke(rules_command, ["check", "--strict", str(out)])
        assert result.output == "2 files, all well\n"

    def test_the_body_of_pages_is_the_element_that_holds_it(self, out: Path) -> None:
        file = yaml.safe_load((out / "sites" / "diary.example.net.yaml").read_text(encoding="utf-8"))
        body = file["body"]
        assert (body["css"], body["inside"], body["least"]) == ("div.story", "judged", "98%")

    def test_the_body_of_texts_is_between_lines(self, out: Path) -> None:
        file = yaml.safe_load((out / "sites" / "courier.example.org.yaml").read_text(encoding="utf-8"))
        assert file["body"]["until"] == {"line": FOOTER[1]}

    def test_each_rule_has_its_support_its_trial_and_examples_beside_it(self, out: Path) -> None:
        text = (out / "sites" / "courier.example.org.yaml").read_text(encoding="utf-8")
        _, _, rule = text.partition("drop:\n")
        assert "# found on 7 of 7 pages" in rule
        assert "# tried on 2 pages left out: spoke on 2" in rule
        assert "# pages.jsonl:" in rule
        (first, *_) = yaml.safe_load(text)["drop"]
        assert first["line"] == CLOSING
        assert first["checked"] == {"date": first["checked"]["date"], "pages": 2, "share": 1.0}

    def test_each_rule_has_a_case_and_a_counter_case(self, out: Path) -> None:
        for path in out.rglob("*.yaml"):
            file = yaml.safe_load(path.read_text(encoding="utf-8"))
            proposed = 1 + len(file.get("drop", ()))
            assert sum("drop" in it for it in file["cases"]) == proposed
            assert sum("drop" not in it for it in file["cases"]) == proposed

    def test_the_name_in_the_heads_of_all_pages_is_a_signature(self, out: Path) -> None:
        file = yaml.safe_load((out / "sites" / "diary.example.net.yaml").read_text(encoding="utf-8"))
        assert file["match"]["signatures"] == [{"site_name": MENU[0]}]

    def test_each_signature_has_its_support_beside_it(self, out: Path) -> None:
        text = (out / "sites" / "diary.example.net.yaml").read_text(encoding="utf-8")
        assert f"# signature on 7 of 7 pages, and on no other site: {MENU[0]}\n" in text

    def test_status_has_something_to_compare_with_at_once(self, out: Path) -> None:
        pages = records(out, map(text_page, range(20, 24)), "https://courier.example.org/{}")
        words = ["status", "--jobs", "1", "--rules", str(out), "--format", "json", str(pages)]
        result = CliRunner().invoke(rules_command, words)
        pages.unlink()
        account = json.loads(result.stdout)
        assert not account["stale"]
        assert account["files"][f"{out}/sites/courier.example.org.yaml"]["rules"]["courier.example.org/body"][
            "checked"
        ]


class TestTextsWithoutAddress:
    OTHER = ("The Ostvik Gazette since 1871", "Fairs | Farming | Church | Letters to us")

    def test_they_are_grouped_by_the_lines_that_they_share(self, tmp_path: Path) -> None:
        below = ("The Ostvik Gazette is printed at the mill",)
        pages = [text_page(n) if n % 2 else text_page(n, self.OTHER, below) for n in range(14)]
        result = learn(records(tmp_path, pages, None), "--out", tmp_path / "out")
        assert result.exit_code == 0, result.output
        files = [
            yaml.safe_load(it.read_text(encoding="utf-8"))
            for it in sorted((tmp_path / "out").rglob("*.yaml"))
        ]
        signatures = [{it["line"] for it in file["match"]["signatures"]} for file in files]
        assert len(files) == 2
        assert all("domains" not in file["match"] for file in files)
        assert any(it <= {*MENU, *FOOTER} for it in signatures)
        assert any(it <= {*self.OTHER, *below} for it in signatures)


class TestSignatures:
    def test_a_line_that_other_sites_have_is_none(self, tmp_path: Path) -> None:
        shared = "Powered by the Harbour Publishing System"
        for number in range(7):
            own = f"The Gazette of Ostvik, edition {number}"
            pages = [text_page(10 * number + n, below=[own, shared]) for n in range(3)]
            records(tmp_path, pages, f"https://paper{number}.example{number}.org/{{}}")
        result = learn(tmp_path / "pages.jsonl", "--out", tmp_path / "out")
        assert result.exit_code == 0, result.output
        files = [yaml.safe_load(it.read_text(encoding="utf-8")) for it in (tmp_path / "out").rglob("*.yaml")]
        found = [it["line"] for file in files for it in file["match"].get("signatures", ())]
        assert shared not in found
        assert len(found) == len(set(found))

    @pytest.mark.parametrize("line", ["© LindvikCourier 2024", "The Lindvik Courier, since 1902"])
    def test_a_line_may_name_its_site(self, line: str) -> None:
        assert names_site(line, "lindvikcourier.example")

    @pytest.mark.parametrize(
        ("line", "site"), [("All rights reserved", "rights-and-wrongs.example"), ("Contact us", "us.example")]
    )
    def test_or_not(self, line: str, site: str) -> None:
        assert not names_site(line, site)


class TestCommand:
    def test_a_file_that_is_there_is_left_as_it_is(self, tmp_path: Path) -> None:
        there = tmp_path / "out" / "sites" / "courier.example.org.yaml"
        there.parent.mkdir(parents=True)
        there.write_text("# mine\n", encoding="utf-8")
        result = learn(records(tmp_path, map(text_page, range(5))), "--out", tmp_path / "out")
        assert result.exit_code == 1
        assert "is there already" in result.stderr
        assert there.read_text(encoding="utf-8") == "# mine\n"

    def test_a_document_that_cannot_be_read_is_status_1_and_the_others_are_learnt_from(
        self, tmp_path: Path
    ) -> None:
        pages = records(tmp_path, map(text_page, range(5)))
        pages.write_text(pages.read_text(encoding="utf-8") + "no json\n", encoding="utf-8")
        result = learn(pages, "--out", tmp_path / "out")
        assert result.exit_code == 1
        assert "failed 1" in result.stderr
        assert "files written: 1" in result.stdout

    def test_files_are_the_same_for_any_number_of_workers(self, tmp_path: Path) -> None:
        pages = records(tmp_path, map(text_page, range(6)))
        texts = []
        for jobs in ("1", "2"):
            result = learn(pages, "--out", tmp_path / jobs, "--jobs", jobs)
            assert result.exit_code == 0, result.output
            (file,) = (tmp_path / jobs).rglob("*.yaml")
            texts.append(file.read_text(encoding="utf-8"))
        assert texts[0] == texts[1]

    def test_a_folder_that_cannot_be_made_is_known_before_the_work(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("", encoding="utf-8")
        result = learn(records(tmp_path, [text_page(1)]), "--out", tmp_path / "out" / "rules")
        assert result.exit_code == 2
        assert "cannot be written" in result.stderr

    def test_out_must_be_given(self, tmp_path: Path) -> None:
        assert learn(records(tmp_path, [text_page(1)])).exit_code == 2
