"""What is wrong with a rule file is said, with its line and what to do; a hostile file does no harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cleaner.errors import RuleError
from cleaner.rules.compile_rules import load_rules
from tests.rule_writing import HEAD, write

if TYPE_CHECKING:
    from pathlib import Path


REMEDY = re.compile(r"; \S|must be .*, not |: give |belongs in|what is kept is")
"""What to do stands behind a semicolon, or the message is nothing else."""


def faults(folder: Path, text: str) -> list[str]:
    """What is wrong with a file, each as `line: what`; `tests.test_rule_places` holds the columns."""
    with pytest.raises(RuleError) as caught:
        load_rules([write(folder, example=text)], built_in=False)
    return [re.sub(r"^.*example\.yaml:(\d+):\d+", r"\1", fault) for fault in caught.value.faults]


class TestFaults:
    RULE = "site: a\nmatch: {domains: [a.org]}\ndrop:\n  - "

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            pytest.param(
                "site: a\nmach: {}\nmatch: {domains: [a.org]}",
                '2: unknown key "mach"; did you mean "match"?',
                id="key",
            ),
            pytest.param(
                RULE + "{label: form, why: x, form: {line: x}, to: end}",
                '4: unknown key "form"; did you mean "from"?',
                id="key deep inside",
            ),
            pytest.param(
                RULE + "{label: navigaton, why: x, line: x}",
                '4: unknown label "navigaton"; did you mean "navigation"?',
                id="label",
            ),
            pytest.param(
                RULE + "{label: zzzz, why: x, line: x}",
                '4: unknown label "zzzz"; known are: body',
                id="far label",
            ),
            pytest.param(RULE + "{label: form, line: x}", '4: the key "why" is missing', id="no reason"),
            pytest.param(RULE + "{why: x, line: x}", '4: the key "label" is missing', id="no label"),
            pytest.param(RULE + "{label: form, why: x}", "4: nothing says which blocks", id="no form"),
            pytest.param(
                RULE + "{label: form, why: x, line: a, pattern: b}",
                "4: line and pattern do not go together",
                id="two forms",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: {line: x}}",
                "4: a run with from alone has no end",
                id="from without end",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: strat, to: end}",
                '4: "strat" is no end of a run',
                id="misspelt start",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: start, to: end}",
                "4: from start to end is the",
                id="all of it",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: start, to: end, blocks: 2}",
                "4: from, to, blocks say more",
                id="three ends",
            ),
            pytest.param(
                RULE + "{label: form, why: x, line: 2024}",
                '4: "line" must be a text, or a list of texts, not 2024; for the text, write',
                id="a number for a text",
            ),
            pytest.param(
                RULE + "{label: form, why: x, pattern: 'ab(c'}",
                '4: the pattern "ab(c" is broken at character 5',
                id="pattern",
            ),
            pytest.param(
                RULE + "{label: form, why: x, pattern: 'a*'}",
                '4: the pattern "a*" also matches',
                id="empty pattern",
            ),
            pytest.param(
                RULE + "{label: form, why: x, line: ' '}", "4: an empty line matches nothing", id="blank line"
            ),
            pytest.param(
                RULE + "{id: a, label: form, why: x, line: a}\n  - {id: a, label: form, why: x, line: b}",
                '5: the id "a" is taken by the rule on line 4',
                id="same id",
            ),
            pytest.param(
                "site: a\nmatch: {domains: [a.org]}\nsite: b",
                '3: the key "site" is here twice',
                id="key twice",
            ),
            pytest.param(
                "site: a\nmatch: {domains: ['*.a.org']}", '2: "*.a.org" is no domain', id="wildcard"
            ),
            pytest.param(
                "site: a\nmatch: {domains: [https://a.org/]}", '2: "https://a.org/" is no domain', id="URL"
            ),
            pytest.param("site: a\nmatch: {}", "2: match is empty", id="empty match"),
            pytest.param("site: a", "1: nothing says which pages", id="no match"),
            pytest.param(
                "site: a\nextends: [b]\nmatch: {domains: [a.org]}", '2: unknown name "b"', id="unknown parent"
            ),
            pytest.param("- a", "1: a rule file is a set of keys", id="a list"),
            pytest.param("", "1: a rule file is a set of keys", id="an empty file"),
            pytest.param("site: [a", "1: not YAML", id="not YAML"),
            pytest.param("site: a\nmatch: !!python/object:os.system {}", "2: the tag", id="a tag"),
            pytest.param("site: " + "[" * 300_000, "1: nested more than", id="bracket bomb"),
            pytest.param("site: " + "- " * 400_000 + "a", "1: n", id="a bomb of lists"),
            pytest.param(
                "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 900)), "31: nested more than", id="steps"
            ),
            pytest.param("site: &a [*a]", "1: *a stands for nothing", id="an anchor in itself"),
            pytest.param("site: a\nmatch: *b", "2: *b stands for nothing", id="an anchor that is not set"),
            pytest.param(
                "a: &a x\nb: [\n  &a y]",
                "3: the anchor &a is set above already",
                id="two anchors of one name",
            ),
            pytest.param(
                "a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1}\n  - *a{n}\n" for n in range(5000)),
                "58: nested more than",
                id="depth by anchors",
            ),
            pytest.param("site: a\n---\nsite: b", "2: a second YAML document", id="two documents"),
            pytest.param("site: a\n? [b]\n: c", "2: a key must be a word", id="a list as key"),
            pytest.param("site: a\nmatch: !!int '5'", "2: the tag", id="a tag of a text"),
            pytest.param(
                "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + "".join(
                    f"{c}: &{c} [{','.join([f'*{p}'] * 10)}]\n"
                    for p, c in zip("abcdef", "bcdefg", strict=True)
                ),
                "5: more than 100,000 values",
                id="a billion laughs",
            ),
            pytest.param("site: a\n# " + "x" * 1_000_001, "1: the file is over", id="too large"),
            pytest.param("site: a\x00", "1: not YAML", id="a control character"),
            pytest.param(
                HEAD + r"rewrite: [{pattern: a, replace: '\2', why: x}]",
                '3: replace speaks of the group "2"',
                id="group",
            ),
            pytest.param(
                HEAD + r"rewrite: [{pattern: a, replace: 'x\uD83D\ude00', why: x}]",
                r"3: replace has \uD83D, which is half a character",
                id="half a character",
            ),
            pytest.param(
                HEAD + "layouts: [{drop: []}]", "3: a layout without since or until", id="endless layout"
            ),
            pytest.param(
                HEAD + "layouts: [{since: 2020-02-30}]", '3: "since" must be a date', id="no such day"
            ),
            pytest.param(RULE + "{label: body, why: x, line: x}", "4: what is body stays", id="drop label"),
            pytest.param(RULE + "{judged: body, why: x}", "4: what is body stays", id="drop all body"),
            pytest.param(
                HEAD + "keep: [{why: x, line: a, label: form}]", "3: what is kept is body", id="keep label"
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: 'p['}", '4: the CSS selector "p[" is broken; see', id="CSS"
            ),
            pytest.param(
                RULE + "label: form\n    why: x\n    css:\n      - p\n      - 'p:contains(\"x\")'",
                "8: the CSS selector",
                id="one CSS selector of several",
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: //p}",
                '4: the CSS selector "//p" is broken; it looks like an XPath',
                id="XPath as CSS",
            ),
            pytest.param(
                RULE + "{label: form, why: x, xpath: '//p['}",
                '4: the XPath "//p[" is broken: invalid expression',
                id="XPath",
            ),
            pytest.param(
                RULE + "{label: form, why: x, xpath: '//p[re:test(., 1)]'}",
                '4: the XPath "//p[re:test(., 1)]" has the prefix "re"',
                id="XPath of others",
            ),
            pytest.param(
                RULE + "{label: form, why: x, xpath: '//p[start-with(., 1)]'}",
                '4: in the XPath "//p[start-with(., 1)]": unknown function "start-with"; did you mean "starts-with"?',
                id="function of an XPath",
            ),
            pytest.param(
                RULE + "{label: form, why: x, xpath: 'div.a'}",
                '4: the XPath "div.a" looks nowhere; begin it with //',
                id="CSS as XPath",
            ),
            pytest.param(
                RULE + "{label: form, why: x, xpath: '(count(//p))'}",
                '4: the XPath "(count(//p))" gives a number',
                id="XPath that counts",
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: []}", "4: a list without selectors", id="no selector"
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: 5}", '4: "css" must be', id="a number for a selector"
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: a, xpath: //a}",
                "4: css and xpath do not go together",
                id="both",
            ),
            pytest.param(
                RULE + "{why: x, judged: form, css: a}",
                "4: judged and css do not go together",
                id="judged and CSS",
            ),
            pytest.param(
                RULE + "{label: form, why: x, css: a, from: {line: x}, to: end}",
                "4: css belongs in an end of the run or in its while",
                id="CSS beside a run",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: {}, to: end}",
                "4: give line, pattern, css or xpath",
                id="an end without a condition",
            ),
            pytest.param(
                RULE + "{label: form, why: x, from: {csss: a}, to: end}",
                '4: unknown key "csss"; did you mean "css"?',
                id="key of an end",
            ),
            pytest.param(HEAD + "body: {css: a}", '3: the key "why" is missing', id="body without a reason"),
            pytest.param(HEAD + "body: {why: x}", "3: nothing says where on the page", id="body nowhere"),
            pytest.param(
                HEAD + "headline: {why: x, css: h1, line: x}", '3: unknown key "line"', id="headline by text"
            ),
            pytest.param(
                HEAD + "body: {why: x, css: a}\nkeep: [{id: body, why: x, line: x}]",
                '4: the id "body" is taken by the rule on line 3',
                id="an id that is a part's",
            ),
            pytest.param(
                "site: a\nmatch: {signatures: [{css: a}]}",
                '2: unknown key "css"',
                id="a selector as signature",
            ),
            pytest.param(
                "site: a\nmatch: {signatures: [{site_name: a, line: b}]}",
                "2: give one of line, pattern, all, site_name and generator",
                id="two signatures in one",
            ),
            pytest.param(HEAD + "html: {body: a}", '3: unknown key "html"', id="the old key"),
            pytest.param(
                HEAD + "cases: [{name: a, text: b, html: c, keep: [b]}]",
                "3: a case is one text or one page",
                id="two cases in one",
            ),
        ],
    )
    def test_fault(self, tmp_path: Path, text: str, fault: str) -> None:
        found = faults(tmp_path, text)
        assert any(entry.startswith(fault) for entry in found), found
        assert all(REMEDY.search(entry) for entry in found), found

    def test_all_faults_of_all_files_come_at_once(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path, a="site: a\nmach: {}\ndorp: []", b="site: b\nmatch: {domains: [b.org]}\nkeeep: []"
        )
        with pytest.raises(RuleError) as caught:
            load_rules([folder], built_in=False)
        assert [fault.rpartition("/")[2].partition(";")[0] for fault in caught.value.faults] == [
            'a.yaml:2:1: unknown key "mach"',
            'a.yaml:3:1: unknown key "dorp"',
            'b.yaml:3:1: unknown key "keeep"',
        ]

    @pytest.mark.parametrize(
        ("files", "fault"),
        [
            pytest.param(
                {"a": "site: a\nmatch: {domains: [x.org]}", "b": "site: b\nmatch: {domains: [x.org]}"},
                "x.org leads to",
                id="two files for one domain",
            ),
            pytest.param(
                {"a": "site: a\nmatch: {domains: [x.org]}", "b": "site: a\nmatch: {domains: [y.org]}"},
                'the name "a" is taken',
                id="two files of one name",
            ),
            pytest.param(
                {"platforms__a": "site: a\nextends: [b]", "platforms__b": "site: b\nextends: [a]"},
                "extend each other",
                id="a circle",
            ),
            pytest.param(
                {"platforms__a": "site: a\nmatch: {domains: [x.org]}"},
                "a platform has no domains",
                id="platform",
            ),
        ],
    )
    def test_faults_between_files(self, tmp_path: Path, files: dict[str, str], fault: str) -> None:
        with pytest.raises(RuleError, match=fault):
            load_rules([write(tmp_path, **files)], built_in=False)

    def test_a_chain_of_files_may_be_long(self, tmp_path: Path) -> None:
        chain = {
            f"platforms__p{n}": f"site: p{n}\nextends: [p{n + 1}]\nmatch: {{signatures: [{{line: x{n}}}]}}"
            for n in range(1200)
        }
        folder = write(tmp_path, platforms__p1200="site: p1200\nextends: [p0]", **chain)
        with pytest.raises(RuleError, match="extend each other") as caught:
            load_rules([folder], built_in=False)
        assert sum("extend each other" in fault for fault in caught.value.faults) == 1
        write(tmp_path, platforms__p1200=HEAD.replace("domains: [example.org]", "signatures: [{line: x}]"))
        write(
            tmp_path, platforms__p1199="site: p1199\nextends: [example.org]\nmatch: {signatures: [{line: y}]}"
        )
        assert len(load_rules([folder], built_in=False).sites) == 1201

    def test_files_that_share_what_they_extend_cost_no_more_than_others(self, tmp_path: Path) -> None:
        head = "match: {signatures: [{line: x}]}\ndrop: [{label: form, why: x, line: y}]\n"
        files = {
            f"platforms__{side}{level}": f"site: {side}{level}\nextends: [a{level + 1}, b{level + 1}]\n{head}"
            for level in range(30)
            for side in "ab"
        }
        last = {f"platforms__{side}30": f"site: {side}30\n{head}" for side in "ab"}
        first = next(iter(load_rules([write(tmp_path, **files, **last)], built_in=False).sites))
        names = [rule.name.partition("/")[0] for rule in first.rules]
        assert names == [
            "a0",
            *(f"a{level}" for level in range(1, 31)),
            *(f"b{level}" for level in range(30, 0, -1)),
        ]

    def test_a_folder_that_is_not_there_is_a_fault(self, tmp_path: Path) -> None:
        with pytest.raises(RuleError, match="no such folder"):
            load_rules([tmp_path / "nowhere"])

    def test_a_file_that_cannot_be_read_is_a_fault(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a="site: a\nmatch: {domains: [x.org]}")
        (folder / "b.yaml").symlink_to("b.yaml")
        with pytest.raises(RuleError, match=r"b\.yaml:1:1: cannot be read: "):
            load_rules([folder], built_in=False)
        with pytest.raises(RuleError, match=r"b\.yaml:1:1: cannot be read: "):
            load_rules([folder / "b.yaml"], built_in=False)
