"""`cleaner rules new`: the first file for a site says what its pages have in common, and is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from cleaner.cli.main import main
from cleaner.cli.rules_new import MOST_PAGES
from cleaner.trial.first_file import ENOUGH_OTHERS
from tests.rule_trials import MENU, PARAGRAPHS, html_page, own_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

SITE = "courier.example"
MENU_OF_PAGE = "Lindvik Courier Harbour | Council | Weather"


def page(number: int, box: str = "story", extra: str = "") -> str:
    head = '<head><meta property="og:site_name" content="Lindvik Courier"></head>'
    own = html_page(number, box).replace(" the ", f" the {number}th ")
    return head + own + f"<p>Write to the Courier of Lindvik</p>{extra}"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["rules", *map(str, arguments)])
    return result.exit_code, result.output


def new(folder: Path, pages: Sequence[str], *options: object, site: str = SITE) -> tuple[str, dict[str, Any]]:
    """The text of the file that is written from `pages`, and what it says; it is sound."""
    source = folder / "pages"
    source.mkdir()
    for number, it in enumerate(pages):
        suffix = "html" if it.startswith("<") else "txt"
        (source / f"{number}.{suffix}").write_text(it, encoding="utf-8")
    status, output = run("new", site, "--from", source, "--dir", folder / "rules", *options)
    assert (status, output) == (0, f"{folder}/rules/sites/{site}.yaml\n")
    assert run("check", folder / "rules", "--strict") == (0, "1 file, all well\n")
    assert run("test", folder / "rules") == (0, "1 case in 1 file, all well\n")
    text = (folder / "rules" / "sites" / f"{site}.yaml").read_text(encoding="utf-8")
    return text, yaml.safe_load(text)


class TestFromPages:
    def test_it_says_what_all_pages_have_in_common(self, tmp_path: Path) -> None:
        _, said = new(tmp_path, [page(number) for number in range(3)])
        assert said["match"]["signatures"] == [
            {"site_name": "Lindvik Courier"},
            {"line": MENU_OF_PAGE},
            {"line": "Write to the Courier of Lindvik"},
        ]
        assert said["body"]["css"] == "div.story"
        assert said["body"]["inside"] == "judged"
        assert said["headline"]["css"] == "h1"
        assert "on all 3 pages" in said["body"]["why"]

    def test_its_case_holds_what_matters_and_no_more(self, tmp_path: Path) -> None:
        _, said = new(tmp_path, [page(number, extra="<p>Imprint</p>" * 50) for number in range(3)])
        (case,) = said["cases"]
        assert case["keep"] == [
            "Harbour stays open for winter number 0",
            *(PARAGRAPHS[it].replace(" the ", " the 0th ") for it in (0, 1, 3)),
        ]
        assert len(case["drop"]) == 2
        assert len(case["html"].splitlines()) < 12

    @pytest.mark.parametrize(
        "pages",
        [
            pytest.param([page(1), page(2, "other")], id="another class on one page"),
            pytest.param(
                [page(1, "text-1234"), page(2, "text-1234")], id="a class with the number of a page"
            ),
            pytest.param([page(1, "css-1x2y3z"), page(2, "css-1x2y3z")], id="a class that a build makes"),
            pytest.param(
                [f"<div class=story><p>Next.</p></div>{page(it)}" for it in (1, 2)], id="two such boxes"
            ),
        ],
    )
    def test_a_box_that_not_every_page_has_once_is_no_body(self, tmp_path: Path, pages: list[str]) -> None:
        _, said = new(tmp_path, pages)
        assert "css" not in said.get("body", {})

    def test_a_page_of_another_layout_is_passed_over(self, tmp_path: Path) -> None:
        _, said = new(tmp_path, [*map(page, range(3)), page(3, "other")])
        assert said["body"]["css"] == "div.story"
        assert "on 3 of 4 pages" in said["body"]["why"]

    def test_of_the_classes_of_one_box_that_which_most_pages_have_counts(self, tmp_path: Path) -> None:
        subjects = ("a-harbour story", "a-harbour story", "a-quay story")
        _, said = new(tmp_path, [page(it, f"'{classes}'") for it, classes in enumerate(subjects)])
        assert said["body"]["css"] == "div.story"
        assert "on all 3 pages" in said["body"]["why"]

    def test_a_box_that_holds_something_else_on_one_page_is_no_body(self, tmp_path: Path) -> None:
        other = page(3, "other", extra="<div class=story><p>Next story.</p></div>")
        _, said = new(tmp_path, [*map(page, range(3)), other])
        assert said.get("body", {}).get("css") != "div.story"

    def test_a_headline_above_the_body_that_no_heading_tells_is_not_in_the_case(self, tmp_path: Path) -> None:
        pages = [page(it, extra="<h1>More of Lindvik</h1>") for it in range(3)]
        _, said = new(tmp_path, pages)
        assert said["body"]["css"] == "div.story"
        assert "headline" not in said

    def test_where_the_sites_name_is_a_heading_too_the_class_tells_the_headline(self, tmp_path: Path) -> None:
        pages = [
            page(number)
            .replace("<nav>", "<h1>Lindvik Courier</h1><nav>")
            .replace("<h1>Harbour", "<h1 class=big>Harbour")
            for number in range(2)
        ]
        _, said = new(tmp_path, pages)
        assert said["headline"]["css"] == "h1.big"

    def test_what_is_on_pages_of_others_is_no_signature(self, tmp_path: Path) -> None:
        other = tmp_path / "other.html"
        other.write_text(page(9).replace("Lindvik Courier", "Quay Post"), encoding="utf-8")
        _, said = new(tmp_path, [page(1), page(2)], "--others", other)
        assert said["match"]["signatures"] == [{"site_name": "Lindvik Courier"}, {"line": MENU_OF_PAGE}]

    def test_with_pages_of_others_a_line_need_not_name_the_site(self, tmp_path: Path) -> None:
        others = tmp_path / "others"
        others.mkdir()
        for number in range(ENOUGH_OTHERS):
            (others / f"{number}.txt").write_text(f"Quay Post {number}\n", encoding="utf-8")
        pages = [page(it, extra="<p>All the news that floats</p>") for it in (1, 2)]
        text, said = new(tmp_path, pages)
        assert {"line": "All the news that floats"} not in said["match"]["signatures"]
        assert '#   - line: "All the news that floats"' in text
        (tmp_path / "again").mkdir()
        _, said = new(tmp_path / "again", pages, "--others", others)
        assert {"line": "All the news that floats"} in said["match"]["signatures"]

    def test_of_one_page_no_line_is_known_to_be_on_the_others(self, tmp_path: Path) -> None:
        text, said = new(tmp_path, [page(1).replace("<p>Write to the Courier of Lindvik</p>", "")])
        assert said["match"]["signatures"] == [{"site_name": "Lindvik Courier"}]
        assert f'#   - line: "{MENU_OF_PAGE}"' in text
        assert "on the page that was looked at" in said["body"]["why"]


class TestFromTexts:
    def test_the_body_is_between_the_lines_around_it(self, tmp_path: Path) -> None:
        pages = [f"{own_page(it)}\n\nWrite to the Courier of Lindvik\n\nImprint {it}" for it in range(3)]
        _, said = new(tmp_path, pages)
        assert said["body"]["after"] == {"line": MENU[1]}
        assert said["body"]["until"] == {"line": "Write to the Courier of Lindvik"}
        (case,) = said["cases"]
        assert case["drop"] == [MENU[1], "Write to the Courier of Lindvik"]
        assert len(case["keep"]) == 4

    def test_of_one_text_nothing_is_known_but_a_case(self, tmp_path: Path) -> None:
        _, said = new(tmp_path, [own_page(1)])
        assert "body" not in said
        assert "drop" not in said["cases"][0]

    def test_texts_and_pages_together_have_their_lines_in_common(self, tmp_path: Path) -> None:
        _, said = new(tmp_path, [page(1), own_page(2)])
        assert "css" not in said.get("body", {})


class TestAnyPages:
    @pytest.mark.parametrize(
        "pages",
        [
            pytest.param(["<p>"], id="an empty page"),
            pytest.param([" "], id="a blank text"),
            pytest.param(["<p>Short."], id="a short page"),
            pytest.param(["a: 'b' #c\n- x\n\t{y}\u2028z"] * 2, id="what YAML reads otherwise"),
            pytest.param([page(1)] * 3, id="the same page three times"),
            pytest.param([page(it, 'a"b') for it in (1, 2)], id="a class that is no name"),
            pytest.param(
                [page(it).replace("council", "<b>&lt;/div&gt;</b>") for it in (1, 2)], id="text like tags"
            ),
            pytest.param([f"<article>{page(it)}</article>" for it in (1, 2)], id="a box around everything"),
            pytest.param([f"{it}\n" + "The quay stays.\n" * 40 for it in (1, 2)], id="one line many times"),
        ],
    )
    def test_the_file_is_sound(self, tmp_path: Path, pages: list[str]) -> None:
        new(tmp_path, pages)

    def test_no_more_pages_are_read_than_help(self, tmp_path: Path) -> None:
        for number in range(MOST_PAGES + 5):
            (tmp_path / f"{number}.html").write_text(page(number), encoding="utf-8")
        status, output = run("new", SITE, "--from", tmp_path, "--dir", tmp_path / "rules")
        assert status == 0
        assert f"35 files; the first {MOST_PAGES} are read" in output
        written = (tmp_path / "rules" / "sites" / f"{SITE}.yaml").read_text(encoding="utf-8")
        assert f"on all {MOST_PAGES} pages" in written

    def test_what_a_browser_saves_beside_pages_is_no_page(self, tmp_path: Path) -> None:
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "photo.png").write_bytes(b"\x89PNG\0")
        (tmp_path / "pages" / "1_files").mkdir()
        status, output = run("new", SITE, "--from", tmp_path / "pages", "--dir", tmp_path / "rules")
        assert status == 2
        assert "has no pages" in output
        (tmp_path / "pages" / "1.html").write_text(page(1), encoding="utf-8")
        assert run("new", SITE, "--from", tmp_path / "pages", "--dir", tmp_path / "rules")[0] == 0

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text("{", encoding="utf-8")
        status, output = run("new", SITE, "--from", tmp_path / "a.jsonl", "--dir", tmp_path / "rules")
        assert status == 2
        assert "a.jsonl" in output
        assert not (tmp_path / "rules").exists()
