"""`--max-failures`: the run goes on to its end, and its exit status says whether more failed than may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner.cli.main import main
from tests.records import BODY, account, counts, run, write_lines

if TYPE_CHECKING:
    from pathlib import Path


def some(path: Path, *, cleaned: int, failed: int) -> Path:
    good, bad = {"text": BODY[:60]}, {"no": "text"}
    return write_lines(path / "in.jsonl", [bad] * failed + [good] * cleaned)


@pytest.mark.parametrize(
    ("cleaned", "failed", "allowed", "status"),
    [
        (4, 0, None, 0),
        (4, 1, None, 1),
        (4, 1, "0", 1),
        (4, 1, "1", 0),
        (4, 2, "1", 1),
        (0, 3, "3", 0),
        (3, 1, "25%", 0),
        (3, 1, "0.25", 0),
        (3, 1, ".25", 0),
        (3, 1, "24%", 1),
        (71, 29, "29%", 0),
        (71, 29, "28.9 %", 1),
        (0, 3, "100%", 0),
        (0, 3, "1.0", 0),
        (0, 0, "0%", 0),
    ],
)
def test_the_status_is_0_if_no_more_failed_than_may(
    tmp_path: Path, cleaned: int, failed: int, allowed: str | None, status: int
) -> None:
    options = () if allowed is None else ("--max-failures", allowed)
    result = run(some(tmp_path, cleaned=cleaned, failed=failed), tmp_path / "out.jsonl", *options)
    assert account(result) == counts(cleaned=cleaned, failed=failed)
    assert result.exit_code == status
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == cleaned


def test_what_failed_is_named_all_the_same(tmp_path: Path) -> None:
    result = run(some(tmp_path, cleaned=1, failed=2), tmp_path / "out.jsonl", "--max-failures", "5")
    assert result.stderr.count("failed: ") == 2
    assert len((tmp_path / "out.failures.jsonl").read_bytes().splitlines()) == 2


def test_failures_of_the_run_that_is_gone_on_with_count_too(tmp_path: Path) -> None:
    source, out = some(tmp_path, cleaned=3, failed=2), tmp_path / "out.jsonl"
    assert run(source, out, "--max-failures", "2").exit_code == 0
    assert run(source, out, "--resume", "--max-failures", "2").exit_code == 0
    assert run(source, out, "--resume", "--max-failures", "1").exit_code == 1


def test_a_run_that_ends_early_has_failed_whatever_may_fail(tmp_path: Path) -> None:
    result = run(some(tmp_path, cleaned=2, failed=0), "/dev/full", "--to", "jsonl", "--max-failures", "100%")
    assert result.exit_code == 1
    assert "error: " in result.stderr


@pytest.mark.parametrize("typed", ["101%", "1.5", "-1", "some", "", "1e3", "%", "1%%"])
def test_what_is_neither_a_number_nor_a_share_is_refused(tmp_path: Path, typed: str) -> None:
    source = some(tmp_path, cleaned=1, failed=0)
    result = CliRunner().invoke(main, ["run", str(source), str(tmp_path / "out"), "--max-failures", typed])
    assert result.exit_code == 2
    assert "is neither a number nor a share; write 20, 1% or 0.01" in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()
