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
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.run_worlds import BAD, FOLDER_ONLY, INPUTS, OUTPUTS, TEXTS, World, contents

PAIRS: Final = [(suffix, write_as) for suffix in INPUTS for write_as in OUTPUTS]
STEMS: Final = ("a", "b", "sub/a", "sub/b", "海" * 60)
OWN: Final = ("own.txt", "a.txt", "sub/own.jsonl", "failures.jsonl")
NUMBERS: Final = st.integers(0, 1 << 20)
DOCUMENTS: Final = st.lists(st.sampled_from([BAD, *range(len(TEXTS))]), min_size=1, max_size=4)
CHOICES: Final = st.sampled_from([(), ("--no-title",), ("--removed", "REMOVED")])
SHARDS: Final = st.sampled_from([(), ("--shard", "0/2"), ("--shard", "1/2")])
REACHED: Final[Counter[tuple[str, str, str]]] = Counter()
"""How often each action was done to each input and output format."""
SEQUENCES, STEPS = 12, 6


class Runs(RuleBasedStateMachine):
    """Each step changes something, and then runs."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="runs-"))

    def teardown(self) -> None:
        """Forget the world."""
        if hasattr(self, "world"):
            REACHED.update(self.world.reached)
        shutil.rmtree(self.place, ignore_errors=True)

    @initialize(pair=st.integers(0, len(PAIRS) - 1), folder=st.booleans(), shard=SHARDS, documents=DOCUMENTS)
    def begin(self, pair: int, folder: bool, shard: tuple[str, ...], documents: list[int]) -> None:  # noqa: FBT001
        suffix, write_as = PAIRS[pair]
        folder = folder or write_as in FOLDER_ONLY
        self.world = World(self.place / "w", suffix, write_as, folder=folder, always=shard)
        self._write("a", suffix, documents)

    def _write(self, stem: str, suffix: str, documents: list[int]) -> None:
        if suffix in {".warc", ".warc.gz", ".wet"}:
            documents = [it for it in documents if it != BAD] or [0]
        path = self.world.source / f"{stem}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(INPUTS[suffix](documents))

    def _input(self, number: int) -> Path | None:
        found = sorted(it for it in self.world.source.rglob("*") if it.is_file())
        return found[number % len(found)] if found else None

    def _output(self, number: int) -> Path | None:
        found = sorted(it for it in self.world.out.rglob("*") if it.is_file() and not it.name.startswith("."))
        return found[number % len(found)] if found else None

    def _change(self, change: str, number: int, documents: list[int]) -> None:
        getattr(self, f"_{change.replace(' ', '_')}")(number, documents)
        self.world.did(change)

    def _input_changed(self, number: int, documents: list[int]) -> None:
        self._write(STEMS[number % len(STEMS)], self.world.suffix, documents)

    def _input_of_another_kind(self, number: int, documents: list[int]) -> None:
        stem, suffix = STEMS[number % len(STEMS)], (".html", ".htm", ".txt")[number % 3]
        self._write(stem, suffix.replace(".htm", ".html")[:5], documents)
        if suffix == ".htm":
            (self.world.source / f"{stem}.html").replace(self.world.source / f"{stem}.htm")

    def _input_removed(self, number: int, _documents: list[int]) -> None:
        if path := self._input(number):
            path.unlink()

    def _input_renamed(self, number: int, _documents: list[int]) -> None:
        if old := self._input(number):
            new = self.world.source / (STEMS[number % len(STEMS)] + old.name[old.name.index(".") :])
            new.parent.mkdir(exist_ok=True)
            old.replace(new)

    def _input_damaged(self, number: int, _documents: list[int]) -> None:
        path = self._input(number)
        data = bytearray(path.read_bytes()) if path else bytearray()
        if path and data:
            at = number % len(data)
            if number % 2:
                del data[at:]
            else:
                data[at] ^= 0x55
            path.write_bytes(data)

    def _output_removed(self, number: int, _documents: list[int]) -> None:
        if path := self._output(number):
            path.unlink()
            name = path.relative_to(self.world.out).as_posix()
            self.world.by_hand.pop(name, None)
            self.world.unsure.pop(name, None)

    def _output_changed(self, number: int, _documents: list[int]) -> None:
        if path := self._output(number):
            self._by_hand(path.relative_to(self.world.out).as_posix(), b"changed %d" % number)

    def _own_file_in_output(self, number: int, _documents: list[int]) -> None:
        name = OWN[number % len(OWN)]
        if not (self.world.out / name).parent.is_file():
            self._by_hand(name, b"my own")

    def _by_hand(self, name: str, content: bytes) -> None:
        path = self.world.out / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.world.unsure.pop(name, None)
        self.world.by_hand[name] = content

    def _journal_damaged(self, number: int, _documents: list[int]) -> None:
        self.world.journal_was_lost = True
        for path in self.world.out.rglob(".*journal"):
            data = bytearray(path.read_bytes())
            if number % 8 and data:
                data[number % len(data)] ^= 0x55
                path.write_bytes(data)
            else:
                path.unlink()
        found = contents(self.world.out)
        self.world.unsure.update({name: it for name, it in found.items() if name not in self.world.by_hand})

    def _other_format(self, number: int, _documents: list[int]) -> None:
        if self.world.folder:
            self.world.write_as = list(OUTPUTS)[number % len(OUTPUTS)]

    def _nothing(self, number: int, documents: list[int]) -> None:
        """The same again."""

    CHANGES = st.sampled_from(
        [
            "input changed",
            "input of another kind",
            "input removed",
            "input renamed",
            "input damaged",
            "output removed",
            "output changed",
            "own file in output",
            "journal damaged",
            "other format",
            "nothing",
        ]
    )

    @rule(
        change=CHANGES,
        number=NUMBERS,
        documents=DOCUMENTS,
        options=CHOICES,
        how=st.sampled_from(["--overwrite", "--overwrite", "--resume", "--resume", "--retry-failures"]),
    )
    def change_and_run(
        self, change: str, number: int, documents: list[int], options: tuple[str, ...], how: str
    ) -> None:
        self._change(change, number, documents)
        self.world.run(self._typed(options), how)
        self.world.did(f"run {how}")

    @rule(
        change=CHANGES,
        number=NUMBERS,
        documents=DOCUMENTS,
        options=CHOICES,
        how=st.sampled_from(["--overwrite", "--resume"]),
        step=st.integers(1, 30),
    )
    def change_run_and_kill(
        self, change: str, number: int, documents: list[int], options: tuple[str, ...], how: str, step: int
    ) -> None:
        self._change(change, number, documents)
        killed = self.world.run(self._typed(options), how, kill_at=step)
        self.world.did(f"killed {how}" if killed else f"run {how}")

    def _typed(self, options: tuple[str, ...]) -> list[str]:
        return [str(self.place / "removed.jsonl") if it == "REMOVED" else it for it in options]


def run_sequences(number: int, *, same: bool) -> None:
    """So many sequences, the `same` each time or others; raises at the first that leaves anything else."""
    run_state_machine_as_test(
        Runs,
        settings=settings(
            max_examples=number,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=same,
            database=None,
            report_multiple_bugs=False,
        ),
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks processes and kills them")
def test_any_sequence_of_runs_leaves_what_a_run_into_a_new_place_would() -> None:
    run_sequences(SEQUENCES, same=True)


if __name__ == "__main__":
    run_sequences(int(sys.argv[1]), same=False)
    for reached, times in sorted(REACHED.items()):
        print(f"{times:6} {' -> '.join(reached)}")  # noqa: T201 - what the command is for
    print(f"{len(REACHED)} triples, {sum(REACHED.values())} actions")  # noqa: T201
