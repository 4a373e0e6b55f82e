"""`cleaner explain` for programs, and what of a document is chosen: `--format json`, `--only`, `--brief`, `--url`."""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from cleaner import Cleaner, Options
from cleaner.cli.main import main
from cleaner.decide.thresholds import KEEP_SCORE
from cleaner.explain.facts import explanation, is_doubtful
from cleaner.explain.terminal import write_explanation
from cleaner.options import Prefer
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = goldens.DOCUMENTS / "004-moscow-times" / "input.txt"


def explained(*arguments: object, stdin: bytes | None = None) -> str:
    result = CliRunner().invoke(main, ["explain", *map(str, arguments)], input=stdin)
    assert result.exit_code == 0, result.output
    return result.output


def facts(*arguments: object, stdin: bytes | None = None) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(explained(*arguments, "--format", "json", stdin=stdin))
    return told


def test_json_says_of_every_block_what_python_says() -> None:
    told = facts(DOCUMENT)
    result = Cleaner().clean(DOCUMENT.read_text(), explain=True)
    assert len(told["blocks"]) == len(result.blocks) == told["counts"]["blocks"]
    for shown, block in zip(told["blocks"], result.blocks, strict=True):
        assert (shown["start"], shown["end"], shown["text"]) == block[:3]
        assert (shown["keep"], shown["label"], shown["decided_by"]) == (
            block.keep,
            block.label,
            block.decided_by,
        )
        assert [it["why"] for it in shown["evidence"]] == [it.evidence for it in block.verdicts]
    assert told["kept_chars"] == len(result.text)
    assert told["site_rules"]["file"] == "rules/sites/themoscowtimes.com.yaml"


def test_the_items_of_kind_score_add_up() -> None:
    for block in facts(DOCUMENT, "--no-site-rules")["blocks"]:
        items = [it["score"] for it in block["evidence"] if it["kind"] == "score"]
        if block["label"] != "headline":
            assert sum(items) == pytest.approx(block["score"], abs=0.003)


def test_certain_is_a_number_in_json() -> None:
    scores = {
        block["score"] for block in facts(DOCUMENT)["blocks"] if block["decided_by"].startswith("rule:")
    }
    assert scores == {100.0, -100.0}


def test_counts_are_of_all_blocks_whatever_is_chosen() -> None:
    whole, kept = facts(DOCUMENT), facts(DOCUMENT, "--only", "kept")
    assert whole["counts"] == kept["counts"]
    assert [it["number"] for it in kept["blocks"]] == [it["number"] for it in whole["blocks"] if it["keep"]]
    assert sum(it["kept"] + it["removed"] for it in whole["counts"]["labels"].values()) == 34


@pytest.mark.parametrize(
    ("only", "numbers"), [("button", {1, 5, 34}), ("Headline", {7}), ("author-bio", set())]
)
def test_blocks_are_chosen_by_label(only: str, numbers: set[int]) -> None:
    assert {it["number"] for it in facts(DOCUMENT, "--only", only)["blocks"]} == numbers


def test_in_doubt_is_what_another_preference_decides_otherwise() -> None:
    text = goldens.source("001-horizon")
    cleaned = [Cleaner(options=Options(site_rules=False, prefer=it)).clean(text) for it in Prefer]
    kept = {it: [block.keep for block in result.blocks] for it, result in zip(Prefer, cleaned, strict=True)}
    seen = set()
    for place, block in enumerate(cleaned[0].blocks):
        decided = {kept[it][place] for it in Prefer}
        if block.decided_by == "model" and block.label != "headline":
            seen.add(is_doubtful(block.score))
            assert is_doubtful(block.score) == (len(decided) == 2)
    assert False in seen


def test_doubt_ends_where_the_preferences_agree() -> None:
    keeps_more, keeps_less = KEEP_SCORE[Prefer.RECALL], KEEP_SCORE[Prefer.PRECISION]
    assert keeps_more < keeps_less
    for score, expected in ((keeps_more, True), (keeps_less, False), (-math.inf, False), (math.inf, False)):
        assert is_doubtful(score) is expected
    assert not is_doubtful(math.nextafter(keeps_more, -math.inf))
    assert is_doubtful(math.nextafter(keeps_less, -math.inf))


