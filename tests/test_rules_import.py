"""`cleaner rules import`: site files of Full-Text RSS become rule files, and no directive is lost unnamed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from click.testing import CliRunner

from cleaner import Cleaner
from cleaner.cli.main import main
from cleaner.rules.cases import line_document
from cleaner.rules.compile_rules import load_rules
from cleaner.rules.ftr.collection import import_files
from cleaner.rules.ftr.directives import Fate
from cleaner.rules.lint.folder import check_folders
from tests.rule_writing import dropped_from

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.rules import SiteRules


def imported(folder: Path, *arguments: str, **files: str) -> tuple[int, list[str]]:
    """Exit status and output lines of the import of `files`, by host (`_` is a dot), to folder/rules."""
    source = folder / "ftr"
    source.mkdir(exist_ok=True)
    for host, text in files.items():
        (source / f"{host.replace('_', '.')}.txt").write_text(text, encoding="utf-8")
    command = ["rules", "import", str(source), "--out", str(folder / "rules"), *arguments]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.output.splitlines()


def rules_for(folder: Path, url: str) -> SiteRules | None:
    return load_rules([folder / "rules"], built_in=False).site_for(line_document("", url))


class TestWhatIsCarriedOver:
    def test_bodies_are_alternatives_in_order_and_what_is_stripped_goes(self, tmp_path: Path) -> None:
        status, _ = imported(
            tmp_path,
            quay_example="body: //div[@class='text']\nbody: //main\nstrip: //main//nav\n"
            "strip_id_or_class: promo\ntitle: //h1\n",
        )
        assert status == 0
        rules = rules_for(tmp_path, "https://quay.example/a")
        assert rules is not None
        assert [it.name for it in rules.body] == ["quay.example/body.1", "quay.example/body.2"]
        page = (
            "<header><p>Menu</p></header><main><h1>The quay</h1><nav><p>Next</p></nav>"
            "<p>It stays open.</p><p class='big-promo'>Buy a boat.</p></main>"
        )
        assert dropped_from(rules, page) == ["Menu", "Next", "Buy a boat."]

    def test_inside_the_body_the_generic_part_judges(self, tmp_path: Path) -> None:
        imported(tmp_path, quay_example="body: //article\n")
        paragraphs = "".join(
            f"<p>The harbour master of Lindvik told the council on Monday, for the {number}th time, that the "
            "northern quay would not outlast another winter of storms like the last one.</p>"
            for number in range(4, 12)
        )
        page = (
            f"<nav><a href=/a>Boats</a></nav><article><h1>The quay stays open</h1>{paragraphs}"
            "<div class='share'><p>Share this article on Facebook</p></div></article>"
            "<div><p>The council of another town has closed its harbour, which nobody there had used.</p></div>"
        )
        result = Cleaner(rules=tmp_path / "rules").clean(html=page, url="https://quay.example/a")
        assert "northern quay" in result.text
        assert "another town" not in result.text
        assert "Share this" not in result.text

    def test_a_file_is_for_its_host_and_one_that_begins_with_a_dot_for_subdomains(
        self, tmp_path: Path
    ) -> None:
        imported(tmp_path, quay_example="strip: //nav", _boats_example="strip: //nav[1]")
        for url, has_rules in [
            ("https://quay.example/", True),
            ("https://www.quay.example/", True),
            ("https://shop.quay.example/", False),
            ("https://shop.boats.example/", True),
        ]:
            assert (rules_for(tmp_path, url) is not None) == has_rules, url

    def test_hosts_whose_files_say_the_same_share_one(self, tmp_path: Path) -> None:
        body = "body: //article\n"
        imported(
            tmp_path,
            a_example=f"# by Ada\n{body}test_url: https://a.example/1\n",
            b_example=body,
            c_example=f"{body}strip: //nav\n",
        )
        names = [it.name for it in sorted((tmp_path / "rules" / "sites").iterdir())]
        assert names == ["a.example.yaml", "c.example.yaml"]
        shared = (tmp_path / "rules" / "sites" / "a.example.yaml").read_text(encoding="utf-8")
        assert "# Tests in a.example.txt:\n#   test_url: https://a.example/1\n" in shared
        found = rules_for(tmp_path, "https://b.example/")
        assert found is not None
        assert found.name == "a.example"

    @pytest.mark.parametrize(
        ("selector", "label"),
        [
            ("strip: //div[@class='reader-comments']", "comment"),
            ("strip: //ul/nav", "navigation"),
            ("strip_id_or_class: related-posts", "related link"),
            ("strip: //div[@class='x1']", "widget"),
        ],
    )
    def test_what_goes_is_labelled_by_what_its_author_called_it(
        self, tmp_path: Path, selector: str, label: str
    ) -> None:
        imported(tmp_path, quay_example=selector)
        rules = rules_for(tmp_path, "https://quay.example/")
        assert rules is not None
        assert [it.label for it in rules.rules] == [label]


class TestWhatIsNot:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            pytest.param("author: //b", "read from the head", id="authors"),
            pytest.param("srtip: //div", 'unknown directive "srtip"; did you mean "strip"?', id="misspelt"),
            pytest.param("Body: //div", 'did you mean "body"?', id="in capitals"),
            pytest.param("body: //div[", "is broken", id="a broken XPath"),
            pytest.param("body: //body", "selects the whole page", id="the whole page"),
            pytest.param("body: div.text", "begin it with //", id="CSS"),
            pytest.param("title: //meta/@content", "attributes", id="a title that is an attribute"),
            pytest.param("strip: //img/@src | //div", "attributes", id="an attribute and an element"),
            pytest.param("strip:", "no value", id="an empty value"),
            pytest.param("prune: no", "inside: kept", id="a switch that is off"),
            pytest.param("replace_string(<a: b>): <p>", "rewrite", id="a replacement with a colon"),
            pytest.param("next_page_link: //a", "not fetched", id="further pages"),
            pytest.param("nothing at all", "no directive", id="a line without a colon"),
        ],
    )
    def test_a_directive_that_is_lost_is_named_with_its_line_and_the_reason(
        self, tmp_path: Path, line: str, reason: str
    ) -> None:
        _, output = imported(tmp_path, quay_example=f"\n# a\nbody: //article\n{line}\n")
        (told,) = [it for it in output if it.startswith("quay.example.txt:4: ")]
        assert reason in told
        assert output[-2].endswith("2 directives: 1 carried over, 0 kept as comments, 0 not needed, 1 lost")

    @pytest.mark.parametrize(
        "line",
        [
            "tidy: no",
            "prune: yes",
            "strip: //img/@srcset",
            "strip: //h1",
            "strip: //head/title",
            "body: //article",
        ],
    )
    def test_what_changes_nothing_is_not_lost(self, tmp_path: Path, line: str) -> None:
        _, output = imported(tmp_path, quay_example=f"body: //article\n{line}\n")
        assert output[-2].endswith("1 carried over, 0 kept as comments, 1 not needed, 0 lost")

    @pytest.mark.parametrize(
        "line",
        [
            "strip: //nav | //h1",
            "strip: //div[@class='more']//h1",
            "title: //title | //h1",
            "strip: //h1[. = 'a'] | //h2[1]",
        ],
    )
    def test_what_selects_more_than_a_headline_or_a_head_is_carried_over(
        self, tmp_path: Path, line: str
    ) -> None:
        _, output = imported(tmp_path, quay_example=line)
        assert output[-2].endswith("1 carried over, 0 kept as comments, 0 not needed, 0 lost")

    def test_of_two_files_for_the_same_pages_the_second_is_lost(self, tmp_path: Path) -> None:
        files = {"quay_example": "strip: //nav", "www_quay_example": "strip: //b"}
        _, output = imported(tmp_path, **files)
        assert (
            "www.quay.example.txt:1: strip: //b: its file is for the same pages as quay.example.txt"
            in output[0]
        )

    def test_a_file_that_is_named_after_no_host_is_lost(self, tmp_path: Path) -> None:
        status, output = imported(tmp_path, **{"global": "strip: //nav"})
        assert status == 0
        assert "global.txt:1: strip: //nav: it stands in no file that is named after a host" in output

    def test_a_file_that_cannot_be_read_is_named_and_the_others_are_imported(self, tmp_path: Path) -> None:
        (tmp_path / "ftr").mkdir()
        (tmp_path / "ftr" / "gone.example.txt").symlink_to(tmp_path / "nowhere")
        status, output = imported(tmp_path, quay_example="body: //p", huge_example="#" * 300_000)
        assert status == 1
        assert "gone.example.txt: cannot be read: No such file or directory" in output
        assert "huge.example.txt: over 200,000 bytes, so it is no site file; split it" in output
        assert rules_for(tmp_path, "https://quay.example/") is not None

    def test_no_file_is_replaced(self, tmp_path: Path) -> None:
        imported(tmp_path, quay_example="body: //p")
        written = (tmp_path / "rules" / "sites" / "quay.example.yaml").read_text(encoding="utf-8")
        status, output = imported(tmp_path, quay_example="body: //b", another_example="body: //i")
        assert status == 2
        assert "quay.example.yaml is there already" in output[-1]
        assert (tmp_path / "rules" / "sites" / "quay.example.yaml").read_text(encoding="utf-8") == written
        assert not (tmp_path / "rules" / "sites" / "another.example.yaml").exists()

    def test_a_folder_without_site_files_is_no_input(self, tmp_path: Path) -> None:
        assert imported(tmp_path)[0] == 2


class Line(NamedTuple):
    """A line of a made-up site file, and what must become of it; None for a comment."""

    text: str
    fate: Fate | None


WORDS: Final = (
    "story",
    "text",
    "promo",
    "teaser",
    "beitrag",
    "corps",
    "статья",
    "文章",
    "o'clock",
    'a"b',
    "x\\y",
    "é\ufffe",
)
TAGS: Final = ("div", "article", "section", "p", "ul", "span", "*")


def made_xpath(chance: random.Random) -> str:
    word = chance.choice(["story", "text", "promo", "статья", "文章"])
    tag, other = chance.choice(TAGS), chance.choice(TAGS[:-1])
    return chance.choice(
        [
            f"//{tag}[@class='{word}']",
            f'//{tag}[contains(@class, "{word}")]//{other}',
            f"//{tag}[@id = '{word}']/{other}[position() > 1]",
            f"(//{tag}[@class='{word}'])[1]",
            f"id('{word}')/{other}",
            f"//{tag}[@class='{word}'] | //{other}[starts-with(@id, '{word}')]",
            f"//{tag}[@class='{word}']/following-sibling::{other}",
            f"//{other}[normalize-space(text())='{word}: a']",
        ]
    )


def made_line(chance: random.Random) -> Line:
    """A line as the documentation of the format has it, or as people get it wrong."""
    path, word, number = made_xpath(chance), chance.choice(WORDS), chance.randrange(10**6)
    unique = f"{path}[. != '{number}']" if not path.startswith("id") and "|" not in path else path
    kinds = [
        Line(f"body: {unique}", Fate.CARRIED),
        Line(f"strip:{unique}", Fate.CARRIED),
        Line(f"title : {unique}", Fate.CARRIED),
        Line(f"strip_id_or_class: {word}{number}", Fate.CARRIED),
        Line(f"strip: //img/@data-{number}", Fate.NEEDLESS),
        Line(f"{chance.choice(['body', 'strip'])}: //div[@class='{word}", Fate.LOST),
        Line(
            f"body: {chance.choice(['div.text', '', '//body', 'string(//h1)', '//x:y', '//p[foo()]'])}",
            Fate.LOST,
        ),
        Line(f"{chance.choice(['author', 'date', 'next_page_link', 'native_ad_clue'])}: {path}", Fate.LOST),
        Line(f"{chance.choice(['autodetect_on_failure', 'prune'])}: no", Fate.LOST),
        Line(f"{chance.choice(['tidy', 'parser', 'skip_json_ld', 'strip_attr'])}: yes", Fate.NEEDLESS),
        Line(f"find_string: <{word}>", Fate.LOST),
        Line("replace_string: ", Fate.LOST),
        Line(f"replace_string(<{word}: {number}>): <p>", Fate.LOST),
        Line(f"http_header({chance.choice(['Cookie', 'user-agent'])}): {word}", Fate.LOST),
        Line(
            f"{chance.choice(['bdy', 'Strip', 'strip_id_and_class', 'span', 'test-url'])}: {path}", Fate.LOST
        ),
        Line(f"{word} without a colon", Fate.LOST),
        Line(f"test_url: https://example.org/{word}/{number}", Fate.COMMENT),
        Line(f"test_contains: {word}\u0085\x07\u2028{number}", Fate.COMMENT),
        Line(f"# {word}: a comment", None),
        Line(chance.choice(["", "  ", "\t"]), None),
    ]
    return chance.choice(kinds)


def made_files(folder: Path, count: int) -> dict[tuple[str, int], Fate]:
    """Write site files, and give the fate of every directive by file and line."""
    chance = random.Random(18)
    expected: dict[tuple[str, int], Fate] = {}
    for number in range(count):
        stem = chance.choice(["", "", ".", "www.", "blog."]) + f"site-{number}.example"
        lines = [
            Line("body: //article", Fate.CARRIED),
            *(made_line(chance) for _ in range(chance.randrange(25))),
        ]
        if number % 10 == 0:
            lines = [Line(f"body: //article[@id='{number // 50}']", Fate.CARRIED)]
        end = chance.choice(["\n", "\r\n"])
        text = chance.choice(["", "\ufeff"]) + end.join(it.text for it in lines) + chance.choice(["", end])
        (folder / f"{stem}.txt").write_bytes(text.encode())
        seen: set[str] = set()
        for place, it in enumerate(lines, start=1):
            fate = it.fate
            if fate is Fate.CARRIED and (said := it.text.replace(" :", ":").replace(": ", ":")) in seen:
                fate = Fate.NEEDLESS
            elif fate is Fate.CARRIED:
                seen.add(said)
            if fate is not None:
                expected[f"{stem}.txt", place] = fate
    return expected


class TestMadeUpFiles:
    @pytest.mark.parametrize("count", [pytest.param(60), pytest.param(2000, marks=pytest.mark.slow)])
    def test_none_stops_the_import_and_every_directive_is_accounted_for(
        self, tmp_path: Path, count: int
    ) -> None:
        source = tmp_path / "ftr"
        source.mkdir()
        expected = made_files(source, count)
        collection = import_files(list(source.iterdir()))
        assert collection.unreadable == []
        assert {(it.file, it.directive.line): it.fate for it in collection.accounts} == expected
        assert len(collection.accounts) == len(expected)

        status, output = imported(tmp_path)
        assert status == 0
        lost = {place for place, fate in expected.items() if fate is Fate.LOST}
        assert {(name, int(line)) for name, line, *_ in (it.split(":") for it in output[: len(lost)])} == lost
        assert len(list((tmp_path / "rules" / "sites").iterdir())) == len(collection.written) < count
        checked = check_folders([tmp_path / "rules"])
        assert checked.files == len(collection.written)
        assert [str(it) for it in checked.faults] == []
