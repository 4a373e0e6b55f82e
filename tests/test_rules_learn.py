"""`cleaner rules learn`: rule files proposed from the pages of a site, and what must never be proposed."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from cleaner import Cleaner, Engine, Options
from cleaner.cli.rules import rules as rules_command
from cleaner.learn.attempt import attempt
from cleaner.learn.groups import Groups
from cleaner.learn.limits import PAGES_OF_SITE
from cleaner.learn.proposal import Proposal
from cleaner.learn.rule_file import Draft, Match, written
from cleaner.learn.signatures import names_site
from cleaner.learn.site import judged_page, learn_site
from cleaner.learn.spool import Spool
from cleaner.rules.compile_rules import load_rules
from tests.learnt_sites import FOOTER, MENU, article, html_page, learn, records, text_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cleaner.learn.page import SitePage

SITE = "courier.example.org"
DAY = date(2026, 3, 1)
CLOSING = "Back to the front page of the Courier"


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(options=Options(engine=Engine.FAST, site_rules=False))


def judged(pages: Sequence[str], cleaner: Cleaner) -> list[SitePage]:
    return [
        judged_page(
            {
                "source": f"page-{number}",
                "url": f"https://{SITE}/{number}",
                "html" if page.startswith("<") else "text": page,
            },
            cleaner,
        )
        for number, page in enumerate(pages)
    ]


def draft(pages: Sequence[str], cleaner: Cleaner) -> Draft:
    return learn_site(SITE, judged(pages, cleaner), Match(domains=(SITE,)), cleaner, DAY).draft


def rules(pages: Sequence[str], cleaner: Cleaner) -> dict[str, dict[str, Any]]:
    return {it.id: it.rule for it in draft(pages, cleaner).proposals}


def lines(pages: Sequence[str], cleaner: Cleaner) -> set[str]:
    """All lines that are proposed to go."""
    found = (it.get("line", []) for it in rules(pages, cleaner).values())
    return {line for some in found for line in ([some] if isinstance(some, str) else some)}


def lost(folder: Path, pages: Sequence[str], cleaner: Cleaner) -> list[str]:
    """What the proposals take, on the pages that they come from, of what the generic part keeps."""
    proposed = draft(pages, cleaner)
    if not proposed.proposals:
        return []
    (folder / "a.yaml").write_text(written(proposed), encoding="utf-8")
    book = load_rules([folder], built_in=False)
    found = []
    for page in judged(pages, cleaner):
        given = page.judged.given
        decided = cleaner.compare(given.text, html=given.page, url=page.document.url, book=book).decided
        assert decided is not None
        after = zip(page.texts, page.kept, decided.decisions, strict=True)
        found += [text for text, kept, decision in after if kept and not decision.keep]
    return found


def diary(number: int) -> str:
    """A page of a diary under a menu of links, with a footer: the text of `html_page` in a box."""
    return html_page(number, below="<div class=more><p>Two teasers of other stories of the week</p></div>")


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


class TestBounds:
    def test_a_standfirst_outside_the_box_makes_a_wider_one(self, cleaner: Cleaner) -> None:
        pages = [
            diary(number).replace(
                "<div class=story>", f"<div class=page><p>{article(-number - 1, 1)[0]}</p><div class=story>"
            )
            for number in range(7)
        ]
        assert rules(pages, cleaner)["body"]["css"] == "div.page"

    def test_names_that_a_build_or_a_page_made_are_not_proposed(self, cleaner: Cleaner) -> None:
        assert "body" not in rules([html_page(number, box=f"css-1x{number}") for number in range(7)], cleaner)
        assert "body" not in rules([html_page(number, box="css-story7") for number in range(7)], cleaner)

    def test_where_every_page_has_another_layout_there_is_no_bound(self, cleaner: Cleaner) -> None:
        boxes = ("story", "text", "entry", "copy", "main-text", "article-text", "post")
        pages = [html_page(number, box=box) for number, box in enumerate(boxes)]
        assert "body" not in rules(pages, cleaner)

    def test_a_line_amid_the_bodies_is_no_end(self, cleaner: Cleaner) -> None:
        pages = []
        for number in range(7):
            first, *rest = article(number)
            pages.append("\n\n".join([*MENU, f"Diary {number}", first, "Continue reading below", *rest]))
        body = rules(pages, cleaner).get("body", {})
        assert "Continue reading below" not in str(body)

    def test_texts_and_pages_of_one_site_have_one_body(self, cleaner: Cleaner) -> None:
        pages = [text_page(n) if n % 2 else diary(n) for n in range(14)]
        places = rules(pages, cleaner)["body"]["first_of"]
        assert places[0] == {"css": "div.story", "least": "98%"}
        assert places[-1]["until"] == {"line": FOOTER[1]}


class TestRepeatedBlocks:
    def test_what_closes_every_page_is_proposed(self, cleaner: Cleaner) -> None:
        assert CLOSING in lines(list(map(text_page, range(7))), cleaner)

    def test_the_same_article_under_two_addresses_teaches_nothing(
        self, tmp_path: Path, cleaner: Cleaner
    ) -> None:
        pages = [text_page(number) for number in (1, 2, 3, 3, 3, 1)]
        proposed = lines(pages, cleaner)
        assert not proposed & {it for number in (1, 2, 3) for it in article(number)}
        assert set(lost(tmp_path, pages, cleaner)) <= {*MENU, *FOOTER}

    def test_no_closing_line_where_sentences_repeat_amid_the_texts(self, cleaner: Cleaner) -> None:
        refrain = article("the mayor's speech", 1)[0]
        pages = []
        for number in range(7):
            first, second, *rest = article(number)
            pages.append(
                "\n\n".join([*MENU, f"Diary {number}", first, refrain, second, refrain, *rest, *FOOTER])
            )
        assert CLOSING not in lines(pages, cleaner)

    def test_one_page_of_a_site_teaches_nothing(self, cleaner: Cleaner) -> None:
        assert not rules([text_page(1)], cleaner)
        assert not rules([text_page(1)] * 5, cleaner)

    def test_what_stands_on_two_of_many_pages_is_left_alone(self, cleaner: Cleaner) -> None:
        pages = [
            text_page(n, below=["Ferry tickets are sold at the old pier", *FOOTER] if n < 2 else FOOTER)
            for n in range(9)
        ]
        assert "Ferry tickets are sold at the old pier" not in lines(pages, cleaner)


HYMN = (
    ("The morning climbs the eastern wall,", "and lays its gold on stone and sea,"),
    ("The nets are mended, white and small,", "and every boat is longing free,"),
    ("The gulls have counted mast and rope,", "and cry their number to the bay,"),
    ("The lamp burns low, the keeper's hope", "is written in the ending day,"),
)
REFRAIN = ("O hold us, harbour of the night,", "until the tide brings home the light.")
PRAYER = "People: Lord of the deep waters, hear the prayer of those who are at sea."
DISMISSAL = "Priest: Go in peace to love and to serve all who have nowhere else to go."
HEADINGS = (
    "What the council decided this week",
    "What it means for the people of the harbour",
    "What comes next",
)


def poem(number: int) -> str:
    """A poem of four verses, each with the refrain, under a title of its own."""
    verses = [
        (*(line.replace("and", f"and {word}", 1) for line in verse), *REFRAIN)
        for verse, word in zip(HYMN, article(number, 1)[0].split(), strict=False)
    ]
    return "\n\n".join([f"Harbour song {number}", *("\n".join(verse) for verse in verses)])


def liturgy(number: int) -> str:
    """A service: readings of its own, the same prayer after each, and the same dismissal at its end."""
    readings = [it for reading in article(number, 5) for it in (f"Reader: {reading}", PRAYER)]
    return "\n\n".join([f"Service for the {number}. Sunday after the storm", *readings, DISMISSAL])


def part_of_series(number: int) -> str:
    """A part of a series, with the same section headings as all others."""
    texts = article(number, 6)
    sections = [
        it for place, heading in enumerate(HEADINGS) for it in (heading, *texts[2 * place : 2 * place + 2])
    ]
    return "\n\n".join([*MENU, f"The week at the harbour, part {number}", *sections, *FOOTER])


def series_page(number: int) -> str:
    """The same as a page."""
    texts = article(number, 6)
    body = "".join(
        f"<h2>{heading}</h2><p>{texts[2 * place]}</p><p>{texts[2 * place + 1]}</p>"
        for place, heading in enumerate(HEADINGS)
    )
    return html_page(number).replace("</h1>", f"</h1>{body}")


class TestNothingIsLost:
    """Texts in which repetition is part of the text."""

    def test_of_poems_with_a_refrain(self, tmp_path: Path, cleaner: Cleaner) -> None:
        assert lost(tmp_path, list(map(poem, range(8))), cleaner) == []

    def test_of_liturgies(self, tmp_path: Path, cleaner: Cleaner) -> None:
        assert lost(tmp_path, list(map(liturgy, range(8))), cleaner) == []

    @pytest.mark.parametrize("page", [part_of_series, series_page])
    def test_of_series_with_recurring_headings(self, tmp_path: Path, cleaner: Cleaner, page: Any) -> None:  # noqa: ANN401 - a function
        assert set(lost(tmp_path, list(map(page, range(8))), cleaner)) <= {*MENU, *FOOTER}

    def test_of_articles_that_quote_one_another(self, tmp_path: Path, cleaner: Cleaner) -> None:
        quoted = article("the mayor's speech", 1)[0]
        pages = []
        for number in range(8):
            first, *rest = article(number)
            pages.append("\n\n".join([*MENU, f"Diary {number}", first, quoted, *rest, *FOOTER]))
        assert set(lost(tmp_path, pages, cleaner)) <= {*MENU, *FOOTER}


class TestTrial:
    def test_what_is_an_alarm_on_pages_left_out_is_not_proposed(self, cleaner: Cleaner) -> None:
        wrong = Proposal("line-1", {"id": "line-1", "label": "widget", "why": "x", "css": ".story"}, 3, 3)
        right = Proposal("line-2", {"id": "line-2", "label": "widget", "why": "x", "line": FOOTER[1]}, 3, 3)
        before = Draft(SITE, Match(domains=(SITE,)), 3, [wrong, right])
        after, refused = attempt(before, judged([diary(1), diary(2)], cleaner), cleaner, DAY)
        assert [it.id for it in after.proposals] == ["line-2"]
        assert [it.rule for it in refused] == ["line-1"]
        assert "of what the generic part keeps" in refused[0].why
        assert after.checked["line-2"] == {"date": DAY, "pages": 2, "share": 1.0}

    def test_a_bound_that_does_not_hold_on_pages_left_out_is_not_proposed(self, cleaner: Cleaner) -> None:
        pages = [diary(number) for number in range(8)]
        pages[5] = pages[5].replace(
            "</div><div class=more>",
            "".join(f"</div><p>{it}</p>" for it in article(99)) + "<div class=more>",
            1,
        )
        learnt = learn_site(SITE, judged(pages, cleaner), Match(domains=(SITE,)), cleaner, DAY)
        assert "body" not in [it.id for it in learnt.draft.proposals]
        assert [it.rule for it in learnt.refused] == ["body"]

    def test_a_proposal_whose_case_fails_beside_the_others_is_not_written(self, cleaner: Cleaner) -> None:
        case = {"name": "x", "text": f"{FOOTER[1]}\n{CLOSING}\n", "keep": [FOOTER[1], CLOSING]}
        wrong = Proposal(
            "line-1", {"id": "line-1", "label": "widget", "why": "x", "line": CLOSING}, 3, 3, cases=(case,)
        )
        before = Draft(SITE, Match(domains=(SITE,)), 3, [wrong])
        after, refused = attempt(before, judged([text_page(1)], cleaner), cleaner, DAY)
        assert not after.proposals
        assert 'the case "x" fails' in refused[0].why


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

    def test_a_text_joins_the_group_whose_leader_is_most_like_it(self) -> None:
        groups = Groups()
        assert [groups.group(it) for it in ([1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 9, 10], [5, 6, 7, 1])] == [
            0,
            1,
            0,
            1,
        ]

    def test_one_shared_line_is_not_enough(self) -> None:
        groups = Groups()
        assert [groups.group(it) for it in ([1, 2], [1, 3], [1])] == [0, 1, None]

    def test_groups_beyond_the_limit_push_out_those_that_did_not_grow(self) -> None:
        groups = Groups(most=2)
        assert [groups.group(it) for it in ([1, 2], [3, 4], [1, 2], [5, 6], [1, 2], [3, 4])] == [
            0,
            1,
            0,
            2,
            0,
            3,
        ]


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

    def test_files_are_the_same_for_any_order_of_the_input_and_any_number_of_workers(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "pages" / "courier.example.org"
        folder.mkdir(parents=True)
        for number in range(6):
            (folder / f"{number}.txt").write_text(text_page(number), encoding="utf-8")
        first = learn(folder.parent, "--out", tmp_path / "a")
        (folder / "5.txt").rename(folder / "05.txt")
        (folder / "05.txt").rename(folder / "5.txt")
        second = learn(folder.parent, "--out", tmp_path / "b", "--jobs", "2")
        assert first.exit_code == second.exit_code == 0, (first.output, second.output)
        texts = [
            (tmp_path / it / "sites" / "courier.example.org.yaml").read_text(encoding="utf-8") for it in "ab"
        ]
        assert texts[0] == texts[1]

    def test_out_must_be_given(self, tmp_path: Path) -> None:
        assert learn(records(tmp_path, [text_page(1)])).exit_code == 2


class TestSpool:
    def test_of_a_site_a_sample_is_kept_that_is_the_same_in_any_order(self) -> None:
        names = [f"page-{number}" for number in range(3 * PAGES_OF_SITE)]
        samples = []
        for order in (names, names[::-1]):
            with Spool() as spool:
                for name in order:
                    spool.add("a", name, name.encode())
                samples.append(spool.pages("a"))
        assert samples[0] == samples[1]
        assert len(samples[0]) == PAGES_OF_SITE

    def test_a_site_with_one_page_is_passed_over(self) -> None:
        with Spool() as spool:
            spool.add("a", "1", b"")
            spool.add("b", "2", b"")
            spool.add("b", "3", b"")
            assert list(spool.sites()) == ["b"]