@pytest.mark.parametrize("only", ["navigaton", "all", ""])
def test_what_is_neither_state_nor_label_is_refused(only: str) -> None:
    result = CliRunner().invoke(main, ["explain", str(DOCUMENT), "--only", only])
    assert result.exit_code == 2
    assert "none of kept, removed, doubtful, and no label" in result.stderr
    assert ("Did you mean navigation?" in result.stderr) == (only == "navigaton")


def test_brief_gives_each_block_a_line_and_no_evidence() -> None:
    lines = explained(DOCUMENT, "--brief").splitlines()
    assert sum("✓" in line or "✗" in line for line in lines) == 34
    assert len(lines) == 34 + 7
    assert "rule:" not in "".join(lines)
    assert max(map(cell_len, lines)) <= 80


def test_brief_is_refused_for_programs_and_pages() -> None:
    result = CliRunner().invoke(main, ["explain", str(DOCUMENT), "--brief", "--format", "html"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--brief is for --format text" in result.stderr


def test_the_counts_come_first() -> None:
    lines = explained(DOCUMENT).splitlines()
    assert lines[3:5] == ["kept: 11 body, 1 headline", "removed: 18 appeal, 3 button, 1 caption"]


def test_silent_rules_come_last_with_why() -> None:
    told = " ".join(explained(DOCUMENT).split())
    assert told.endswith("message-cut-off: the run at block 20 is held back by its guard (while)")


@pytest.mark.parametrize("width", [60, 80, 129, 130, 200])
def test_the_width_is_used_and_not_passed(width: int) -> None:
    out = io.StringIO()
    result = Cleaner().clean(DOCUMENT.read_text(), explain=True)
    write_explanation(result, "a.txt", out, width=width)
    widest = max(cell_len(line.rstrip()) for line in out.getvalue().splitlines())
    assert width - 12 <= widest <= width
    beside = any(
        "removed" not in it and "Support us" in it and "rule:" in it for it in out.getvalue().splitlines()
    )
    assert beside == (width >= 130)


def test_a_url_chooses_the_rules(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "site: a.example\nmatch: {domains: [a.example]}\n"
        "drop:\n  - {label: caption, why: a test, line: The second line of it.}\n"
    )
    given = ("-", "--rules", tmp_path, "--only", "caption")
    text = b"The first line of it.\nThe second line of it.\n"
    assert [it["number"] for it in facts(*given, "--url", "https://a.example/x", stdin=text)["blocks"]] == [2]
    assert facts(*given, stdin=text)["site_rules"] is None


def test_a_url_wins_over_that_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "A line of text.", "url": "https://b.example/"}\n')
    assert facts(tmp_path / "a.jsonl")["url"] == "https://b.example/"
    assert facts(tmp_path / "a.jsonl", "--url", "https://c.example/")["url"] == "https://c.example/"


def test_elements_are_told_for_pages_and_none_for_texts() -> None:
    page = b"<body><main id=a><p class='x y z w'>A line of text.</p></main><p>Another line of it.</p>"
    assert [it["path"] for it in facts("-", "--from", "html", stdin=page)["blocks"]] == [
        "main#a > p.x.y.z",
        "p",
    ]
    assert facts("-", stdin=b"A line of text.")["blocks"][0]["path"] is None


def test_deep_elements_are_told_by_their_end() -> None:
    page = b"<div id=top>" + b"<div>" * 40 + b"<p>A line of text."
    (block,) = facts("-", "--from", "html", stdin=page)["blocks"]
    assert block["path"] == "… > div > div > div > div > p"


def test_hidden_pieces_are_told_by_their_text() -> None:
    page = b"<p>A line of <span hidden>machine name</span> text that is long enough to be judged."
    assert [it["text"] for it in facts("-", "--from", "html", stdin=page)["hidden"]] == ["machine name"]


def test_json_and_pages_are_utf_8_whatever_the_terminal_has() -> None:
    told = CliRunner(charset="latin-1").invoke(
        main, ["explain", "-", "--format", "json"], input="Сессия закончилась.".encode()
    )
    assert "Сессия" in told.stdout_bytes.decode("utf-8")


def test_facts_come_through_json_as_they_are() -> None:
    result = Cleaner().clean(html="<nav>Home</nav><p>A line of text.</p>", explain=True)
    told = explanation(result, "a")
    assert json.loads(json.dumps(told, allow_nan=False)) == told
