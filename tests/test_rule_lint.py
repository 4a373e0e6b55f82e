"""What looks wrong in valid rule files, at its line and column; and as many files that nothing is wrong with.

In the texts `‹` stands before the place that must be named; it is not part of the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner.cli.rules import rules as rules_command
from cleaner.rules.lint.folder import Checked, check_folders
from tests.rule_writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.rules.mistake import Mistake

HEAD = "site: a\nmatch: {domains: [a.example]}\n"
DROP = HEAD + "drop:\n  - label: form\n    why: x\n    "
KEEP = HEAD + "keep:\n  - why: x\n    "
FAULTS = {
    "pattern that fits all": (DROP + "‹pattern: .+", "fits every block; write what"),
    "pattern of any letter": (DROP + "‹pattern: '\\p{L}|\\d'", "fits every block"),
    "end that fits all": (DROP + "from: {line: x}\n    to: {‹pattern: '\\S'}", "fits every block"),
    "signature that fits all": ("site: a\nmatch:\n  signatures:\n    - ‹pattern: '.{2}'", "fits every block"),
    "rewrite that fits all": (
        HEAD + "rewrite:\n  - why: x\n    ‹pattern: .+\n    replace: ''",
        "fits every block",
    ),
    "text after the end": (
        DROP + "‹pattern: 'Send$ now'",
        "can never match: something stands before ^ or after $",
    ),
    "text before the begin": (DROP + "‹pattern: 'Send ^now'", "can never match"),
    "space at the begin": (DROP + "‹pattern: '^ Send'", "wants a space at the edge"),
    "space at the end": (DROP + "‹pattern: 'Send $'", "wants a space at the edge"),
    "css of everything": (DROP + "‹css: '*'", "selects the whole page"),
    "body that is the body": (HEAD + "body: {why: x, ‹css: body}", "selects the whole page"),
    "xpath of everything": (DROP + "‹xpath: '//*'", "selects the whole page"),
    "html in an alternative": (
        HEAD + "body:\n  why: x\n  first_of:\n    - css: .a\n    - ‹css: html > body",
        "selects the whole page",
    ),
    "window that is empty": (
        DROP + "line: x\n    within_first: 3\n    ‹beyond_first: 5",
        "no block is beyond 5 and within 3",
    ),
    "blocks that do not fit": (
        DROP + "from: {line: x}\n    ‹blocks: 9\n    within_first: 4",
        "9 blocks do not fit into its window",
    ),
    "blocks that do not fit at the end": (
        DROP + "from: {line: x}\n    ‹blocks: 9\n    within_last: 4",
        "9 blocks do not fit",
    ),
    "more blocks than at_most": (
        DROP + "from: {line: x}\n    blocks: 9\n    ‹at_most: 4",
        "9 blocks are more than at_most",
    ),
    "exception of everything": (DROP + "line: x\n    ‹except: {line: x}", "excepts all that it finds"),
    "case that fails": (
        DROP
        + "line: x\ncases:\n  - name: n\n    text: |\n      x\n      y\n    keep:\n      - y\n      - ‹x",
        'the case "n" fails: "x" should be left alone, and is dropped by rule:a/form-1',
    ),
    "case of a line that is kept": (
        DROP + "line: x\nkeep: [{why: x, line: x}]\ncases:\n  - name: n\n    text: x\n    drop:\n      - ‹x",
        '"x" should be dropped, and is left alone by rule:a/keep-body-1; mend',
    ),
    "line that is not in the case": (
        DROP + "line: x\ncases:\n  - name: n\n    text: x\n    drop:\n      - ‹z",
        "should be a line of the text, and is not in the text; mend",
    ),
    "case that is no failure any more": (
        DROP + "line: x\ncases:\n  - name: n\n    text: x\n    ‹todo: true\n    drop: [x]",
        'the case "n" passes, although it is marked todo; remove todo',
    ),
    "URL as a path": ("site: a\nmatch:\n  domains: [a.example]\n  paths: [‹'*://a.example/b/*']", "is a URL"),
}
WARNINGS = {
    "regular expression as a line": (DROP + "‹line: 'Photo: .*'", "looks like a regular expression"),
    "anchored line": (DROP + "‹line: ^Photo", "looks like a regular expression"),
    "line end in a pattern": (DROP + '‹pattern: "Photo\\nA"', "asks for a line end"),
    "nested repeat": (DROP + "‹pattern: '(Send\\s+)+x|(\\w+)+$'", "repeats what repeats"),
    "class of a build": (DROP + "‹css: div.css-1x2y3z", "looks as if a build had made it"),
    "class of a module": (DROP + "‹css: .title__a1B2c", "looks as if a build had made it"),
    "id of one page": (DROP + "‹css: '#post-48213 p'", "looks like the id of one page"),
    "id of one page in XPath": (DROP + "‹xpath: \"//*[@id='post-48213']\"", "looks like the id of one page"),
    "XPath of an attribute": (DROP + "‹xpath: //p/@class", "selects an attribute"),
    "one alternative": (HEAD + "body: {why: x, ‹first_of: [{css: .a}]}", "first_of with one place"),
    "alternative twice": (
        HEAD + "body:\n  why: x\n  first_of:\n    - css: .a\n    - ‹css: .a",
        "stands above already",
    ),
    "limit that limits nothing": (
        DROP + "from: {line: x}\n    to: end\n    ‹at_most: 999999",
        "which limits nothing",
    ),
    "run to the end": (DROP + "from: {line: x}\n    ‹to: end", "runs to the document's end however far"),
    "run from the start": (
        DROP + "‹from: start\n    to: {line: x}",
        "runs to the document's start however far",
    ),
    "near both ends": (
        DROP + "line: x\n    within_first: 3\n    ‹within_last: 3",
        "near both ends",
    ),
    "one condition for both ends": (
        DROP + "from: {line: x}\n    ‹to: {line: x}",
        "begins and ends with the same condition",
    ),
    "which of one start": (
        DROP + "from: start\n    to: {line: x}\n    at_most: 3\n    ‹which: last",
        "which there is once",
    ),
    "counting back": (
        HEAD + "drop:\n  - ‹label: form\n    why: x\n    blocks: 3\n    to: end",
        "counts back",
    ),
    "two rules for a line": (
        DROP + "line: Send\n  - label: share\n    why: x\n    ‹line: [a, SEND]",
        '"share-1" is for the same line as "form-1"',
    ),
    "drop of what is kept": (
        DROP + "‹line: Send\nkeep:\n  - why: x\n    line: Send",
        '"form-1" drops what "keep-body-1" keeps',
    ),
    "path of one page": (
        "site: a\nmatch:\n  domains: [a.example]\n  paths: [‹/news]",
        'is one page alone; for all below it write "/news/*"',
    ),
    "path with a query": (
        "site: a\nmatch:\n  domains: [a.example]\n  paths: [‹'/news?id=*']",
        "no part of the path",
    ),
    "www": ("site: a\nmatch:\n  domains: [‹www.a.org]", 'write "a.org"'),
    "public suffix": ("site: a\nmatch:\n  domains: [‹co.uk]", "no site but the end of many"),
    "short signature": (
        "site: a\nmatch:\n  signatures:\n    - ‹line: Menu",
        "so short that other sites have it",
    ),
    "signature twice": (
        "site: a\nmatch:\n  signatures:\n    - line: The Courier of A\n    - ‹line: the courier of a",
        "stands above already",
    ),
    "signature that is searched everywhere": (
        "site: a\nmatch:\n  signatures:\n    - ‹pattern: '^\\p{Lu}+ \\d+$'",
        "searched in every block of every document",
    ),
    "extended twice": (
        "site: a\nextends: [wordpress, ‹wordpress]\nmatch: {domains: [a.example]}",
        "extended already",
    ),
    "believed always": (HEAD + "‹believe: always", "where the rules leave next to nothing"),
    "no case": (HEAD + "drop:\n  - ‹label: form\n    why: x\n    line: x", "is at work in no case"),
    "longer than at_most in its case": (
        HEAD
        + "drop:\n  - ‹label: form\n    why: x\n    from: {line: x}\n    to: {line: z}\n    at_most: 2\n"
        + 'cases: [{name: n, text: "x\\ny\\nz\\nw", keep: [w]}]',
        'a line it must leave alone; mend the rule, or add one (in "n" the run at block 1 is longer than the 2 ',
    ),
    "ends in the wrong order in its case": (
        HEAD
        + "drop:\n  - ‹label: form\n    why: x\n    from: {line: z}\n    to: {line: x}\n    at_most: 9\n"
        + 'cases: [{name: n, text: "x\\ny\\nz\\nw", keep: [w]}]',
        'mend the rule, or add one (in "n" its ends are there, but not in their order',
    ),
    "a selector at work in no case, where all are texts": (
        HEAD + "drop:\n  - ‹label: form\n    why: x\n    css: .a\ncases: [{name: n, text: x, keep: [x]}]",
        "has selectors, and is at work in no case with html; add one",
    ),
    "selectors that only text covers": (
        HEAD
        + "drop:\n  - ‹label: form\n    why: x\n    from: {line: x}\n    to: end\n    at_most: 2\n"
        + '    except: {css: .a}\ncases: [{name: n, text: "w\\nx", drop: [x], keep: [w]}]',
        "has selectors, and is at work in no case with html",
    ),
    "case of the same name": (
        DROP + 'line: x\ncases:\n  - {name: n, text: x, drop: [x]}\n  - {‹name: n, text: "x\\ny", keep: [y]}',
        'a case above is called "n", too',
    ),
}
SOUND = {
    "a pattern in a window": DROP + "pattern: .+\n    within_first: 1",
    "a pattern with a selector": DROP + "pattern: .+\n    css: .a",
    "a while that nearly all meet": DROP + "from: {line: x}\n    to: end\n    while: {pattern: .}",
    "a prefix that ends with a space": DROP + "pattern: '^Photo: '",
    "an alternative of ends": DROP + "pattern: '^(?:Send|Share)$|^Post$'",
    "a line with signs": DROP + "line: ['What?', 'a.b.', 'C++', '[Photo]', '$5', '(c) A']",
    "a repeat in a repeat with a mark between": DROP + "pattern: '^(?:\\w+, )+and \\w+$'",
    "a common selector": DROP + "css: 'article .promo-2 > p'",
    "a class with two dashes": DROP + "css: .article__body",
    "a limit of a long page": DROP + "from: {line: x}\n    to: end\n    at_most: 60",
    "a window and an exception": DROP
    + "pattern: x\n    within_first: 9\n    beyond_first: 2\n    except: {line: x}",
    "two lines between which blocks go": DROP + "after: {line: x}\n    until: {line: x}\n    at_most: 4",
    "the same line in two windows": DROP + "line: x\n    within_first: 2\n"
    "  - {label: share, why: x, line: x, within_last: 2}",
    "a path with a star": "site: a\nmatch: {domains: [a.example], paths: ['/en/*']}",
    "a host with www": "site: a\nmatch: {hosts: [www.a.org]}",
    "a signature of its own": "site: a\nmatch: {signatures: [{line: The Courier of A}]}",
}


def found(folder: Path, text: str) -> tuple[Checked, tuple[int, int] | None]:
    """The mistakes in a file, and the place of the mark in its text."""
    before, mark, after = text.partition("‹")
    place = (before.count("\n") + 1, len(before) - before.rfind("\n")) if mark else None
    return check_folders([write(folder, a=before + after)]), place


def at(checked: Checked, place: tuple[int, int] | None, what: str) -> list[Mistake]:
    return [it for it in checked.mistakes if what in it.message and (it.line, it.column) == place]


@pytest.mark.parametrize(("text", "what"), FAULTS.values(), ids=list(FAULTS))
def test_fault(tmp_path: Path, text: str, what: str) -> None:
    checked, place = found(tmp_path, text)
    mistakes = at(checked, place, what)
    assert mistakes, checked.mistakes
    assert not mistakes[0].is_warning
    assert "; " in mistakes[0].message, "no remedy"


@pytest.mark.parametrize(("text", "what"), WARNINGS.values(), ids=list(WARNINGS))
def test_warning(tmp_path: Path, text: str, what: str) -> None:
    checked, place = found(tmp_path, text)
    mistakes = at(checked, place, what)
    assert mistakes, checked.mistakes
    assert mistakes[0].is_warning
    assert "; " in mistakes[0].message, "no remedy"
    assert "\n" not in mistakes[0].message


@pytest.mark.parametrize("text", SOUND.values(), ids=list(SOUND))
def test_nothing_is_said_of_what_is_right(tmp_path: Path, text: str) -> None:
    checked = check_folders([write(tmp_path, a=text)])
    assert [it for it in checked.mistakes if "is at work in no case" not in it.message] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "site: a\nmatch: {domains: [a.example]}\ndrop:\n  - why: ‹'the menu\n    line: x\n",
            "close the quote",
        ),
        ("site: a\nwhy: Photo‹: by A\n", "put a text with a colon in quotes"),
        ("site: a\n‹\tmatch: x\n", "indent with spaces, not tabs"),
        ("site: a\nmatch: {domains: [a.example]}\ndrop:\n  - why: ‹@home\n", "in quotes"),
        ('site: a\nwhy: "‹\\d"\n', "write patterns in single quotes"),
    ],
)
def test_what_is_no_yaml_is_named_where_it_begins(tmp_path: Path, text: str, what: str) -> None:
    checked, place = found(tmp_path, text)
    (mistake,) = checked.mistakes
    assert what in mistake.message
    assert place is not None
    assert (mistake.line, mistake.column) == place


class TestBetweenFiles:
    def test_a_signature_that_holds_in_the_case_of_another_file(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            a="site: a\nmatch: {signatures: [{line: All the news}]}",
            b="site: b\nmatch: {domains: [b.example]}\n"
            'cases: [{name: of b, url: "https://b.example/", text: "All the news\\nx", keep: [x]}]',
        )
        (mistake,) = [it for it in check_folders([folder]).mistakes if "holds in the case" in it.message]
        assert (mistake.file.rpartition("/")[2], mistake.line, mistake.is_warning) == ("a.yaml", 2, True)
        assert '"of b"' in mistake.message

    def test_a_signature_that_two_files_have(self, tmp_path: Path) -> None:
        files = {it: f"site: {it}\nmatch: {{signatures: [{{line: All the news}}]}}" for it in "ab"}
        (mistake,) = [it for it in check_folders([write(tmp_path, **files)]).mistakes if "too" in it.message]
        assert mistake.file.endswith("b.yaml")

    def test_the_signature_of_what_a_file_extends_is_none_of_another(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            platforms__p="site: p\nmatch: {signatures: [{line: All the news}]}",
            b="site: b\nextends: [p]\nmatch: {domains: [b.example]}\n"
            'cases: [{name: of b, text: "All the news\\nx", keep: [x]}]',
        )
        assert check_folders([folder]).mistakes == ()

    @pytest.mark.parametrize("name", ["b.yaml.txt", "b.YAML", "b.json"])
    def test_a_file_that_is_named_like_none(self, tmp_path: Path, name: str) -> None:
        folder = write(tmp_path, a=HEAD)
        (folder / name).write_text(HEAD)
        (mistake,) = check_folders([folder]).mistakes
        assert (mistake.file.endswith(name), mistake.is_warning) == (True, True)


class TestCommand:
    def run(self, *words: str | Path) -> tuple[int, str, str]:
        result = CliRunner().invoke(rules_command, ["check", *map(str, words)])
        return result.exit_code, result.stdout, result.stderr

    def test_warnings_are_counted_and_are_no_failure(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=DROP + "line: x")
        assert self.run(folder)[:2] == (0, "1 file, 1 warning\n")
        assert self.run(folder, "--strict")[0] == 2

    def test_strict_is_content_with_nothing(self, tmp_path: Path) -> None:
        assert self.run(write(tmp_path, a=HEAD), "--strict")[:2] == (0, "1 file, all well\n")

    def test_a_case_that_fails_is_a_fault(self, tmp_path: Path) -> None:
        status, out, err = self.run(
            write(tmp_path, a=DROP + "line: x\ncases: [{name: n, text: x, keep: [x]}]")
        )
        assert (status, out) == (2, "1 file, 1 fault\n")
        assert "a.yaml:7:" in err

    def test_json(self, tmp_path: Path) -> None:
        status, out, _ = self.run(write(tmp_path, a="site: a\nmach: {}"), "--format", "json")
        assert status == 2
        (mistake, *_) = json.loads(out)["mistakes"]
        assert (mistake["line"], mistake["column"], mistake["severity"]) == (2, 1, "error")
        assert mistake["message"] == 'unknown key "mach"; did you mean "match"?'

    def test_annotations(self, tmp_path: Path) -> None:
        status, out, _ = self.run(write(tmp_path, a="site: a\nmach: {}\nx%: 1"), "--format", "github")
        assert status == 2
        assert 'a.yaml,line=2,col=1::unknown key "mach"' in out
        assert "x%25" in out

    def test_one_faulty_file_can_be_skipped(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            a="site: a\nmach: {}",
            b="site: b\nextends: [c]\nmatch: {domains: [b.example]}",
            c="site: c\nextends: [a]\nmatch: {domains: [c.example]}",
            d=DROP.replace("site: a", "site: d") + "line: x",
        )
        status, out, err = self.run(folder)
        assert status == 2
        assert "is at work in no case" not in err
        status, out, err = self.run(folder, "--skip-faulty")
        assert (status, "4 files (3 skipped), " in out) == (0, True)
        assert 'unknown key "mach"' in err
        assert "there is no other" in err or 'unknown name "a"' in err
        assert "is at work in no case" in err

    def test_skipping_does_not_excuse_a_case_that_fails(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path, a="site: a\nmach: {}", b=DROP + "line: x\ncases: [{name: n, text: x, keep: [x]}]"
        )
        assert self.run(folder, "--skip-faulty")[0] == 2

    def test_a_case_to_do_fails_silently(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=DROP + "line: x\ncases: [{name: n, text: x, todo: true, keep: [x]}]")
        result = CliRunner().invoke(rules_command, ["test", str(folder)])
        assert (result.exit_code, result.stdout) == (0, "1 case in 1 file (1 to do), all well\n")

    def test_a_case_to_do_that_passes_is_reported(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a=DROP + "line: x\ncases: [{name: n, text: x, todo: true, drop: [x]}]")
        result = CliRunner().invoke(rules_command, ["test", str(folder)])
        assert result.exit_code == 1
        assert "    passes, although it is marked todo; remove todo\n" in result.stdout


def test_there_are_more_mistakes_than_asked_for() -> None:
    assert len(FAULTS) + len(WARNINGS) >= 18 + 25
