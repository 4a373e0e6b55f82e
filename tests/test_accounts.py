"""Every document is accounted for, whatever happens to it and however many workers there are."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cleaner
from cleaner.batch import Request, make_plan
from cleaner.batch import run as run_batch
from cleaner.batch.tally import Tally
from cleaner.batch.task import Outcome, Stats, Status
from cleaner.cli.main import main
from tests.fragile import FragileSetup

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies."
ACCOUNT = re.compile(r"read (\d+) = cleaned (\d+) \+ empty (\d+) \+ skipped (\d+) \+ failed (\d+)")


class Listener:
    """Hears what is said during a run."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.say = self.said.append

    def step(self, outcome: Outcome) -> None:
        """Nothing to see."""

    def summarize(self, tally: Tally) -> None:
        """Likewise."""


def account(stderr: str) -> tuple[int, ...]:
    """The numbers of the last line."""
    match = ACCOUNT.fullmatch(stderr.splitlines()[-1])
    assert match is not None
    read, *parts = map(int, match.groups())
    assert read == sum(parts)
    return read, *parts


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


def run_fragile(source: Path, target: Path, jobs: int) -> list[str]:
    watcher = Listener()
    run_batch(make_plan(Request([str(source)], str(target))), FragileSetup(), jobs, watcher)
    return watcher.said


def corpus(path: Path, number: int = 150) -> Path:
    """Records of every fate."""
    with path.open("w") as file:
        for index in range(number):
            fate = index % 10
            if fate == 3:
                file.write("{bad\n")
            elif fate == 5:
                file.write(json.dumps({"id": index, "html": None}) + "\n")
            else:
                text = "" if fate == 7 else f"{BODY}\n" * (index % 4 + 1)
                file.write(json.dumps({"id": index, "text": text}) + "\n")
    return path


def test_every_fate_is_counted_once(tmp_path: Path) -> None:
    result = run(corpus(tmp_path / "in.jsonl"), tmp_path / "out.jsonl", "--jobs", "1")
    read, cleaned, empty, skipped, failed = account(result.stderr)
    assert (read, skipped, failed) == (150, 0, 30)
    assert empty >= 15
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == cleaned + empty
    assert sum(line.startswith("failed: ") for line in result.stderr.splitlines()) == failed
    assert result.exit_code == 1


@pytest.mark.slow
def test_any_number_of_workers_writes_the_same_bytes(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl", 600)
    seen = set()
    for jobs in ("1", "2", "8"):
        out, removed = tmp_path / f"{jobs}.jsonl", tmp_path / f"removed-{jobs}.jsonl"
        result = run(source, out, "--removed", removed, "--drop", "body", "--jobs", jobs)
        told = result.stderr.replace(str(out), "OUT")
        seen.add((out.read_bytes(), removed.read_bytes(), told))
    assert len(seen) == 1


def test_one_document_that_cannot_be_read_harms_no_other(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for index in range(80):
        (tmp_path / "in" / f"{index}.txt").write_text(BODY)
    (tmp_path / "in" / "40.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "in" / "50.txt").unlink()
    (tmp_path / "in" / "50.txt").symlink_to("nowhere")
    result = run(tmp_path / "in", tmp_path / "out", "--jobs", "2")
    assert account(result.stderr)[4] == 2
    assert f"failed: {tmp_path}/in/50.txt: No such file or directory" in result.stderr.splitlines()
    assert len(list((tmp_path / "out").glob("*.txt"))) == 78


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_is_one_documents_failure(tmp_path: Path, jobs: int) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"text": "BUG" if n == 40 else BODY}) + "\n" for n in range(90)))
    said = run_fragile(source, tmp_path / "out.jsonl", jobs)
    assert said[0] == (
        f"failed: {source}:41: internal error: ZeroDivisionError: of two\\nlines; please report it"
    )
    assert account(said[-1])[4] == 1


