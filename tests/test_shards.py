"""`--shard I/N`: the parts are the whole, none twice, whoever runs them, into one folder or into many."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.shard import Shard
from cleaner.cli.main import main
from tests.records import BODY, PAGE, lines_of, rows_of, run, write_lines

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

OF = 3
"""How many shards these tests run, unless they say otherwise."""


def records(number: int, name: str = "r") -> list[dict[str, Any]]:
    return [
        {"id": f"{name}{n}", "text": f"{BODY}\nThis is the text number {n} of {name}."} for n in range(number)
    ]


def run_shards(source: Path, target: Path | str, *options: str | Path, of: int = OF) -> list[Result]:
    return [run(source, target, "--shard", f"{it}/{of}", *options) for it in range(of)]


def account(result: Result) -> tuple[int, ...]:
    """Read, cleaned, empty, skipped, failed."""
    words = result.stderr.splitlines()[-1].replace("+", "").replace("=", "").split()
    return tuple(int(it) for it in words if it.isdigit())


def together(results: list[Result]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*map(account, results), strict=True)))


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, but for journals."""
    files = (it for it in folder.rglob("*") if it.is_file() and not it.name.startswith("."))
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in files}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two files of records in a folder."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    write_lines(folder / "a.jsonl", records(20, "a"))
    write_lines(folder / "sub" / "b.jsonl", records(11, "b"))
    return folder


def test_the_shards_are_the_whole_and_none_is_twice(source: Path, tmp_path: Path) -> None:
    whole = run(source, tmp_path / "whole")
    parts = run_shards(source, tmp_path / "out")
    assert together(parts) == account(whole) == (31, 31, 0, 0, 0)
    names = contents(tmp_path / "out")
    assert sorted(names) == [
        *(f"a-{n:05}-of-00003.jsonl" for n in range(OF)),
        *(f"sub/b-{n:05}-of-00003.jsonl" for n in range(OF)),
    ]
    for stem in ("a", "sub/b"):
        found = [line for name, it in names.items() if name.startswith(stem) for line in it.splitlines()]
        assert sorted(found) == sorted((tmp_path / "whole" / f"{stem}.jsonl").read_bytes().splitlines())
    assert all(4 <= account(it)[0] <= 20 for it in parts), "shards are of about one size"


def test_a_shard_keeps_the_order_of_the_input(source: Path, tmp_path: Path) -> None:
    run_shards(source, tmp_path / "out")
    found = [it["id"] for it in lines_of(tmp_path / "out" / "a-00001-of-00003.jsonl")]
    assert found == sorted(found, key=lambda it: int(it[1:]))


def test_a_document_is_in_the_same_shard_wherever_the_input_lies(source: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "data"
    shutil.copytree(source, moved)
    run(source, tmp_path / "one", "--shard", "1/3")
    run(moved, tmp_path / "two", "--shard", "1/3")
    run(moved / "a.jsonl", tmp_path / "three", "--shard", "1/3")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    name = "a-00001-of-00003.jsonl"
    assert contents(tmp_path / "three") == {name: contents(tmp_path / "one")[name]}


def test_records_that_are_added_at_the_end_move_no_other(source: Path, tmp_path: Path) -> None:
    run_shards(source, tmp_path / "out")
    before = contents(tmp_path / "out")
    write_lines(source / "a.jsonl", [*records(20, "a"), *records(5, "more")])
    run_shards(source, tmp_path / "out")
    after = contents(tmp_path / "out")
    assert all(after[name].startswith(it) for name, it in before.items())


def test_one_shard_of_one_is_everything_under_the_usual_names(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "whole")
    run(source, tmp_path / "one", "--shard", "0/1")
    assert contents(tmp_path / "one") == contents(tmp_path / "whole")


def test_documents_with_an_output_each_have_the_names_of_a_run_without_shards(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(9):
        (folder / f"{n}.txt").write_text(f"{BODY} Number {n}.")
        (folder / f"{n}.html").write_text(PAGE)
        (folder / f"{n}.htm").write_text(PAGE.replace("Rules", f"Rules {n}"))
    run(folder, tmp_path / "whole")
    parts = run_shards(folder, tmp_path / "out")
    assert together(parts) == (27, 27, 0, 0, 0)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert "4-2.txt" in contents(tmp_path / "out")


def test_a_text_of_another_shard_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(9):
        (folder / f"{n}.txt").write_text(f"{BODY} Number {n}.")
    run_shards(folder, tmp_path / "out", "--to", "jsonl")
    written = contents(tmp_path / "out")
    assert len(written) == 9
    assert all(it.count(b"\n") == 1 for it in written.values())


def test_records_with_an_output_each_do_too_though_ids_come_twice(tmp_path: Path) -> None:
    twice = write_lines(tmp_path / "in.jsonl", [*records(8), *records(8)])
    run(twice, tmp_path / "whole", "--to", "txt")
    run_shards(twice, tmp_path / "out", "--to", "txt")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert len(contents(tmp_path / "out")) == 16


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".parquet"])
def test_an_output_file_has_the_shard_before_its_suffix(source: Path, tmp_path: Path, suffix: str) -> None:
    parts = run_shards(source, tmp_path / f"all{suffix}")
    paths = [tmp_path / f"all-{n:05}-of-00003{suffix}" for n in range(OF)]
    assert all(it.is_file() for it in paths)
    assert not (tmp_path / f"all{suffix}").exists()
    assert paths[1].name in parts[1].stderr
    read = {".jsonl": lines_of, ".parquet": rows_of}.get(suffix)
    found = [
        row["id"]
        for it in paths
        for row in (read(it) if read else map(json.loads, gzip.decompress(it.read_bytes()).splitlines()))
    ]
    assert sorted(found) == sorted(it["id"] for it in records(20, "a") + records(11, "b"))


