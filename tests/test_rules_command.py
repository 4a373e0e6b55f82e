"""`cleaner rules` as people and their scripts use it, and the case runner as outside packs do."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner.cli.rules import rules as rules_command
from cleaner.rules.cases import run_cases
from tests.rule_writing import HEAD, write

if TYPE_CHECKING:
    from pathlib import Path


class TestCommands:
    def run(self, *words: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(rules_command, [str(word) for word in words])
        return result.exit_code, result.output

    def test_check_counts_the_built_in_files(self) -> None:
        status, output = self.run("check")
        assert status == 0
        assert output.endswith("files, all well\n")

    def test_check_prints_every_fault_and_ends_with_2(self, tmp_path: Path) -> None:
        status, output = self.run("check", write(tmp_path, a="site: a\nmach: {}"))
        assert status == 2
        assert 'a.yaml:2:1: unknown key "mach"; did you mean "match"?' in output

    def test_check_warns_of_a_rule_that_no_case_holds_back(self, tmp_path: Path) -> None:
        status, output = self.run(
            "check", write(tmp_path, a=HEAD + "drop: [{id: b, label: form, why: x, line: x}]")
        )
        assert status == 0
        assert 'a.yaml:3:8: "b" is at work in no case' in output

    @pytest.mark.parametrize(
        ("signature", "warned"),
        [
            ("pattern: '^Lindvik \\d'", False),
            ("pattern: '^\\p{Lu}+ \\d+$'", True),
            ("pattern: '(?:Courier|Sun) of'", True),
            ("line: Sun", False),
            ("site_name: Sun", False),
            ("all: [{line: Sun}, {pattern: '\\d'}]", False),
            ("all: [{pattern: '^Sun'}, {pattern: '\\d'}]", True),
        ],
    )
    def test_check_warns_of_a_signature_that_is_searched_everywhere(
        self,
        tmp_path: Path,
        signature: str,
        warned: bool,  # noqa: FBT001 - what is expected
    ) -> None:
        folder = write(tmp_path, a=f"site: a\nmatch:\n  signatures:\n    - line: x\n    - {{{signature}}}\n")
        status, output = self.run("check", folder)
        assert status == 0
        assert ("a.yaml:5:7: this pattern is searched in every block of every document" in output) is warned

    CONTROLS = "\x1b]0;owned\x07\x9b31m\u202e\r"

    @pytest.mark.parametrize("command", ["check", "test"])
    @pytest.mark.parametrize(
        "text",
        [
            'site: a\n"bad%s": 1',
            'site: a\nmatch: {domains: [a.example]}\ndrop: [{label: form, why: x, pattern: "(%s"}]',
            'site: a\nmatch: {domains: ["%s"]}',
            'site: a\nmatch: {domains: [a.example]}\ndrop: [{label: "%s", why: x, line: x}]',
            'site: a\nextends: ["%s"]\nmatch: {domains: [a.example]}',
            'site: a\nmatch: {domains: [a.example], paths: ["/%s", "/%s"]}',
            'site: a\nmatch: {domains: [a.example]}\ncases: [{name: "%s", text: x, drop: ["%s"]}]',
        ],
    )
    def test_what_files_hold_never_reaches_a_terminal_raw(
        self, tmp_path: Path, command: str, text: str
    ) -> None:
        escaped = self.CONTROLS.encode("unicode_escape").decode()
        file = write(tmp_path, **{f"a{self.CONTROLS[:3]}": text.replace("%s", escaped)})
        output = self.run(command, file)[1]
        assert output.isascii() or "\u202e" not in output
        assert not {it for it in output if not it.isprintable()} - {"\n"}

    def test_which_and_new_show_nothing_raw_either(self, tmp_path: Path) -> None:
        glob = "/" + self.CONTROLS.encode("unicode_escape").decode() + "*"
        odd = tmp_path / "a\x1b[2J"
        folder = write(odd, a=f'site: a\nmatch: {{domains: [a.example], paths: ["{glob}"]}}')
        page = f"https://a.example/{self.CONTROLS}x"
        for words in (
            ["which", page, "--rules", folder],
            ["which", "a\x1b[2J"],
            ["which", "https://a.example/other", "--rules", odd / "none"],
            ["new", "a.example", "--dir", odd],
            ["new", "a.example", "--dir", odd],
            ["new", "a\x1b[2J", "--dir", odd],
        ):
            output = self.run(*words)[1]
            assert output
            assert not {it for it in output if not it.isprintable()} - {"\n"}, words

    @pytest.mark.parametrize("what", ["a" * 5000, "a\0b", "a/" * 3000])
    def test_which_of_what_can_be_no_path_ends_in_words(self, what: str) -> None:
        status, output = self.run("which", what)
        assert status == 2
        assert "is neither a file nor a URL" in output

    def test_test_shows_line_expected_got_and_rule(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            a=HEAD
            + """\
drop: [{id: send, label: form, why: x, line: Send}]
cases:
  - name: the form
    url: https://elsewhere.org/
    text: |
      Send
      Body
    drop: [Body]
    keep: [Send, Missing]
