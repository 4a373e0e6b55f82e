"""A run that is killed again and again, at any moment, ends with the bytes of one that never was."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.run_worlds import contents, set_steps, start, wait

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

KILLS = 12
"""Each run with two workers starts a fork server, which takes a second to load: one case is enough."""
DOCUMENTS = 800


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


def wait_for_progress(process: int, place: Path) -> bool:
    """Until the journal was written to since now; False if the run is over."""

    def written() -> list[int]:
        found = []
        for path in place.rglob(".*journal*"):
            with suppress(FileNotFoundError):  # SQLite's own files come and go
                found.append(path.stat().st_mtime_ns)
        return found

    before = written()
    while written() == before:
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(0.002)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="forks processes and kills them")
@pytest.mark.parametrize(
    ("make", "output", "kills", "jobs"),
    [
        (folder, "out", KILLS, 1),
        (json_lines, "out/all.jsonl", KILLS, 1),
        (json_lines, "out/all.jsonl.gz", KILLS // 4, 2),
        (parquet, "out/all.parquet", KILLS, 1),
    ],
    ids=["folder", "JSON lines", "packed JSON lines", "Parquet"],
)
def test_killed_at_any_moment_it_ends_with_the_same_bytes(
    tmp_path: Path, make: Callable[[Path], Path], output: str, kills: int, jobs: int
) -> None:
    source, log = make(tmp_path), tmp_path / "log"
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for place in (whole, broken):
        place.mkdir()

    def begin(place: Path, how: str) -> int:
        typed = [source, place / output, "--removed", place / "removed.jsonl", how, "--jobs", jobs]
        return start([str(it) for it in typed], log, lambda: set_steps(0.01, 20_000))

    began = time.monotonic()
    account = wait(begin(whole, "--overwrite"), log).account
    longest = (time.monotonic() - began) / 6
    chance = random.Random(output)
    killed = finished = 0
    went_on = False
    while killed < kills:
        process = begin(broken, "--resume" if went_on else "--overwrite")
        if wait_for_progress(process, broken):
            time.sleep(chance.uniform(0, longest))
            os.kill(process, signal.SIGKILL)
        went_on = wait(process, log).status == -signal.SIGKILL
        killed += went_on
        finished += not went_on
        if not went_on:
            assert contents(broken) == contents(whole)
    told = wait(begin(broken, "--resume"), log).account
    assert contents(broken) == contents(whole)
    assert finished <= KILLS // 2, "too few documents for so many kills"
    assert (told[0], told[4]) == (account[0], account[4])