def test_standard_output_and_devices_keep_their_names(source: Path) -> None:
    results = run_shards(source, "-")
    assert sum(len(it.stdout.splitlines()) for it in results) == 31
    assert together(run_shards(source, "/dev/null", "--to", "jsonl"))[0] == 31


def test_every_list_of_a_shard_has_its_own_name(source: Path, tmp_path: Path) -> None:
    with (source / "a.jsonl").open("a") as file:
        file.write("{bad\n" * 6)
    lists = ("--removed", tmp_path / "removed.jsonl", "--report", tmp_path / "report.json")
    parts = run_shards(source, tmp_path / "out", *lists)
    assert together(parts) == (37, 31, 0, 0, 6)
    reports = [json.loads(it.read_bytes()) for it in sorted(tmp_path.glob("report-*"))]
    assert [it["read"] for it in reports] == [account(it)[0] for it in parts]
    assert sum(len(lines_of(it)) for it in tmp_path.glob("removed-*-of-00003.jsonl")) == 31
    failures = [row for it in (tmp_path / "out").glob("failures-*") for row in lines_of(it)]
    assert sorted(it["source"].rpartition(":")[2] for it in failures) == [str(21 + n) for n in range(6)]
    assert not (tmp_path / "removed.jsonl").exists()


def test_lists_and_outputs_in_one_folder_never_have_one_name(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("removed", "failures", "report", "removed-00001-of-00003"):
        write_lines(folder / f"{name}.jsonl", [*records(6, name), {"no": "text"}])
    lists = ("--removed", out / "removed.jsonl", "--report", out / "report.json")
    parts = run_shards(folder, out, *lists)
    assert together(parts) == (28, 24, 0, 0, 4)
    ids = [row["id"] for it in out.glob("*.jsonl") for row in lines_of(it) if "cleaner" in row]
    assert len(ids) == len(set(ids)) == 24
    assert sum(len(lines_of(it)) for it in out.glob("removed-0000?-of-00003.jsonl")) == 24
    assert sum(len(lines_of(it)) for it in out.glob("failures-0000?-of-00003.jsonl")) == 4


def test_what_cannot_be_read_is_a_failure_of_one_shard(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    whole = gzip.compress(b"".join(json.dumps(it).encode() + b"\n" for it in records(400)), mtime=0)
    (folder / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "none.parquet").write_bytes(b"no Parquet")
    usual = account(run(folder, tmp_path / "whole", "--to", "jsonl"))
    assert usual[-1] == 2
    assert together(run_shards(folder, tmp_path / "out", "--to", "jsonl")) == usual


def test_shards_can_be_run_at_the_same_time_into_one_folder(source: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "cleaner.cli.main",
        "run",
        str(source),
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    running = [subprocess.Popen([*command, "--shard", f"{n}/2"], stderr=subprocess.DEVNULL) for n in range(2)]
    assert [it.wait(120) for it in running] == [0, 0]
    assert sorted(contents(tmp_path / "out")) == [
        f"{stem}-{n:05}-of-00002.jsonl" for stem in ("a", "sub/b") for n in range(2)
    ]


def test_each_shard_is_gone_on_with_by_itself(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, *_ = run_shards(source, out)
    before = contents(out)
    again = run(source, out, "--shard", "0/3", "--resume")
    assert account(again) == (account(first)[0], 0, 0, account(first)[0], 0)
    never = run(source, out, "--shard", "0/4", "--resume")
    assert "nothing is known of an earlier run" in never.stderr
    assert before.items() <= contents(out).items()


def test_a_file_that_has_changed_is_cleaned_again_in_every_shard(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_shards(source, out)
    write_lines(source / "a.jsonl", records(17, "new"))
    resumed = run_shards(source, out, "--resume")
    run_shards(source, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")
    read, cleaned, _, skipped, _ = together(resumed)
    assert (read, cleaned, skipped) == (28, 17, 11)


def test_failures_are_tried_again_in_their_shard(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    long = [{"id": "long", "text": BODY * 40}]
    write_lines(source / "a.jsonl", [*records(7, "a"), *long, *records(9, "c")])
    first = run_shards(source, out, "--max-size", "4K")
    assert together(first)[-1] == 1
    again = run_shards(source, out, "--retry-failures")
    run_shards(source, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")
    assert together(again) == (28, 1, 0, 27, 0)


@pytest.mark.parametrize("to", ["jsonl", "txt"])
def test_what_is_gone_from_the_input_goes_from_the_output_of_all_shards(
    source: Path, tmp_path: Path, to: str
) -> None:
    out = tmp_path / "out"
    run_shards(source, out, "--to", to)
    (source / "sub" / "b.jsonl").unlink()
    write_lines(source / "a.jsonl", records(5, "a"))
    run_shards(source, out, "--to", to)
    run_shards(source, tmp_path / "fresh", "--to", to)
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_name_that_passes_to_another_shard_is_its_own_then(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for order in ((0, 1), (1, 0)):
        for n in range(8):
            (folder / f"{n}.htm").unlink(missing_ok=True)
            (folder / f"{n}.html").write_text(PAGE)
        run_shards(folder, out, of=2)
        for n in range(8):
            (folder / f"{n}.htm").write_text(
                PAGE.replace("Rules", f"Rules {n}")
            )  # gets the name of the other
        for shard in order:
            run(folder, out, "--shard", f"{shard}/2")
        run(folder, tmp_path / "fresh")
        assert contents(out) == contents(tmp_path / "fresh")


def test_limit_sample_and_dry_run_are_of_the_shard(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "shard", "--shard", "2/3")
    mine = [it["id"] for it in lines_of(tmp_path / "shard" / "a-00002-of-00003.jsonl")]
    run(source, tmp_path / "few.jsonl", "--shard", "2/3", "--limit", "3")
    assert [it["id"] for it in lines_of(tmp_path / "few-00002-of-00003.jsonl")] == mine[:3]
    all_mine = {*mine, *(it["id"] for it in lines_of(tmp_path / "shard" / "sub" / "b-00002-of-00003.jsonl"))}
    run(source, tmp_path / "some.jsonl", "--shard", "2/3", "--sample", "4")
    some = {it["id"] for it in lines_of(tmp_path / "some-00002-of-00003.jsonl")}
    assert len(some) == 4
    assert some <= all_mine
    told = run(source, tmp_path / "dry", "--shard", "2/3", "--dry-run").stderr
    assert f"would read {len(all_mine)} documents" in told


@pytest.mark.parametrize("typed", ["3/3", "4/3", "1", "0/0", "-1/3", "a/b", "1/", "0.5/2", "1/3/5", ""])
def test_what_is_no_shard_is_refused(source: Path, tmp_path: Path, typed: str) -> None:
    command = ["run", str(source), str(tmp_path / "out"), "--shard", typed]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "is no shard; write 0/4, 1/4, 2/4 and 3/4 for four of them" in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


@given(st.integers(1, 40), st.text(), st.integers(0, 1 << 40))
def test_every_document_is_in_one_shard(total: int, name: str, position: int) -> None:
    assert sum(Shard(index, total).has(name, position) for index in range(total)) == 1


@given(
    st.integers(2, 200_000),
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=300),
)
def test_names_of_shards_are_distinct_and_no_longer_than_names_may_be(total: int, stem: str) -> None:
    suffix = ".jsonl.gz"
    names = {Shard(it, total).named(stem + suffix, suffix) for it in (0, 1, total - 1)}
    assert len(names) == len({0, 1, total - 1})
    assert all(it.endswith(suffix) for it in names)
    assert all(len(it.encode()) <= 255 for it in names)
