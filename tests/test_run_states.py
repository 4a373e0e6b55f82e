"""Any sequence of runs, changes, damage and kills leaves in OUTPUT what one run into a new place would.

`python -m tests.test_run_states 500` runs so many sequences and lists what was reached: input format, output
format, action.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.run_worlds import BAD, FOLDER_ONLY, INPUTS, OUTPUTS, TEXTS, World, contents

STEMS: Final = st.sampled_from(["a", "b", "sub/a", "sub/b", "海" * 60])
DOCUMENTS: Final = st.lists(st.sampled_from([BAD, *range(len(TEXTS))]), min_size=1, max_size=4)
CHOICES: Final = st.sampled_from([(), ("--no-title",), ("--removed", "REMOVED")])
REACHED: Final[Counter[tuple[str, str, str]]] = Counter()


class Runs(RuleBasedStateMachine):
    """Everything that may happen between two runs, and to a run."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="runs-"))

    def teardown(self) -> None:
        """Forget the world."""
        if hasattr(self, "world"):
            REACHED.update(self.world.reached)
        shutil.rmtree(self.place, ignore_errors=True)

    @initialize(suffix=st.sampled_from(list(INPUTS)), write_as=st.sampled_from(list(OUTPUTS)), folder=st.booleans(),
                documents=DOCUMENTS)  # fmt: skip
    def begin(self, suffix: str, write_as: str, folder: bool, documents: list[int]) -> None:  # noqa: FBT001
        self.world = World(self.place / "w", suffix, write_as, folder=folder or write_as in FOLDER_ONLY)
        self._write("a", suffix, documents)

    def _write(self, stem: str, suffix: str, documents: list[int]) -> None:
        if suffix in {".warc", ".warc.gz", ".wet"}:
            documents = [it for it in documents if it != BAD] or [0]
        path = self.world.source / f"{stem}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(INPUTS[suffix](documents))

    def _inputs(self) -> list[Path]:
        return sorted(it for it in self.world.source.rglob("*") if it.is_file())

    def _outputs(self) -> list[Path]:
        return sorted(it for it in self.world.out.rglob("*") if it.is_file() and not it.name.startswith("."))

    @rule(stem=STEMS, documents=DOCUMENTS, other=st.sampled_from(["", ".htm", ".html", ".txt"]))
    def write_an_input(self, stem: str, documents: list[int], other: str) -> None:
        self._write(stem, self.world.suffix if not other else other.replace(".htm", ".html")[:5], documents)
        if other == ".htm":
            (self.world.source / f"{stem}.html").replace(self.world.source / f"{stem}.htm")
        self.world.did("changed input")

    @rule(number=st.integers(0, 9))
    def remove_an_input(self, number: int) -> None:
        if not (inputs := self._inputs()):
            return
        inputs[number % len(inputs)].unlink()
        self.world.did("removed input")

    @rule(number=st.integers(0, 9), stem=STEMS)
    def rename_an_input(self, number: int, stem: str) -> None:
        if not (inputs := self._inputs()):
            return
        old = inputs[number % len(inputs)]
        new = self.world.source / (stem + old.name[old.name.index(".") :])
        new.parent.mkdir(exist_ok=True)
        old.replace(new)
        self.world.did("renamed input")

    @rule(number=st.integers(0, 9), at=st.integers(0, 10_000), cut=st.booleans())
    def damage_an_input(self, number: int, at: int, cut: bool) -> None:  # noqa: FBT001
        if not (inputs := self._inputs()):
            return
        path = inputs[number % len(inputs)]
        data = bytearray(path.read_bytes())
        if data:
            at %= len(data)
            if cut:
                del data[at:]
            else:
                data[at] ^= 0x55
            path.write_bytes(data)
        self.world.did("damaged input")

    @rule(number=st.integers(0, 9))
    def remove_an_output(self, number: int) -> None:
        if not (outputs := self._outputs()):
            return
        path = outputs[number % len(outputs)]
        path.unlink()
        name = path.relative_to(self.world.out).as_posix()
        self.world.by_hand.pop(name, None)
        self.world.unsure.pop(name, None)
        self.world.did("removed output")

    @rule(number=st.integers(0, 9), content=st.binary(max_size=20))
    def change_an_output(self, number: int, content: bytes) -> None:
        if not (outputs := self._outputs()):
            return
        path = outputs[number % len(outputs)]
        path.write_bytes(content)
        name = path.relative_to(self.world.out).as_posix()
        self.world.unsure.pop(name, None)
        self.world.by_hand[name] = content
        self.world.did("changed output")

    @rule(name=st.sampled_from(["own.txt", "a.txt", "sub/own.jsonl", "failures.jsonl"]))
    def write_a_file_of_ones_own_into_output(self, name: str) -> None:
        path = self.world.out / name
        if path.parent.is_file() or path.is_dir():
            return
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"my own")
        self.world.unsure.pop(name, None)
        self.world.by_hand[name] = b"my own"
        self.world.did("own file in output")

    @rule(at=st.integers(0, 100_000), gone=st.booleans())
    def damage_the_journal(self, at: int, gone: bool) -> None:  # noqa: FBT001
        for path in self.world.out.rglob(".*journal"):
            data = bytearray(path.read_bytes())
            if gone or not data:
                path.unlink()
            else:
                data[at % len(data)] ^= 0x55
                path.write_bytes(data)
            known = {
                name: it for name, it in contents(self.world.out).items() if name not in self.world.by_hand
            }
            self.world.unsure.update(known)
        self.world.did("damaged journal")

    @rule(to=st.sampled_from(list(OUTPUTS)))
    @precondition(lambda self: self.world.folder)
    def choose_another_output_format(self, to: str) -> None:
        self.world.write_as = to
        self.world.did("other format")

    @rule(options=CHOICES)
    def run(self, options: tuple[str, ...]) -> None:
        self.world.run(self._typed(options))
        self.world.did("run")

    @rule(options=CHOICES)
    def resume(self, options: tuple[str, ...]) -> None:
        self.world.run(self._typed(options), "--resume")
        self.world.did("resumed")

    @rule(options=CHOICES)
    def retry(self, options: tuple[str, ...]) -> None:
        self.world.run(self._typed(options), "--retry-failures")
        self.world.did("retried")

    @rule(options=CHOICES, step=st.integers(1, 30), how=st.sampled_from(["--overwrite", "--resume"]))
    def kill_a_run(self, options: tuple[str, ...], step: int, how: str) -> None:
        self.world.run(self._typed(options), how, kill_at=step)
        self.world.did("killed")

    def _typed(self, options: tuple[str, ...]) -> list[str]:
        return [str(self.place / "removed.jsonl") if it == "REMOVED" else it for it in options]


def run_sequences(number: int, steps: int = 12) -> None:
    """So many sequences of so many actions; raises at the first that leaves anything else."""
    run_state_machine_as_test(
        Runs,
        settings=settings(
            max_examples=number,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=number < LONG,
            database=None,
            report_multiple_bugs=False,
        ),
    )


LONG: Final = 100
"""From so many sequences on they are other ones each time."""


@pytest.mark.skipif(sys.platform != "linux", reason="forks processes and kills them")
def test_any_sequence_of_runs_leaves_what_a_run_into_a_new_place_would() -> None:
    run_sequences(12)


if __name__ == "__main__":
    run_sequences(int(sys.argv[1]))
    for reached, times in sorted(REACHED.items()):
        print(f"{times:6} {' -> '.join(reached)}")  # noqa: T201 - what the command is for
    print(f"{len(REACHED)} triples, {sum(REACHED.values())} actions")  # noqa: T201
