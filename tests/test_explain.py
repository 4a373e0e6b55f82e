from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from cleaner import Cleaner
from cleaner.cli.main import main
from cleaner.explain.terminal import write_explanation
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = goldens.DOCUMENTS / "004-moscow-times" / "input.txt"


def explained(*arguments: str, stdin: bytes | None = None) -> str:
    result = CliRunner().invoke(main, ["explain", *arguments], input=stdin)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("option", [[], ["--no-site-rules"]], ids=["with site rules", "without"])
def test_every_block_is_there_with_mark_and_label(option: list[str]) -> None:
    output = explained(str(DOCUMENT), *option)
    blocks = Cleaner().clean(DOCUMENT.read_text()).blocks
    assert output.count("✓") + output.count("✗") == len(blocks)
    assert "✓ headline" in output


def test_it_fits_80_columns() -> None:
    assert max(cell_len(line.rstrip()) for line in explained(str(DOCUMENT)).splitlines()) <= 80


def test_wide_characters_count_twice() -> None:
    out = io.StringIO()
    write_explanation(Cleaner().clean("这座老磨坊已经空置了二十年，" * 12, explain=True), "中文", out)
    assert max(cell_len(line.rstrip()) for line in out.getvalue().splitlines()) <= 80


def test_a_rule_is_named_with_its_file_and_line() -> None:
    assert "rules/sites/themoscowtimes.com.yaml:" in "".join(explained(str(DOCUMENT)).split("\n"))


def test_the_evidence_of_the_generic_part_is_named() -> None:
    output = explained(str(DOCUMENT), "--no-site-rules")
    assert "heuristic:appeal: “support us”" in output
    assert "words" in output


def test_that_a_page_leaves_doubt_is_said() -> None:
    poem = b"The harbour light goes out\nOver the northern mole\nThe ferry counts\nAnd all are home\n"
    doubt = "model:doubt: this page leaves doubt, so more of it stays"
    assert doubt in explained("-", stdin=poem)
    assert doubt not in explained(str(DOCUMENT), "--no-site-rules")


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in explained(str(DOCUMENT))
    assert "\x1b[" in explained(str(DOCUMENT), "--colour")


def test_standard_input_is_read() -> None:
    assert "standard input" in explained("-", stdin=DOCUMENT.read_bytes())


def test_a_record_of_many_can_be_chosen(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text('{"text": "The first record."}\n{"text": "The second record."}\n')
    assert "The second record." in explained(str(file), "--record", "2")


def test_a_record_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('{"text": "The first record."}\n')
    result = CliRunner().invoke(main, ["explain", str(file), "--record", "2"])
    assert result.exit_code == 1
    assert "has no record 2" in result.output
