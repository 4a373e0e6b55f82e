"""A run that is killed again and again, at any moment, ends with the bytes of one that never was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleaner

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

KILLS = 20
DOCUMENTS = 1200
PROGRAM = (
    "from cleaner.batch import outputs; outputs.COMMIT_SECONDS = 0.01\n"
    "from cleaner.writers import part; part.FRAME_BYTES = 20_000\n"
    "from cleaner.cli.main import main; main()"
)
"""The command as it is, but for more moments at which there is something to lose."""


def text(number: int) -> str:
    lines = ["Home | News | About us", f"Report number {number} of the commission"]
    lines += [f"Sentence {line} of report {number} says what was agreed on Wednesday." for line in range(5)]
    return "\n".join([*lines, "Share on Facebook", "© 2024 All rights reserved."])


def folder(path: Path) -> Path:
    (path / "in").mkdir()
    for number in range(DOCUMENTS):
        below = path / "in" / f"{number % 7}"
        below.mkdir(exist_ok=True)
        (below / f"{number}.txt").write_text(text(number))
    return path / "in"


def json_lines(path: Path) -> Path:
    records = [json.dumps({"id": f"d{number}", "text": text(number)}) for number in range(DOCUMENTS)]
    records[100] = "{bad"
    (path / "in.jsonl").write_text("\n".join(records))
    return path / "in.jsonl"


def parquet(path: Path) -> Path:
    numbers = range(DOCUMENTS)
    table = pa.table({"number": list(numbers), "text": [text(it) if it % 99 else None for it in numbers]})
    pq.write_table(table, path / "in.parquet", row_group_size=300)
    return path / "in.parquet"


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    home = str(Path(cleaner.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "run", *map(str, arguments), "--jobs", "2"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": home},
    )


def contents(place: Path) -> dict[str, bytes]:
    """Every file that a run leaves, but for its journal."""
    files = [it for it in place.rglob("*") if it.is_file()]
    return {str(it.relative_to(place)): it.read_bytes() for it in files if "journal" not in it.name}


def wait_for_progress(process: subprocess.Popen[bytes], place: Path) -> None:
    """Until the journal was written to since now, or the run is over."""

    def written() -> list[int]:
        return [it.stat().st_mtime_ns for it in place.rglob(".*journal")]

    before = written()
    while written() == before and process.poll() is None:
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("make", "output", "kills"),
    [
        (folder, "out", KILLS),
        (json_lines, "out/all.jsonl", KILLS),
        (json_lines, "out/all.jsonl.gz", KILLS // 4),
        (parquet, "out/all.parquet", KILLS),
    ],
    ids=["folder", "JSON lines", "packed JSON lines", "Parquet"],
)
def test_killed_at_any_moment_it_ends_with_the_same_bytes(
    tmp_path: Path, make: Callable[[Path], Path], output: str, kills: int
) -> None:
    source = make(tmp_path)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for place in (whole, broken):
        place.mkdir()
    with start(source, whole / output, "--removed", whole / "removed.jsonl") as unbroken:
        assert unbroken.stderr is not None
        account = unbroken.stderr.read().splitlines()[-1]
    chance = random.Random(output)
    killed = finished = 0
    went_on = False
    while killed < kills:
        typed: list[str | Path] = [source, broken / output, "--removed", broken / "removed.jsonl"]
        with start(*typed, "--resume" if went_on else "--overwrite") as process:
            wait_for_progress(process, broken)
            time.sleep(chance.expovariate(6))
            process.send_signal(signal.SIGKILL)
        went_on = process.returncode == -signal.SIGKILL
        killed += went_on
        finished += not went_on
        if not went_on:
            assert contents(broken) == contents(whole)
    with start(source, broken / output, "--removed", broken / "removed.jsonl", "--resume") as process:
        assert process.stderr is not None
        told = process.stderr.read().splitlines()[-1]
    assert contents(broken) == contents(whole)
    assert finished <= KILLS // 2, "too few documents for so many kills"
    assert told.split(b" = ")[0] == account.split(b" = ")[0]
    assert told.split(b" failed ")[1] == account.split(b" failed ")[1]
