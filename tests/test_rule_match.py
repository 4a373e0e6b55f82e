"""Which rule file a document gets, by its URL or by its text, and what the file brings along."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.signatures import by_turns, text_of, write_sites
from cleaner import Cleaner
from cleaner.rules.cases import line_document
from cleaner.rules.compile_rules import load_rules
from cleaner.rules.conditions import BlockView, fold, fold_all
from cleaner.rules.signatures import Gates
from cleaner.segment.html import segment_html
from tests.rule_writing import dropped, write

if TYPE_CHECKING:
    from cleaner.rules import RuleBook


class TestWhichFileADocumentGets:
    def book(self, tmp_path: Path) -> RuleBook:
        folder = write(
            tmp_path,
            sites__all="site: all\nmatch: {domains: [example.org], signatures: [{line: Motto of all}]}",
            sites__english="site: english\nmatch: {domains: [example.org], paths: ['/en/*']}",
            sites__blog="""\
                site: blog
                match:
                  domains: [blog.example.org]
                  signatures: [{all: [{line: Our blog}, {pattern: '^By the crew'}]}]
                """,
            sites__idn=(
                "site: idn\nmatch: {domains: [пример.рф], paths: ['/a/*'], signatures: [{pattern: '^Pat'}]}"
            ),
            platforms__press="site: press\nmatch: {signatures: [{line: Powered by Press}]}",
        )
        return load_rules([folder], built_in=False)

    @pytest.mark.parametrize(
        ("url", "text", "name"),
        [
            pytest.param("https://example.org/a", "", "all", id="the domain"),
            pytest.param(
                "HTTP://WWW.Example.ORG.:8080", "", "all", id="a subdomain, upper case, dot and port"
            ),
            pytest.param("example.org/a", "", "all", id="no scheme"),
            pytest.param("https://example.org/en/a/b", "", "english", id="the longest path"),
            pytest.param("https://x.blog.example.org/en/a", "", "blog", id="the longest domain first"),
            pytest.param("https://xn--e1afmkfd.xn--p1ai/a/", "", "idn", id="a name in its ASCII form"),
            pytest.param("https://notexample.org/", "", None, id="a name that only ends alike"),
            pytest.param("https://example.org.evil.net/", "", None, id="a name that only begins alike"),
            pytest.param(
                "https://пример.рф/b", "Patience", None, id="a wrong path is no, whatever the text says"
            ),
            pytest.param(None, "a\nMOTTO of all", "all", id="a signature line"),
            pytest.param(None, "Motto of all, they said", None, id="a line that only begins like it"),
            pytest.param(None, "By the crew\nOur blog", "blog", id="all conditions, in any order"),
            pytest.param(None, "Our blog", None, id="not all conditions"),
            pytest.param(None, "Powered by Press", "press", id="a platform, where no site matches"),
            pytest.param(None, "Powered by Press\nMotto of all", "all", id="a site before a platform"),
            pytest.param(
                "https://mirror.net/", "Motto of all", "all", id="a signature, where the URL tells nothing"
            ),
            pytest.param("http://[bad", "Motto of all", "all", id="a broken URL"),
            pytest.param(None, "", None, id="nothing"),
        ],
    )
    def test_match(self, tmp_path: Path, url: str | None, text: str, name: str | None) -> None:
        found = self.book(tmp_path).site_for(line_document(text, url))
        assert (found.name if found else None) == name

    def test_the_users_file_replaces_the_built_in_one_and_can_extend_it(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            mine="""\
            site: alwaght.net
            extends: [alwaght.net]
            keep: [{why: we want them, line: "Tags :"}]
            """,
        )
        book = load_rules([folder])
        rules = book.site_for(line_document("a", "https://alwaght.net/x"))
        assert rules is not None
        assert rules.source.endswith("my-rules/mine.yaml")
        assert dropped(rules, "Alwaght- x", "Tags :", "Send") == ["Send"]
        assert sum(entry.name == "alwaght.net" for entry in book.sites) == 1

    def test_the_users_file_wins_by_domain_and_by_signature(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            mine="site: mine\nmatch: {signatures: [{line: Leave the first comment}], domains: [anewz.tv]}",
        )
        book = load_rules([folder])
        prompt = "You can download the AnewZ application from Play Store and the App Store."
        text = f"{prompt}\nLeave the first comment"
        for url in ("https://anewz.tv/a", None):
            found = book.site_for(line_document(text, url))
            assert found is not None
            assert found.name == "mine"

    def test_what_is_extended_comes_along_once(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            platforms__base="site: base\ndrop: [{label: form, why: x, line: Send}]",
            platforms__left="site: left\nextends: [base]\ndrop: [{label: form, why: x, line: Left}]",
            sites__mine="site: mine\nextends: [left, base]\nmatch: {domains: [mine.org]}",
        )
        (rules,) = (entry for entry in load_rules([folder], built_in=False).sites if entry.name == "mine")
        assert [rule.name for rule in rules.rules] == ["left/form-1", "base/form-1"]

    def test_a_book_survives_pickling(self) -> None:
        book = pickle.loads(pickle.dumps(load_rules()))  # noqa: S301 - our own bytes
        rules = book.site_for(line_document("Where your horizon expands every day."))
        assert dropped(rules, "Where your horizon expands every day.") == [
            "Where your horizon expands every day."
        ]

    def test_thousands_of_sites_cost_one_look_up_a_block(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            **{f"s{n}": f"site: s{n}\nmatch: {{signatures: [{{line: Motto {n}}}]}}" for n in range(300)},
        )
        book = load_rules([folder], built_in=False)
        assert book.signatures == ()
        found = book.site_for(line_document("a\nb\nMotto 299"))
        assert found is not None
        assert found.name == "s299"

    def test_a_signature_does_not_match(self, tmp_path: Path) -> None:
        folder = write(tmp_path, slow="site: slow\nmatch: {signatures: [{pattern: '^(a|aa)+$'}]}\n")
        assert load_rules([folder], built_in=False).site_for(line_document("a" * 60 + "b")) is None


MOTTOS = ["Motto of one", "Motto of two", "Every day, since 1840"]
PATTERNS = [
    "^By the crew of Lindvik$", "(?i)lindvik courier", r"^\d+ minutes$", "(?:Read|Print) this later", "courier|lindvik",
    r"Straße \d", "(?i)kiss", r"^(?!x)Printed in (?=T)T",
]  # fmt: skip
LINES = [
    *MOTTOS, "By the crew of Lindvik", "The LINDVIK Courier, daily", "the Lindvik", "5 minutes", "Print this later",
    "Straße 5", "\u212ai\u017fs", "Printed in Town", "xPrinted in Town", "Nothing at all", "motto  of “one”", "READ THIS LATER",
    "Mot\u00adto of two", "MOTTO\u00a0OF\u200b ONE",
]  # fmt: skip
CONDITION = st.one_of(
    st.sampled_from(MOTTOS).map(lambda line: {"line": line}),
    st.sampled_from(PATTERNS).map(lambda pattern: {"pattern": pattern}),
)
WORDS = st.sampled_from(("Message", "MESSAGE", "mes\u00adsage", "me\u0301ssage", "ﬁnally", "Straße", "STRASSE", "İstanbul",
    "\u212aelvin", "it’s", "x" * 70, "Русь", "1840", "a\u200db", "\u01f0anuary", "ŉovember", "\u2001", "of"))  # fmt: skip
SIGNATURE = CONDITION | st.lists(CONDITION, min_size=2, max_size=3).map(lambda them: {"all": them})


def holds(signature: dict[str, Any], lines: list[str]) -> bool:
    if "all" in signature:
        return all(holds(it, lines) for it in signature["all"])
    if "line" in signature:
        return fold(signature["line"]) in map(fold, lines)
    return any(regex.search(signature["pattern"], line) for line in lines)


class TestManySignatures:
    @given(st.lists(SIGNATURE, min_size=1, max_size=12), st.lists(st.sampled_from(LINES), max_size=5))
    def test_of_all_files_whose_signature_holds_the_first_is_found(
        self, signatures: list[dict[str, Any]], lines: list[str]
    ) -> None:
        with TemporaryDirectory() as folder:
            for number, signature in enumerate(signatures):
                file = {"site": f"s{number:02}", "match": {"signatures": [signature]}}
                (Path(folder) / f"{number}.yaml").write_text(json.dumps(file))
            found = load_rules([Path(folder)], built_in=False).site_for(line_document("\n".join(lines)))
        holding = [f"s{number:02}" for number, it in enumerate(signatures) if holds(it, lines)]
        assert (found.name if found else None) == (holding[0] if holding else None)

    def test_a_literal_is_found_wherever_it_stands_in_a_long_text(self, tmp_path: Path) -> None:
        pattern = "The Lindvik Courier, founded in 1840"
        folder = write(tmp_path, a=f"site: a\nmatch: {{signatures: [{{pattern: '{pattern}'}}]}}")
        book = load_rules([folder], built_in=False)
        for before in (*range(65_490, 65_545), 131_050, 200_000):
            assert book.site_for(line_document("x" * before + pattern + "y" * 70_000)), before

    def test_a_thousand_sites_cost_a_text_next_to_nothing(self, tmp_path: Path) -> None:
        with_many = Cleaner(rules=[write_sites(tmp_path / "many", 1000)])
        without, with_them = by_turns([Cleaner(), with_many], text_of("en"), 30)
        assert with_them / without < 1.5

    @given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
    def test_lines_are_folded_wherever_a_known_one_may_be(self, line: str) -> None:
        view = BlockView(line_document(f"The first line\n{line}\nThe last line"))
        assert Gates((), [fold(line)]).open(view).lines

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("The courier has a message", id="one word is missing"),
            pytest.param("Das Maß der Fähre über den Fluß", id="no word"),
            pytest.param("", id="no text"),
        ],
    )
    def test_lines_are_left_alone_where_no_known_one_can_be(self, text: str) -> None:
        gates = Gates((), [fold("A message from the Lindvik Courier:"), fold("Straße am Hafen")])
        assert not gates.open(BlockView(line_document(text))).lines

    def test_lines_are_always_folded_for_one_without_a_word_to_search_for(self) -> None:
        assert Gates((), ["Русь"]).open(BlockView(line_document("Nothing"))).lines

    @given(st.lists(st.text() | st.text("aＡ \t\n\0\u00a0\u00ad\u0301\u0338‘`´ŉİ\u1fefΣ")))
    def test_texts_are_folded_together_as_each_alone(self, texts: list[str]) -> None:
        assert fold_all(texts) == list(map(fold, texts))


class TestGenerators:
    @pytest.mark.parametrize(
        ("generators", "is_found"),
        [
            pytest.param(["Quay Press"], True, id="the name alone"),
            pytest.param(["QUAY  press 6.4.2"], True, id="with a version, and in other letters"),
            pytest.param(["Quay Press (https://quay.example)"], True, id="with an address"),
            pytest.param(
                ["Boat Builder 2.1; features: a, b", "Quay Press 6"], True, id="a plugin's before it"
            ),
            pytest.param(["Quay Presser"], False, id="a longer word"),
            pytest.param(["Quay"], False, id="a part of the name"),
            pytest.param(["Theme for Quay Press"], False, id="the name further on"),
            pytest.param([" "], False, id="nothing"),
            pytest.param([], False, id="none"),
        ],
    )
    def test_a_page_is_known_by_what_made_it(
        self, tmp_path: Path, generators: list[str], *, is_found: bool
    ) -> None:
        folder = write(
            tmp_path, quay="site: quay\nmatch: {signatures: [{generator: [Quay Press, Old Quay]}]}"
        )
        head = "".join(f'<meta name="Generator" content="{it}">' for it in generators)
        page = segment_html(f"<head>{head}</head><p>Quay Press 6.4.2</p>")
        assert (load_rules([folder], built_in=False).find(page) is not None) == is_found

    def test_a_text_has_none(self, tmp_path: Path) -> None:
        folder = write(tmp_path, quay="site: quay\nmatch: {signatures: [{generator: Quay Press}]}")
        assert load_rules([folder], built_in=False).find(line_document("Quay Press 6.4.2")) is None

    def test_a_site_wins_over_the_platform_that_made_its_pages(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            platforms__quay="site: quay\nmatch: {signatures: [{generator: Quay Press}]}",
            sites__z="site: z\nmatch: {signatures: [{line: Motto of z}]}",
        )
        page = segment_html("<meta name=generator content='Quay Press'><p>Motto of z</p>")
        found = load_rules([folder], built_in=False).find(page)
        assert found is not None
        assert found.rules.name == "z"