""",
        )
        status, output = self.run("test", folder)
        assert status == 1
        assert "line      Body\n    expected  dropped\n    got       left alone, by no rule" in output
        assert "expected  left alone\n    got       dropped, by rule:example.org/send" in output
        assert "expected  a line of the text\n    got       not in the text" in output
        assert "got       no rule file, by match" in output
        assert output.endswith("1 case in 1 file, 4 lines wrong\n")

    @pytest.mark.parametrize(
        "sample", [None, "Head\n\n  - a: 'b' #c\n\tTab\x07\n" + "word " * 60 + "\n\u2028x\n"]
    )
    def test_new_writes_a_file_that_passes(self, tmp_path: Path, sample: str | None) -> None:
        words: list[str | Path] = ["new", "https://www.Lindvik.example/", "--dir", tmp_path / "r"]
        if sample:
            (tmp_path / "sample.txt").write_text(sample, encoding="utf-8")
            words += ["--from", tmp_path / "sample.txt"]
        assert self.run(*words)[0] == 0
        assert (tmp_path / "r" / "sites" / "lindvik.example.yaml").is_file()
        assert self.run("check", tmp_path / "r") == (0, "1 file, all well\n")
        assert self.run("test", tmp_path / "r") == (0, "1 case in 1 file, all well\n")
        assert self.run(*words)[0] == 2

    def test_the_commented_rules_of_a_new_file_are_in_order_too(self, tmp_path: Path) -> None:
        self.run("new", "lindvik.example", "--dir", tmp_path)
        file = tmp_path / "sites" / "lindvik.example.yaml"
        live = [
            line.removeprefix("# ") if line.startswith("# ") and line[2] in "bdhk" else line
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        live = [line[1:] if line.startswith("#  ") else line for line in live]
        file.write_text("\n".join(live), encoding="utf-8")
        assert self.run("test", tmp_path)[0] == 0
        assert "no case" in self.run("check", tmp_path)[1]

    def test_which_names_file_and_reason(self, tmp_path: Path) -> None:
        assert self.run("which", "https://www.alwaght.net/en") == (
            0,
            "rules/sites/alwaght.net.yaml: the URL's host www.alwaght.net is in the domain alwaght.net\n",
        )
        text = tmp_path / "a.txt"
        text.write_text("Where your horizon expands every day.\n", encoding="utf-8")
        status, output = self.run("which", text)
        assert status == 0
        assert output.startswith(
            "rules/sites/horizon-expands.yaml: its text has the signature at rules/sites/horizon"
        )

    PAGE = """<head><meta property="og:site_name" content="Lindvik News"><meta name=generator content="Quay Press 2.1">
        <link rel=canonical href="https://lindvik.example/a"></head><h1>A boat</h1><p>It is late.<br>Very.</p>"""

    def test_new_takes_a_page_as_a_sample(self, tmp_path: Path) -> None:
        (tmp_path / "sample.html").write_text(self.PAGE, encoding="utf-8")
        assert (
            self.run("new", "lindvik.example", "--dir", tmp_path, "--from", tmp_path / "sample.html")[0] == 0
        )
        written = (tmp_path / "sites" / "lindvik.example.yaml").read_text(encoding="utf-8")
        assert '    keep:\n      - "A boat"\n' in written
        assert "<" not in written
        assert self.run("test", tmp_path)[0] == 0

    @pytest.mark.parametrize(
        ("match", "reason"),
        [
            ("domains: [lindvik.example]", "the URL's host lindvik.example is in the domain"),
            ("signatures: [{site_name: lindvik news}]", "its head has the signature at"),
            ("signatures: [{generator: Quay Press}]", "its head has the signature at"),
            ("signatures: [{line: A boat}]", "its text has the signature at"),
        ],
    )
    def test_which_reads_a_page(self, tmp_path: Path, match: str, reason: str) -> None:
        folder = write(tmp_path, a=f"site: a\nmatch: {{{match}}}")
        (tmp_path / "page.HTM").write_text(self.PAGE, encoding="utf-8")
        status, output = self.run("which", tmp_path / "page.HTM", "--rules", folder)
        assert status == 0
        assert reason in output

    def test_which_reads_a_text_as_text(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a="site: a\nmatch: {domains: [lindvik.example]}")
        (tmp_path / "page.txt").write_text(self.PAGE, encoding="utf-8")
        assert self.run("which", tmp_path / "page.txt", "--rules", folder)[0] == 1

    def test_which_says_when_there_is_none(self) -> None:
        assert self.run("which", "https://www.example.org/") == (
            1,
            "no rule file for the domain example.org\n",
        )
        assert self.run("which", "https://quay.example/")[1] == "no rule file for the domain quay.example\n"
        assert self.run("which", "no such thing")[0] == 2
        assert self.run("which", "no-such-file.txt")[0] == 2

    def test_which_knows_domains_that_nobody_can_register(self, tmp_path: Path) -> None:
        folder = write(tmp_path, a="site: a\nmatch: {domains: [lindvik.example]}")
        status, output = self.run("which", "https://www.lindvik.example/a", "--rules", folder)
        assert (status, "a.yaml: " in output) == (0, True)


def test_outside_packs_can_run_their_cases(tmp_path: Path) -> None:
    case = "cases: [{name: n, text: Send, drop: [Send]}]"
    report = run_cases([write(tmp_path, a=HEAD + f"drop: [{{label: form, why: x, line: Send}}]\n{case}")])
    assert (report.files, report.cases, report.failures) == (1, 1, ())


def test_importing_the_rules_does_not_import_what_only_reading_them_needs() -> None:
    code = "import sys, cleaner.rules; print([m for m in ('pydantic', 'yaml', 'tld') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
