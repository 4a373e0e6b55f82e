"""CPU time and memory of a Python program and of all processes that it starts, services and a JVM among them.

Both are looked up while the processes live, a few times a second: what the kernel counts of processes that
have ended lacks those that nobody waited for, such as the workers of Ray and Spark. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from typing import Final, NamedTuple

_SUBREAPER: Final = 36
"""PR_SET_CHILD_SUBREAPER of Linux: processes whose parent has ended become this one's."""
_EVERY: Final = 0.25
"""Seconds between two looks at the processes."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PROC: Final = Path("/proc")


class Used(NamedTuple):
    """What a program and its processes used."""

    seconds: float
    """CPU time of all."""
    java: float
    """CPU time of the JVM, which is in `seconds`, too."""
    megabytes: int
    """The most that one of the processes that have the library `mark` loaded held at a time."""


class _Process(NamedTuple):
    """What was last seen of a process."""

    name: str
    seconds: float
    kilobytes: int
    is_marked: bool


def measure(code: str, mark: str) -> Used:
    """Run `code` in a Python process; `mark` is part of the name of a library that workers load."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "used")
        process = os.fork()
        if not process:
            os._exit(_measure_here(code, mark, place))
        _, status = os.waitpid(process, 0)
        if status:
            raise SystemExit("the program failed; see above")
        return Used(*json.loads(place.read_bytes()))


def _measure_here(code: str, mark: str, place: Path) -> int:
    """In a process of its own, to which all that `code` leaves behind are handed over."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    seen: dict[int, _Process] = {}
    ended = Event()
    looking = Thread(target=_look, args=(seen, mark, ended))
    looking.start()
    program = subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603, PLW1510 - our own code
    _wait_for_all()
    ended.set()
    looking.join()
    if program.returncode:
        print(program.stderr.decode()[-2000:], file=sys.stderr)
    seconds = sum(it.seconds for it in seen.values())
    java = sum(it.seconds for it in seen.values() if it.name == "java")
    largest = max((it.kilobytes for it in seen.values() if it.is_marked), default=0)
    place.write_text(json.dumps(Used(seconds, java, largest // 1024)))
    return program.returncode


def _wait_for_all() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _look(seen: dict[int, _Process], mark: str, ended: Event) -> None:
    """Note what every process below this one uses, until `ended`."""
    while not ended.wait(_EVERY):
        for number in _below(os.getpid()):
            try:
                seen[number] = _process(number, mark, seen.get(number))
            except (OSError, IndexError):
                continue  # it has just ended


def _below(root: int) -> list[int]:
    """The numbers of all processes that descend from `root`."""
    parents: dict[int, int] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_fields(int(folder.name))[1])
        except (OSError, IndexError):
            continue
    found, left = [], [root]
    while left:
        above = left.pop()
        children = [it for it, parent in parents.items() if parent == above]
        found += children
        left += children
    return found


def _fields(number: int) -> list[str]:
    """The fields of `/proc/N/stat` after the name, which may have spaces."""
    return (_PROC / str(number) / "stat").read_text().rpartition(")")[2].split()


def _process(number: int, mark: str, before: _Process | None) -> _Process:
    folder = _PROC / str(number)
    fields = _fields(number)
    status = dict(it.split(":", 1) for it in (folder / "status").read_text().splitlines())
    peak, is_marked = int(status.get("VmHWM", "0 kB").split()[0]), False
    if before is not None:  # what has ended and was not waited for holds no memory
        peak, is_marked = max(peak, before.kilobytes), before.is_marked
    is_marked = is_marked or mark in (folder / "maps").read_text()
    return _Process(status["Name"].strip(), (int(fields[11]) + int(fields[12])) / _TICKS, peak, is_marked)
