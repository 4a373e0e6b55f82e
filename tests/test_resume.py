"""`--resume` and `--retry-failures`: what is done again, what is not, and what is said of it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cleaner.batch.journal import Journal
from cleaner.batch.journal_file import JournalError
from cleaner.cli.main import main
from tests.fragile import FragileSetup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments), "--jobs", "1"])


def account(result: Result) -> str:
    return result.stderr.splitlines()[-1]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in" / name).write_text(BODY)
    return tmp_path / "in"


def records(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"id": n, "text": it}) + "\n" for n, it in enumerate(texts)))
    return path


def rules(place: Path) -> Path:
    """The one file of a folder of rules."""
    (place / "rules").mkdir()
    file = place / "rules" / "site.example.yaml"
    match = "match: {domains: [site.example]}"
    drop = "drop: [{label: navigation, why: the menu stands before every article, line: Home}]"
    file.write_text(f"site: site.example\n{match}\n{drop}\n")
    return file


def test_a_second_run_does_only_what_is_new_or_changed(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "out")
    (texts / "aa.txt").write_text(BODY)
    (texts / "b.txt").write_text(BODY * 2)
    result = run(texts, tmp_path / "out", "--resume")
    assert f"changed since the last run, cleaned again: {texts}/b.txt" in result.stderr.splitlines()
    assert account(result) == "read 4 = cleaned 2 + empty 0 + skipped 2 + failed 0"
    assert account(run(texts, tmp_path / "out", "--resume")).endswith("skipped 4 + failed 0")


def test_one_output_of_changed_inputs_is_made_again_and_said_so(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "all.jsonl")
    os.utime(texts / "b.txt", (1, 1))
    result = run(texts, tmp_path / "all.jsonl", "--resume")
    assert f"INPUT is not what it was ({texts}/b.txt); everything is cleaned again" in result.stderr
    assert account(result).startswith("read 3 = cleaned 3")
    (texts / "d.txt").write_text(BODY)
    result = run(texts, tmp_path / "all.jsonl", "--resume")
    assert f"INPUT has more files now ({texts}/d.txt)" in result.stderr


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (["--no-title"], "another choice of options"),
        (["--rules", "rules"], "another set of rules"),
        (["--max-seconds", "5"], "another limit"),
        (["--limit", "2"], "another choice of documents"),
        (["--removed", "r.jsonl"], "whether --removed is wanted"),
    ],
    ids=lambda it: it[0] if isinstance(it, list) else "",
)
def test_another_question_is_not_answered_with_old_work(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch, option: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    rules(tmp_path)
    run(texts, "out")
    result = run(texts, "out", "--resume", *option)
    assert result.exit_code == 2
    assert message in result.stderr
    assert run(texts, "out", "--overwrite", *option).exit_code == 0


def test_a_changed_rule_is_another_question(tmp_path: Path, texts: Path) -> None:
    file = rules(tmp_path)
    run(texts, tmp_path / "out", "--rules", tmp_path / "rules")
    file.write_text(file.read_text().replace("Home", "Start"))
    result = run(texts, tmp_path / "out", "--rules", tmp_path / "rules", "--resume")
    assert result.exit_code == 2


def test_without_a_journal_everything_is_done_and_said_so(tmp_path: Path, texts: Path) -> None:
    result = run(texts, tmp_path / "out", "--resume")
    assert "nothing is known of an earlier run" in result.stderr
    assert account(result).startswith("read 3 = cleaned 3")


def test_failures_of_an_earlier_run_are_named_again(tmp_path: Path, texts: Path) -> None:
    (texts / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    run(texts, tmp_path / "out")
    listed = (tmp_path / "out" / "failures.jsonl").read_bytes()
    result = run(texts, tmp_path / "out", "--resume")
    assert result.exit_code == 1
    assert f"failed: {texts}/b.txt: not text: PNG image" in result.stderr.splitlines()
    assert account(result) == "read 3 = cleaned 0 + empty 0 + skipped 2 + failed 1"
    assert (tmp_path / "out" / "failures.jsonl").read_bytes() == listed


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "all.parquet", "folder"])
def test_what_failed_is_tried_again_and_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = records(tmp_path / "in.jsonl", [BODY, f"BUG {BODY}", BODY * 2, f"CRASH {BODY}", BODY])
    arguments: list[str | Path] = [source, tmp_path / name, "--removed", tmp_path / "removed.jsonl"]
    arguments += ["--to", "txt"] if name == "folder" else []
    expected = [
        source,
        tmp_path / f"expected-{name}",
        "--removed",
        tmp_path / "expected.jsonl",
        *arguments[4:],
    ]
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.cli.run.Setup", FragileSetup)
        assert account(run(*arguments)).endswith("failed 2")
    result = run(*arguments, "--retry-failures", "--max-seconds", "30")
    assert account(result) == "read 5 = cleaned 2 + empty 0 + skipped 3 + failed 0"
    assert not list(tmp_path.rglob("*failures.jsonl"))
    run(*expected)
    assert (tmp_path / "removed.jsonl").read_bytes() == (tmp_path / "expected.jsonl").read_bytes()
    one, other = tmp_path / name, tmp_path / f"expected-{name}"
    if one.is_file():
        assert one.read_bytes() == other.read_bytes()
    else:
        assert {it.name: it.read_bytes() for it in one.glob("*.txt")} == {
            it.name: it.read_bytes() for it in other.glob("*.txt")
        }


def _typed(place: Path) -> Path:
    """A table with values of types that Parquet does not give back as they were."""
    times = pa.array([datetime(2024, 1, it + 1, tzinfo=UTC) for it in range(3)], pa.timestamp("s", "UTC"))
    columns = {
        "text": pa.array([BODY, None, BODY * 2], pa.large_string()),
        "tags": [["a"], [], None],
        "when": times,
        "kind": pa.array(["x", "y", "x"]).dictionary_encode(),
        "about": [{"n": 1, "l": [[1]]}, None, {"n": None, "l": []}],
        "pairs": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int32())),
    }
    pq.write_table(pa.table(columns), place / "in.parquet", store_schema=True)
    return place / "in.parquet"


def _loose(place: Path) -> Path:
    """Records whose fields have lists, objects, numbers and what has no type in common."""
    lines: list[object] = [
        {"text": BODY, "tags": ["a"], "about": {"list": [{"n": 1}]}, "mixed": 1, "n": 1},
        {"text": ["no", "text"]},
        {"text": BODY, "tags": [], "mixed": "one", "n": 1.5},
        {"html": "<p>no text", "text": BODY, "mixed": [None], "late": [[]]},
    ]
    (place / "in.jsonl").write_text("".join(f"{json.dumps(it)}\n" for it in lines))
    return place / "in.jsonl"


@pytest.mark.parametrize("make", [_typed, _loose])
@pytest.mark.parametrize("name", ["all.jsonl", "all.parquet"])
def test_what_is_carried_over_has_the_bytes_of_a_run_into_a_new_place(
    tmp_path: Path, make: Callable[[Path], Path], name: str
) -> None:
    source, out = make(tmp_path), tmp_path / name
    assert account(run(source, out)).endswith("failed 1")
    first = out.read_bytes()
    for _ in range(2):
        assert account(run(source, out, "--retry-failures")).endswith("failed 1")
        assert out.read_bytes() == first


def test_two_runs_do_not_write_to_one_output_at_once(tmp_path: Path, texts: Path) -> None:
    (tmp_path / "out").mkdir()
    first = Journal(tmp_path / "out" / ".cleaner-journal")
    with pytest.raises(JournalError, match="another run is writing to this OUTPUT"):
        Journal(tmp_path / "out" / ".cleaner-journal")
    assert "another run" in run(texts, tmp_path / "out").stderr
    first.close()
    assert run(texts, tmp_path / "out").exit_code == 0


def test_what_is_no_journal_is_set_aside_and_named(tmp_path: Path, texts: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".cleaner-journal").write_bytes(b"no database at all" * 100)
    result = run(texts, tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr.count("set aside as .cleaner-journal.set-aside") == 1
    assert (tmp_path / "out" / ".cleaner-journal.set-aside").read_bytes() == b"no database at all" * 100
    assert account(run(texts, tmp_path / "out", "--resume")).endswith("skipped 3 + failed 0")


def test_the_failures_file_is_never_an_input(tmp_path: Path) -> None:
    source = records(tmp_path / "x.failures.jsonl", [BODY])
    result = run(source, tmp_path / "x.jsonl")
    assert result.exit_code == 2
    assert source.exists()
