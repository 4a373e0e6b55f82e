"""What `benchmarks.engines` measures: processes of every kind, and start-up apart from the cost of a text."""

from __future__ import annotations

import pytest

from benchmarks.engines import cost
from benchmarks.processes import Used, measure

MARK = "ahocorasick_rs"
UNWAITED = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, '-c', {busy!r}]).pid
while os.path.exists(f'/proc/{{child}}'): time.sleep(.05)
"""
"""Starts a process that the kernel forgets with all that it used as soon as it ends."""


@pytest.mark.slow
@pytest.mark.parametrize("mark", ["", f"import {MARK}"], ids=["another", "a worker"])
def test_a_process_that_nobody_waits_for_is_counted(mark: str) -> None:
    busy = f"import time\n{mark}\nwhile time.process_time() < .5: pass\ntime.sleep(.3)"
    used = measure(UNWAITED.format(busy=busy), MARK)
    assert used.seconds >= 0.5
    assert used.java == 0
    assert bool(used.megabytes) == bool(mark), "memory is told of workers alone"


def test_start_up_is_told_from_the_cost_of_a_text() -> None:
    found = cost(Used(12, 8, 100), Used(21, 9, 300), (100, 1000))
    assert found.text == pytest.approx(10)
    assert found.start == pytest.approx(11)
    assert found.text_without_java == pytest.approx(10 - 1000 / 900)
    assert (found.seconds, found.megabytes) == (21, 300)
