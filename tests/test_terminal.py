"""What reaches a terminal, or whoever reads standard output and error: characters of the text, and no commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner.cli.main import main
from cleaner.printable import printable, printable_lines

if TYPE_CHECKING:
    from pathlib import Path

TITLE, CLEAR, OVERRIDE = "\x1b]0;owned\x07", "\x9b2J", "\u202e"
HOSTILE = f"{TITLE}{CLEAR}{OVERRIDE}"
EVERY = "".join(
    chr(number)
    for number in range(0x11_0000)
    if unicodedata.category(chr(number)) in {"Cc", "Cf", "Zl", "Zp", "Cs"}
)
MARKS = "\u061c\u200e\u200f"
NOT_SHOWN_BUT_TEXT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
BODY = "The council of the town met on Monday for the third time, and voted to keep the old harbour open."
RULE = """\
site: x.org
match: {domains: [x.org]}
drop: [{label: form, why: "wh\\e[31my \\u202eand", line: "Send \\e[1m"}]
cases:
  - {name: "case \\e[31m", url: "https://x.org/a", text: "Body\\e[31m", drop: ["Body\\e[31m"]}
"""


def obeyed(text: str) -> set[str]:
    """The characters of `text` that do something else than to be shown, line ends of messages apart."""
    kinds = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return {
        it
        for it in set(text) - {"\n"}
        if unicodedata.category(it) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(it) in kinds
        or it in MARKS
    }


def said(*arguments: str | Path, status: int) -> str:
    """Both outputs of the command, as somebody at a terminal sees them."""
    result = CliRunner().invoke(main, [str(it) for it in arguments])
    assert result.exit_code == status, result.output
    return result.output


def assert_told(output: str, *parts: str) -> None:
    assert not obeyed(output)
    together = "".join(output.split())
    assert not [part for part in parts if "".join(part.split()) not in together]


def test_every_character_that_is_obeyed_is_escaped_and_no_other() -> None:
    assert not obeyed(printable(EVERY))
    assert printable("a\tb\nc") == r"a\tb\nc"
    assert printable_lines("a\tb\nc") == "a\\tb\nc"
    text = "".join(chr(number) for number in range(0x2_0000) if chr(number).isprintable())
    assert printable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("می‌خواهم کتاب‌ها را بخوانم", id="Persian with non-joiners"),
        pytest.param("क्‍ष और श्र", id="Hindi with joiners"),
        pytest.param("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿", id="emoji made of several"),
        pytest.param("שלום עולם", id="Hebrew"),
        pytest.param(f"soft{NOT_SHOWN_BUT_TEXT}ly", id="soft hyphens and spaces of no width"),
    ],
)
def test_joiners_are_part_of_the_text(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("extra", [[], ["--no-site-rules"]], ids=["with site rules", "without"])
def test_explain_shows_a_hostile_text_without_obeying_it(tmp_path: Path, extra: list[str]) -> None:
    (tmp_path / "a.txt").write_text(f"{BODY}\n{HOSTILE}{BODY}\n\nRead more{OVERRIDE}\n", "utf-8")
    output = said("explain", tmp_path / "a.txt", *extra, status=0)
    assert_told(output, r"\x1b]0;owned\x07\x9b2J\u202eThe council")


def test_explain_shows_what_a_record_says_of_itself_without_obeying_it(tmp_path: Path) -> None:
    record = {
        "text": f"{BODY} {EVERY[:90]}{BODY}{HOSTILE}",
        "url": f"https://x.org/{HOSTILE}",
        "language": f"en{HOSTILE}",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert_told(said("explain", tmp_path / "a.jsonl", status=0), r"language en\x1b]0;owned\x07\x9b2J\u202e")


def test_explain_shows_what_a_page_says_of_itself_without_obeying_it(tmp_path: Path) -> None:
    name = "".join(f"&#{ord(it)};" for it in HOSTILE)
    (tmp_path / "a.html").write_text(
        f'<meta property="og:site_name" content="{name}"><title>{name}</title><h1>{name}</h1><p>{BODY}{name}'
    )
    assert_told(said("explain", tmp_path / "a.html", status=0), r"\x1b]0;owned\x07")


def test_explain_shows_a_rules_words_without_obeying_them(tmp_path: Path) -> None:
    folder = tmp_path / f"rules{HOSTILE}"
    folder.mkdir()
    (folder / f"x{HOSTILE}.yaml").write_text(RULE)
    record = {"text": f"Send \x1b[1m\n{BODY}", "url": "https://x.org/a"}
    (tmp_path / f"a{HOSTILE}.jsonl").write_text(json.dumps(record))
    output = said("explain", tmp_path / f"a{HOSTILE}.jsonl", "--rules", folder, status=0)
    assert_told(output, r"wh\x1b[31my \u202eand", r"Send \x1b[1m", r"a\x1b]0;owned\x07\x9b2J\u202e.jsonl")


def test_colour_is_all_that_a_terminal_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{BODY}\n{HOSTILE}\x1b[31m\n", "utf-8")
    output = said("explain", tmp_path / "a.txt", "--colour", status=0)
    assert "\x1b[" in output
    assert not obeyed(re.sub(r"\x1b\[[0-9;]*m", "", output))
    assert "\x1b[31m\x1b" not in output


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([HOSTILE], id="no command"),
        pytest.param([f"--{HOSTILE}"], id="no option"),
        pytest.param(["explain", HOSTILE], id="explain: no file"),
        pytest.param(["explain", "x", "--from", HOSTILE], id="explain: no format"),
        pytest.param(["run", HOSTILE, "out"], id="run: no file"),
        pytest.param(["run", "x", "out", "--keep", HOSTILE], id="run: no label"),
        pytest.param(["run", "x", "out", "--max-size", HOSTILE], id="run: no size"),
        pytest.param(["rules", HOSTILE], id="rules: no command"),
        pytest.param(["rules", "check", HOSTILE], id="rules check: no folder"),
        pytest.param(["rules", "which", HOSTILE], id="rules which: no URL"),
        pytest.param(["rules", "new", HOSTILE], id="rules new: no domain"),
    ],
)
def test_a_wrong_command_line_is_told_without_being_obeyed(arguments: list[str]) -> None:
    assert_told(said(*arguments, status=2), r"\x1b]0;owned\x07\x9b2J\u202e")


def test_faults_of_rule_files_are_told_without_being_obeyed(tmp_path: Path) -> None:
    (tmp_path / f"x{HOSTILE}.yaml").write_text('site: "a\\e]0;x\\x07"\n"k\\e[31m": 1\n')
    for command in ("check", "test"):
        output = said("rules", command, tmp_path, status=2)
        assert_told(output, r"x\x1b]0;owned\x07\x9b2J\u202e.yaml:2:", r"k\x1b[31m")


def test_cases_and_reasons_of_rule_files_are_told_without_being_obeyed(tmp_path: Path) -> None:
    (tmp_path / f"x{HOSTILE}.yaml").write_text(RULE)
    assert_told(said("rules", "check", tmp_path, status=2), r"\x1b]0;owned\x07", "(warning)")
    assert_told(said("rules", "test", tmp_path, status=1), r"Body\x1b[31m", r"case \x1b[31m")
    output = said("rules", "which", "https://x.org/a", "--rules", tmp_path, status=0)
    assert_told(output, r"x\x1b]0;owned\x07\x9b2J\u202e.yaml")


def test_a_run_tells_names_and_reasons_without_obeying_them(tmp_path: Path) -> None:
    source = tmp_path / f"in{HOSTILE}"
    source.mkdir()
    (source / f"a{HOSTILE}.jsonl").write_text(
        json.dumps({"id": HOSTILE, "text": 1}) + f'\n{{"te{HOSTILE}": 1}}\n'
    )
    (source / f"b.{HOSTILE}").write_text("left alone")
    output = said("run", source, tmp_path / f"out{HOSTILE}", status=1)
    assert_told(output, r"a\x1b]0;owned\x07\x9b2J\u202e.jsonl:1", "failed 2")


STREAMS = {
    "output closed": (">&-", "standard output cannot be written: Bad file descriptor"),
    "output full": (">/dev/full", "standard output cannot be written: No space left on device"),
    "errors closed": ("2>&-", None),
    "errors full": ("2>/dev/full", None),
    "input closed": ("<&-", None),
    "all closed": ("<&- >&- 2>&-", ""),
}


def through_shell(command: str, *arguments: str | Path, python: str = "") -> subprocess.CompletedProcess[str]:
    """`cleaner` with `arguments`, its streams as `command` has them."""
    line = f'{python} exec "$@" {command}'
    program = (sys.executable, "-m", "cleaner.cli.main", *map(str, arguments))
    return subprocess.run(
        ["/bin/sh", "-c", line, "sh", *program],
        input="",
        capture_output=True,
        encoding="latin-1",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("streams", STREAMS)
@pytest.mark.parametrize("command", ["explain", "rules"])
def test_a_stream_that_cannot_be_used_is_told_in_a_line(tmp_path: Path, streams: str, command: str) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    arguments = (
        ("explain", tmp_path / "a.txt")
        if command == "explain"
        else ("rules", "new", "x.org", "--dir", tmp_path)
    )
    redirection, told = STREAMS[streams]
    done = through_shell(redirection, *arguments)
    assert done.stderr == (f"error: {told}\n" if told else "")
    assert done.returncode == (0 if told is None else 1)
    assert bool(done.stdout) == (told is None)


@pytest.mark.slow
@pytest.mark.parametrize("streams", STREAMS)
def test_a_run_to_a_file_needs_no_stream(tmp_path: Path, streams: str) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    done = through_shell(STREAMS[streams][0], "run", tmp_path / "a.txt", tmp_path / "b.txt")
    assert done.returncode == 0
    assert (tmp_path / "b.txt").read_text() == f"{BODY}\n"
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_standard_input_that_is_closed_is_told() -> None:
    done = through_shell("<&-", "explain", "-")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: standard input: cannot be read: Bad file descriptor\n"


@pytest.mark.slow
def test_a_run_from_or_to_a_closed_stream_fails_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    for redirection, source, target in (("<&-", "-", tmp_path / "b.txt"), (">&-", tmp_path / "a.txt", "-")):
        done = through_shell(redirection, "run", source, target)
        assert done.returncode == 1
        assert "Bad file descriptor" in done.stderr
        assert "Traceback" not in done.stderr
        assert "AttributeError" not in done.stderr


@pytest.mark.slow
def test_help_that_cannot_be_written_is_told() -> None:
    done = through_shell(">/dev/full", "--help")
    assert (done.returncode, done.stderr) == (1, "error: No space left on device\n")


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{BODY}\n\n" * 600)
    assert through_shell("| head -1 >/dev/null", "explain", tmp_path / "a.txt").stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_the_output_cannot_encode_is_escaped(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(f"{BODY} Κείμενο.\n", "utf-8")
    done = through_shell("", "explain", tmp_path / "a.txt", python=f"PYTHONIOENCODING={encoding}")
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\u039a\u03b5" in done.stdout
