"""Rules that say by CSS or XPath where on a page their blocks stand, beside rules that go by text."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cleaner.rules.cases import run_cases
from cleaner.rules.compile_rules import load_rules
from cleaner.rules.selector_faults import check_xpath
from cleaner.segment.html import segment_html
from cleaner.verdict import CERTAIN, Label, Verdict
from tests.rule_writing import HEAD, dropped, dropped_from, site, write

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.rules import SiteRules

DROP = "drop:\n  - {label: form, why: x, "
KEEP_B = "keep:\n  - {why: x, css: .b}\n"


class TestBlocksThatASelectorMeans:
    @pytest.mark.parametrize(
        ("rule", "page", "gone"),
        [
            pytest.param("css: .a", "<p class=a>x</p><p>y</p>", "x", id="the block itself"),
            pytest.param(
                "css: .a", "<div class=a><p>x</p>y<ul><li>z</ul></div><p>w", "x;y;z", id="all inside"
            ),
            pytest.param("css: [.a, '#b']", "<p class=a>x</p><p id=b>y</p><p>z", "x;y", id="any of several"),
            pytest.param("css: '.a, #b'", "<p class=a>x</p><p id=b>y</p><p>z", "x;y", id="a list in CSS"),
            pytest.param("css: .a", "<p><a class=a>x</a></p>", "x", id="an inline element that is all of it"),
            pytest.param(
                "css: .a", "<p>see <a class=a>x</a></p>", "", id="an inline element that is a part of it"
            ),
            pytest.param(
                "css: .a", "<p><a class=a>x</a> <a class=a>y</a></p>", "x y", id="several that are all of it"
            ),
            pytest.param("css: .a", "<p>→<a class=a>x</a></p>", "", id="all of it but a sign"),
            pytest.param("css: 'p:has(> b)'", "<p><b>x</b> y</p><p>z</p>", "x y", id="by what it holds"),
            pytest.param("css: p", "<div>x<p></p></div>", "", id="an element without text"),
            pytest.param("css: img", "<p>x<img></p><p>y", "", id="an element that never has text"),
            pytest.param("css: title", "<title>x</title><p>x</p>", "", id="the page's head"),
            pytest.param(
                "css: .a", "<p class=ab>x</p><p class=a-b>y</p>", "", id="a class that is only like it"
            ),
            pytest.param(
                "css: .a", "<table><tr class=a><td>x<td>y<tr><td>z<td>w</table>", "x | y", id="a row"
            ),
            pytest.param(
                "css: td.a", "<table><tr><td class=a>x<td>y</table>", "", id="a cell is a part of its row"
            ),
            pytest.param(
                "css: .a", "<p class=a>x<span hidden>label</span></p>", "x", id="a label that is not seen"
            ),
            pytest.param("css: .a", "<div class=a><p>x<p>y</div>", "x;y", id="paragraphs left open"),
            pytest.param("css: .a p", "<p class=a>x<div class=a><p>y</div>", "y", id="a path in the page"),
            pytest.param("xpath: '//p[b]'", "<p><b>x</b> y</p><p>z</p>", "x y", id="XPath: by what it holds"),
            pytest.param("xpath: '//p[contains(., \"é\")]'", "<p>é</p><p>e", "é", id="XPath: by its text"),
            pytest.param(
                "xpath: //h2/following-sibling::p", "<p>x<h2>y</h2><p>z", "z", id="XPath: what follows"
            ),
            pytest.param("xpath: //p/@class", "<p class=a>x</p><p>y", "x", id="XPath: what has an attribute"),
            pytest.param(
                "xpath: //div/text()", "<div>x<p>y</p>z</div>", "x;y;z", id="XPath: what has a text"
            ),
            pytest.param(
                "xpath: //p/comment()", "<p>x<!-- y --></p>", "", id="XPath: comments are not there"
            ),
            pytest.param("xpath: //o_p", "<o:p>x</o:p><p>y", "x", id="XPath: a name that XML does not allow"),
            pytest.param(
                "xpath: \"//p[@data-a='b']\"",
                '<p @click=x data-a="b\x0b">x</p><p>y',
                "x",
                id="XPath: odd names",
            ),
            pytest.param("xpath: /html/body/p", "<p>x<div><p>y</div>", "x", id="XPath: from the root"),
            pytest.param("css: .a, line: [x, z]", "<p class=a>x<p class=a>y<p>z", "x", id="and one of lines"),
            pytest.param("css: .a, pattern: '^x'", "<p class=a>xy<p class=a>y<p>x", "xy", id="and a pattern"),
            pytest.param("line: x", "<p class=a>x</p><p>y</p>", "x", id="no selector at all"),
            pytest.param("css: .a, within_first: 2", "<p>y<p class=a>x<p class=a>z", "x", id="in a window"),
            pytest.param(
                "from: {css: h2.a}, until: {css: footer}",
                "<h2>x</h2><p>y</p><h2 class=a>z</h2><p>w</p><footer>v</footer>",
                "z;w",
                id="the ends of a run",
            ),
            pytest.param(
                "from: {css: .a}, to: {line: z}", "<p class=a>x<p>y<p>z<p>w", "x;y;z", id="one end of a run"
            ),
            pytest.param(
                "from: {css: .a}, to: {css: .b}", "<p class=a>x<p>y", "", id="a run without its end"
            ),
            pytest.param(
                "from: {line: x}, to: end, while: {css: .a}",
                "<p>x<div class=a><p>y</div>",
                "",
                id="a run with a block elsewhere",
            ),
            pytest.param(
                "after: {line: x}, blocks: 3, while: {css: .a}",
                "<p>x<div class=a><p>y<p>z</div><p>w",
                "y;z",
                id="as far as it goes",
            ),
        ],
    )
    def test_blocks(self, tmp_path: Path, rule: str, page: str, gone: str) -> None:
        rules = site(tmp_path, f"{DROP}{rule}}}")
        assert dropped_from(rules, page) == [text for text in gone.split(";") if text]

    @pytest.mark.parametrize(
        "rule",
        ["css: p", "css: p, line: x", "xpath: //p", "from: {css: p}, to: end", "from: start, to: {css: p}",
         "from: {line: x}, to: end, while: {css: p}"],
    )  # fmt: skip
    def test_in_plain_text_rules_with_selectors_do_nothing(self, tmp_path: Path, rule: str) -> None:
        assert dropped(site(tmp_path, f"{DROP}{rule}}}"), "x", "y") == []

    def test_what_is_kept_need_stand_there_in_part_only(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{KEEP_B}{DROP}css: p}}")
        assert dropped_from(rules, "<p>see <b class=b>x</b></p><p>y</p>") == ["y"]


class TestBodyAndHeadline:
    PARTS = "body: {css: .b, why: its box}\nheadline: {css: h1, why: its heading}\n"

    def test_what_is_outside_the_body_goes_and_the_headline_stays(self, tmp_path: Path) -> None:
        page = "<p>menu</p><h1>t</h1><p>by</p><div class=b><p>x</p><h2>y</h2></div><p>z</p>"
        assert dropped_from(site(tmp_path, self.PARTS), page) == ["menu", "by", "z"]

    @pytest.mark.parametrize(
        "page",
        [
            pytest.param("<p>x</p><p>y</p>", id="a page that is made otherwise"),
            pytest.param("<p>x</p><div class=b> <img> </div>", id="a box without text"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_a_page_on_which_no_body_is_found_is_left_alone(self, tmp_path: Path, page: str) -> None:
        assert dropped_from(site(tmp_path, self.PARTS), page) == []

    def test_plain_text_is_left_alone(self, tmp_path: Path) -> None:
        assert dropped(site(tmp_path, self.PARTS), "x", "y") == []

    def test_a_paragraph_that_is_body_in_part_stays(self, tmp_path: Path) -> None:
        assert dropped_from(site(tmp_path, self.PARTS), "<p>x <span class=b>y</span></p><p>z") == ["z"]

    def test_rules_say_what_of_the_body_goes_and_what_beside_it_stays(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{self.PARTS}{DROP}css: .ad}}\nkeep: [{{why: notes, css: .note}}]")
        page = "<p class=note>n</p><div class=b><p>x<p class=ad>y<p class='ad note'>z</div><p>w</p>"
        assert dropped_from(rules, page) == ["y", "w"]

    def test_the_headline_is_the_first_that_is_found(self, tmp_path: Path) -> None:
        assert dropped_from(site(tmp_path, self.PARTS), "<h1>t</h1><h1>u</h1><p class=b>x") == ["u"]

    def test_several_selectors_make_one_body(self, tmp_path: Path) -> None:
        rules = site(tmp_path, "body: {css: [.b, .c], why: two boxes}")
        assert dropped_from(rules, "<p class=b>x</p><p>y</p><p class=c>z</p>") == ["y"]

    def test_a_files_own_body_comes_before_that_of_what_it_extends(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            platforms__base="site: base\nbody: {css: .b, why: the theme}",
            sites__mine=HEAD + "extends: [base]\nbody: {css: .c, why: our own}",
        )
        book = load_rules([folder], built_in=False)
        (rules,) = (entry for entry in book.sites if entry.name == "example.org")
        assert dropped_from(rules, "<p class=b>x</p><p class=c>y</p>") == ["x"]
        assert dropped_from(rules, "<p class=b>x</p><p>y</p>") == ["y"]

    def test_a_layout_has_its_own(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            "layouts: [{until: 2019-12-31, body: {css: .b, why: old}}]\n" + "body: {css: .c, why: new}",
        )
        page = "<p class=b>x</p><p class=c>y</p>"
        assert dropped_from(rules, page, "https://example.org/2024/05/04/a") == ["x"]
        assert dropped_from(rules, "<p class=b>x</p><p>y</p>", "https://example.org/2024/05/04/a") == []
        assert dropped_from(rules, "<p class=b>x</p><p>y</p>", "https://example.org/2018/05/04/a") == ["y"]

    def test_an_article_that_is_in_the_metadata_alone_is_left_to_the_generic_part(
        self, tmp_path: Path
    ) -> None:
        script = (
            '<script type="application/ld+json">{"@type": "Article", "articleBody": "'
            + "word " * 200
            + '"}</script>'
        )
        assert dropped_from(site(tmp_path, self.PARTS), f"{script}<p class=b>Loading</p><p>menu") == ["menu"]


class TestWhatASelectorSays:
    def test_keep_wins_over_drop_and_over_being_outside_and_all_are_heard(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """\
            body: {css: .b, why: the box}
            drop: [{id: ads, label: advertisement, why: ads, css: .ad}]
            keep: [{id: notes, why: notes, css: .note}]
            """,
        )
        page = "<p class='ad note'>x</p><p class=b>y</p>"
        said = rules.judge(segment_html(page), page=page).by_block()[0]
        assert [(it.judge.rpartition("/")[2], it.weight, it.label) for it in said] == [
            ("notes", CERTAIN, Label.BODY),
            ("ads", -CERTAIN, Label.ADVERTISEMENT),
            ("body", -CERTAIN, Label.BODY),
        ]
        assert said[2].evidence.startswith("outside the body: the box (")
        assert said[2].evidence.endswith("example.yaml:3)")

    def test_what_a_rule_drops_by_its_judged_label_goes_from_the_body_too(self, tmp_path: Path) -> None:
        rules = site(tmp_path, "body: {css: .b, why: x}\ndrop: [{judged: caption, why: x}]")
        page = "<p class=b>x</p><p class=b>y</p>"
        findings = rules.judge(segment_html(page), page=page)
        by_label = Verdict(0, Label.CAPTION, -CERTAIN, findings.judged[Label.CAPTION].rule, "x")
        said = findings.by_block([by_label])
        assert said[0] == (by_label,)
        assert [it.weight for it in said[1]] == [CERTAIN]


class TestWhatCannotBeAsked:
    KEEP_AND_DROP = f"{KEEP_B}{DROP}line: x}}\n  - {{label: form, why: x, css: .a}}\n"

    def left_out(self, rules: SiteRules, page: str, given: str | None) -> tuple[str, ...]:
        findings = rules.judge(segment_html(page), page=given)
        assert [verdict for verdict in findings.verdicts if verdict.weight < 0] == []
        return findings.timed_out

    @pytest.mark.parametrize("given", [None, "<p>another page</p>"], ids=["no page", "another page"])
    def test_without_its_page_nothing_of_a_document_is_dropped(
        self, tmp_path: Path, given: str | None
    ) -> None:
        left_out = self.left_out(site(tmp_path, self.KEEP_AND_DROP), "<p class=a>x</p>", given)
        assert left_out == ("example.org/form-1", "example.org/form-2", "example.org/keep-body-1")

    def test_rules_of_text_hold_where_selectors_that_drop_cannot_be_asked(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path, f"body: {{css: .b, why: x}}\n{DROP}line: x}}\n  - {{label: form, why: x, css: .a}}"
        )
        findings = rules.judge(segment_html("<p>x</p>"))
        assert findings.timed_out == ("example.org/body", "example.org/form-2")
        assert [verdict.judge for verdict in findings.verdicts] == ["rule:example.org/form-1"]
        assert findings.body == ()

    @pytest.mark.parametrize(
        "selector", ["css: 'i ~ b'", "css: ':nth-child(2)'", "xpath: '//b[preceding::u]'"]
    )
    @pytest.mark.parametrize(
        "page",
        [
            pytest.param("<b></b>" * 200_000 + "<p class=a>x", id="siblings"),
            pytest.param("<p>" + "<b>" * 1500 + "<i></i>" * 100_000 + "<p class=a>x", id="deep"),
            pytest.param("<div>" * 100_000 + "x", id="a tower"),
        ],
    )
    def test_a_hostile_page_costs_seconds_at_most(self, tmp_path: Path, selector: str, page: str) -> None:
        rules = site(tmp_path, f"{DROP}{selector}}}")
        document = segment_html(page)
        began = time.process_time()
        assert rules.judge(document, page=page).verdicts == ()
        assert time.process_time() - began < 10

    def test_an_xpath_that_breaks_on_a_page_is_left_out_alone(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{DROP}xpath: '//p[$a]'}}\n  - {{label: form, why: x, xpath: '//p[@id]'}}")
        page = "<p id=a>x</p><p>y</p>"
        findings = rules.judge(segment_html(page), page=page)
        assert findings.timed_out == ("example.org/form-1",)
        assert [verdict.block for verdict in findings.verdicts] == [0]

    @pytest.mark.parametrize(
        "path",
        [
            "//p[not(@class) and (count(b) > 1 or starts-with(@id, 're:x('))]",
            "(//p)[last()]",
            "//div/descendant-or-self::node()[self::p]",
            "id('a')",
            '//p[text() = "it\'s"]/..',
        ],
    )
    def test_an_xpath_that_is_in_order_is_no_fault(self, path: str) -> None:
        check_xpath(path)

    def test_a_deep_page_is_asked_as_it_is(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{DROP}css: .a p}}\n  - {{label: form, why: x, xpath: '//p[@id]'}}")
        page = (
            "<div class=a>"
            + "<div>" * 1000
            + "<p>x</p><span>y</span>"
            + "</div>" * 1001
            + "<p id=b>z</p><p>w"
        )
        assert dropped_from(rules, page) == ["x", "z"]

    def test_a_long_page_is_asked_as_any_other(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{DROP}css: .a}}")
        page = "<section>" + "<p>x <b>y</b></p>" * 100 + "</section>"
        assert dropped_from(rules, page * 300 + "<p class=a>z") == ["z"]

    @pytest.mark.parametrize(
        "page", ["", "\x00", "<", "<p", "</p>", "<![CDATA[x]]>", "<?xml?><html/>", "\ud800"]
    )
    @pytest.mark.parametrize("selector", ["css: .a", "xpath: '//p[@a]'"])
    def test_pages_with_nothing_on_them_are_left_alone(
        self, tmp_path: Path, selector: str, page: str
    ) -> None:
        assert dropped_from(site(tmp_path, f"{DROP}{selector}}}"), page) == []


def test_a_book_with_selectors_survives_pickling(tmp_path: Path) -> None:
    rules = site(tmp_path, f"{DROP}css: .a}}\n  - {{label: form, why: x, xpath: '//b'}}")
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 - our own bytes
    assert dropped_from(again, "<p class=a>x</p><p><b>y</b></p><p>z</p>") == ["x", "y"]


def test_plain_text_needs_neither_parser_for_the_built_in_rules() -> None:
    code = "import sys; from cleaner import clean; clean('A paragraph.', url='https://alwaght.net/'); print({'selectolax', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_case_can_be_a_page_and_its_failure_names_the_line(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a=f"{HEAD}{DROP}css: .a}}\ncases:\n  - name: n\n    html: <p class=a>x</p><p>y</p>\n    drop: [x, y]\n",
    )
    (failure,) = run_cases([folder]).failures
    assert (failure.line, failure.got, failure.where.rpartition(":")[2]) == ("y", "left alone", "8")