def test_a_worker_that_dies_loses_the_one_document(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(
        "".join(json.dumps({"id": n, "text": "CRASH" if n == 40 else BODY}) + "\n" for n in range(100))
    )
    said = run_fragile(source, tmp_path / "out.jsonl", 2)
    assert [line.split(": ")[1] for line in said if line.startswith("failed")] == [f"{source}:41"]
    written = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert written == [n for n in range(100) if n != 40]


def test_a_document_alone_that_crashes_is_its_runs_one_failure(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("CRASH at once")
    said = run_fragile(tmp_path / "in.txt", tmp_path / "out", 2)
    assert said[0].startswith(f"failed: {tmp_path}/in.txt: the worker process ended on it with status 1")
    assert account(said[-1]) == (1, 0, 0, 0, 1)


def test_the_first_document_may_crash_and_the_few_others_are_cleaned(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("a.txt", "CRASH"), ("b.txt", BODY), ("c.txt", BODY)):
        (tmp_path / "in" / name).write_text(text)
    said = run_fragile(tmp_path / "in", tmp_path / "out", 2)
    assert [line.split(": ")[1] for line in said if line.startswith("failed")] == [f"{tmp_path}/in/a.txt"]
    assert sorted(it.name for it in (tmp_path / "out").glob("*.txt")) == ["b.txt", "c.txt"]


def test_an_output_that_cannot_be_written_is_that_documents_failure(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(BODY)
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    result = run(tmp_path / "in", tmp_path / "out", "--jobs", "1")
    assert account(result.stderr)[4] == 1
    assert f"failed: {tmp_path}/in/a.txt: {tmp_path}/out/a.txt cannot be written" in result.stderr
    assert (tmp_path / "out" / "b.txt").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_loses_documents_and_says_so(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in.jsonl", 2000)
    result = run(source, "/dev/full", "--jobs", "1")
    assert result.exit_code == 1
    assert "error: /dev/full cannot be written: No space left on device" in result.stderr.splitlines()
    _, cleaned, empty, *_ = account(result.stderr)
    assert cleaned + empty == 0


def test_rules_out_of_time_are_told_with_counts() -> None:
    said: list[str] = []
    tally = Tally(said.append)
    for rules in (("b.org/slow", "a.org/menu"), ("b.org/slow",), ()):
        tally.count(Outcome(Status.CLEANED, "x", stats=Stats(timed_out=rules)))
    assert tally.timeouts() == (
        "out of time, and so without effect: a.org/menu on 1 document, b.org/slow on 2 documents"
    )
    assert account(tally.account()) == (3, 3, 0, 0, 0)


def test_a_wrong_rule_file_is_status_2_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules" / "sites").mkdir(parents=True)
    (tmp_path / "rules" / "sites" / "example.org.yaml").write_text("nonsense: [")
    (tmp_path / "a.txt").write_text(BODY)
    result = run(tmp_path / "a.txt", tmp_path / "out.txt", "--rules", tmp_path / "rules")
    assert result.exit_code == 2
    assert "example.org.yaml:" in result.stderr
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.slow
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_an_interrupted_run_leaves_whole_files_that_resume_completes(
    tmp_path: Path, signal_number: signal.Signals
) -> None:
    source, out, removed = tmp_path / "in.jsonl", tmp_path / "out", tmp_path / "removed.jsonl"
    source.write_text(
        "".join(json.dumps({"id": f"d{n}", "text": f"{BODY}\n" * 3}) + "\n" for n in range(1500))
    )
    arguments: list[str | Path] = [
        "run",
        source,
        out,
        "--to",
        "txt",
        "--drop",
        "body",
        "--removed",
        removed,
        "--jobs",
        "2",
    ]
    home = str(Path(cleaner.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner.cli.main", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": home},
    ) as process:
        deadline = time.monotonic() + 60
        while not any(out.glob("*.txt")) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal_number)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == 130
    assert told.startswith("interrupted: ")
    assert told.count("\n") == 1
    done = sorted(it.name for it in out.glob("*.txt"))
    assert 0 < len(done) < 1500
    assert not list(out.glob(".*.part"))
    result = run(*arguments[1:], "--resume")
    assert account(result.stderr)[3] == len(done)
    ids = [json.loads(line)["id"] for line in removed.read_text().splitlines()]
    assert len(ids) == len(set(ids))
    assert len(list(out.glob("*.txt"))) == 1500
