"""A second run to the same OUTPUT leaves the bytes that a first run would have written."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.main import main
from tests.run_worlds import FOLDER_ONLY, INPUTS, OUTPUTS, World, contents
from tests.run_worlds import run as run_forked

if TYPE_CHECKING:
    from pathlib import Path

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
PAIRS = [
    pytest.param(
        suffix, write_as, folder, id=f"{suffix} to {write_as} in {'a folder' if folder else 'a file'}"
    )
    for suffix in INPUTS
    for write_as in OUTPUTS
    for folder in ((True,) if write_as in FOLDER_ONLY else (True, False))
]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments), "--jobs", "1"])


def folder(place: Path, **texts: str) -> Path:
    place.mkdir()
    for name, text in texts.items():
        (place / f"{name}.txt").write_text(text)
    return place


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "write_as", "folder"), PAIRS)
def test_in_every_format_changed_and_removed_inputs_are_so_in_output(
    tmp_path: Path,
    suffix: str,
    write_as: str,
    folder: bool,  # noqa: FBT001
) -> None:
    world = World(tmp_path, suffix, write_as, folder=folder)
    (world.source / f"a{suffix}").write_bytes(INPUTS[suffix]([0, 1]))
    (world.source / f"b{suffix}").write_bytes(INPUTS[suffix]([1]))
    run_forked(world.arguments(world.out, ()), tmp_path / "log")
    before = contents(world.out)
    assert before
    (world.source / f"a{suffix}").write_bytes(INPUTS[suffix]([4, 2, 0]))
    (world.source / f"b{suffix}").unlink()
    world.run(())
    assert contents(world.out) != before


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([], id="the same again"),
        pytest.param(["--overwrite"], id="asked for"),
        pytest.param(["--no-title"], id="other options"),
        pytest.param(["--resume"], id="resumed"),
    ],
)
def test_one_output_that_was_removed_is_written_again(tmp_path: Path, second: list[str]) -> None:
    source, out = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    source.write_text('{"text": "one"}\n')
    run(source, out)
    out.unlink()
    assert run(source, out, *second).exit_code == 0
    assert [json.loads(it)["text"] for it in out.read_text().splitlines()] == ["one"]


@pytest.mark.parametrize(
    "second", [[], ["--overwrite"], ["--resume"]], ids=["default", "overwrite", "resume"]
)
def test_one_output_of_a_changed_input_is_written_again(tmp_path: Path, second: list[str]) -> None:
    source, out = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    for text in ("one", "two"):
        source.write_text(json.dumps({"text": text}) + "\n")
        assert run(source, out, *second).exit_code == 0
        assert json.loads(out.read_bytes())["text"] == text


def test_an_input_of_the_same_size_and_time_is_known_to_be_another(tmp_path: Path) -> None:
    source, out = folder(tmp_path / "in", a=f"One. {BODY}", b=BODY), tmp_path / "out"
    os.utime(source / "a.txt", (1, 1))
    run(source, out)
    (source / "a.txt").write_text(f"Two. {BODY}")
    os.utime(source / "a.txt", (1, 1))
    run(source, out, "--resume")
    assert (out / "a.txt").read_text().startswith("Two.")


def test_resume_gives_each_name_to_the_document_that_has_it_now(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.htm").write_text(f"<p>First. {BODY}</p>")
    (source / "a.html").write_text(f"<p>Second. {BODY}</p>")
    run(source, out)
    assert sorted(contents(out)) == ["a-2.txt", "a.txt"]
    (source / "a.htm").unlink()
    result = run(source, out, "--resume")
    assert {name: it[:6] for name, it in contents(out).items()} == {"a.txt": b"Second"}
    assert "removed 1 output of documents that are no longer in INPUT" in result.stderr.splitlines()


def test_an_output_goes_with_its_input_and_nothing_else_does(tmp_path: Path) -> None:
    source, out, report = (
        folder(tmp_path / "in", a=BODY, b=BODY, c=BODY),
        tmp_path / "out",
        tmp_path / "r.json",
    )
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (out / "failures.jsonl").write_text("mine, too")
    run(source, out)
    (out / "b.txt").write_text("changed by hand")
    for name in ("a.txt", "b.txt"):
        (source / name).unlink()
    result = run(source, out, "--report", report)
    assert {name: it[:4] for name, it in contents(out).items()} == {
        "b.txt": b"chan",
        "c.txt": b"The ",
        "failures.jsonl": b"mine",
        "mine.txt": b"mine",
    }
    assert (
        "removed 1 output of documents that are no longer in INPUT; "
        "left 1 output of such documents, changed since they were written"
    ) in result.stderr.splitlines()
    assert json.loads(report.read_bytes())["outputs_of_gone_documents"] == {"removed": 1, "left": 1}


def test_outputs_of_another_input_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder(tmp_path / "one", a=BODY), out)
    run(folder(tmp_path / "two", b=BODY), out)
    assert sorted(contents(out)) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("option", ["--limit", "--sample"])
def test_a_part_of_the_input_removes_nothing(tmp_path: Path, option: str) -> None:
    source, out = folder(tmp_path / "in", a=BODY, b=BODY, c=BODY), tmp_path / "out"
    run(source, out)
    (source / "c.txt").unlink()
    run(source, out, option, "1")
    assert sorted(contents(out)) == ["a.txt", "b.txt", "c.txt"]


def test_an_output_stays_whose_input_cannot_be_looked_at(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    folder(tmp_path / "elsewhere", a=BODY)
    source.mkdir()
    (source / "b.txt").write_text(BODY)
    (source / "sub").symlink_to(tmp_path / "elsewhere")
    run(source, out)
    (source / "sub").unlink()
    (source / "sub").symlink_to(tmp_path / "not mounted")
    run(source, out)
    assert sorted(it for it in contents(out) if it.endswith(".txt")) == ["b.txt", "sub/a.txt"]


def test_a_list_of_failures_goes_when_nothing_fails_any_more(tmp_path: Path) -> None:
    source, out = folder(tmp_path / "in", a=BODY, b=BODY), tmp_path / "out"
    (source / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    run(source, out)
    assert sorted(contents(out)) == ["a.txt", "failures.jsonl"]
    (source / "b.txt").unlink()
    assert run(source, out, "--resume").exit_code == 0
    assert sorted(contents(out)) == ["a.txt"]


def test_a_document_that_fails_now_has_no_output_of_before(tmp_path: Path) -> None:
    source, out = folder(tmp_path / "in", a=BODY, b=BODY), tmp_path / "out"
    run(source, out)
    (source / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(source, out).exit_code == 1
    assert sorted(contents(out)) == ["a.txt", "failures.jsonl"]


@pytest.mark.parametrize("how", ["--resume", "--retry-failures"])
@pytest.mark.parametrize("write_as", ["jsonl", "jsonl.gz", "parquet"])
def test_an_output_without_documents_is_under_the_name_it_would_get_now(
    tmp_path: Path, how: str, write_as: str
) -> None:
    world = World(tmp_path, ".txt", write_as, folder=True)
    (world.source / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    world.run(())
    (world.source / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    world.run((), how)
    (world.source / "a.html").unlink()
    world.run((), how)
    for output in world.out.glob("a*"):
        output.unlink()
    world.run((), how)


def test_trying_again_where_nothing_failed_leaves_every_byte(tmp_path: Path) -> None:
    source, out = tmp_path / "i.jsonl", tmp_path / "o.parquet"
    source.write_text("".join(json.dumps({"id": n, "text": BODY}) + "\n" for n in range(5)))
    run(source, out)
    before, when = out.read_bytes(), out.stat().st_mtime_ns
    assert run(source, out, "--retry-failures").stderr.endswith("skipped 5 + failed 0\n")
    assert (out.read_bytes(), out.stat().st_mtime_ns) == (before, when)


@pytest.mark.slow
def test_what_a_killed_run_has_left_hidden_goes_with_its_input(tmp_path: Path) -> None:
    world = World(tmp_path, ".txt", "txt", folder=True)
    for name in ("a.txt", "b.txt"):
        (world.source / name).write_text(BODY)
    left = False
    for step in range(1, 12):
        world.run((), kill_at=step)
        left |= any(world.out.rglob(".cleaner-*.part"))
        (world.source / "b.txt").unlink()
        world.run(())
        (world.source / "b.txt").write_text(BODY)
    assert left, "no kill has left anything"


@pytest.mark.slow
@pytest.mark.parametrize("folder", [True, False], ids=["a folder", "a file"])
def test_what_a_kill_has_left_beside_an_output_goes_where_that_one_stays(
    tmp_path: Path,
    folder: bool,  # noqa: FBT001
) -> None:
    world = World(tmp_path, ".jsonl", "jsonl", folder=folder)
    (world.source / "a.jsonl").write_bytes(INPUTS[".jsonl"]([0, 1]))
    world.run(("--no-title",))
    left = False
    for step in range(1, 12):
        world.run((), "--overwrite", kill_at=step)
        left |= any(world.out.rglob(".cleaner-*.part"))
        world.run(("--no-title",), "--resume")
        world.run(("--no-title",), "--overwrite")
    assert left, "no kill has left anything"


@pytest.mark.slow
@pytest.mark.parametrize("more", [False, True], ids=["same input", "one more file"])
@pytest.mark.parametrize("write_as", ["jsonl", "parquet"])
def test_one_output_has_all_documents_whenever_the_run_before_was_killed(
    tmp_path: Path,
    write_as: str,
    more: bool,  # noqa: FBT001
) -> None:
    for step in range(6, 25):
        world = World(tmp_path / str(step), ".jsonl", write_as, folder=False)
        (world.source / "a.jsonl").write_bytes(INPUTS[".jsonl"]([0, -1]))
        world.run(())
        world.run((), "--overwrite", kill_at=step)
        if more:
            (world.source / "b.jsonl").write_bytes(INPUTS[".jsonl"]([1]))
        world.run((), "--resume")


def test_standard_input_is_never_taken_for_what_it_was(tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    for text in ("one", "two"):
        typed = ["run", "-", str(out), "--from", "jsonl", "--resume", "--jobs", "1"]
        CliRunner().invoke(main, typed, input=json.dumps({"text": text}) + "\n")
        assert json.loads(out.read_bytes())["text"] == text


class TestJournal:
    """What lies where the journal should be, and what becomes of it."""

    @pytest.mark.parametrize("mode", ["--overwrite", "--resume"])
    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda data: data[:100], id="cut after its header"),
            pytest.param(lambda data: data[:-1000], id="cut"),
            pytest.param(
                lambda data: data[:5000] + bytes(3000) + data[8000:], id="overwritten in its middle"
            ),
            pytest.param(lambda data: bytes(len(data)), id="nothing but NUL bytes"),
            pytest.param(lambda data: data.replace(b"a.txt", b"b.txt"), id="with other values in it"),
            pytest.param(lambda data: b"x" + data, id="moved by a byte"),
        ],
    )
    def test_damaged_it_is_set_aside_with_one_line(self, tmp_path: Path, mode: str, damage: object) -> None:
        source, out = folder(tmp_path / "in", a=BODY, b=BODY), tmp_path / "out"
        run(source, out)
        journal = out / ".cleaner-journal"
        damaged = damage(journal.read_bytes())  # type: ignore[operator]
        journal.write_bytes(damaged)
        (source / "b.txt").write_text(f"New. {BODY}")
        result = run(source, out, mode)
        assert result.exit_code == 0, result.stderr
        assert result.stderr.count("it is set aside as .cleaner-journal.set-aside") == 1
        assert (out / ".cleaner-journal.set-aside").read_bytes() == damaged
        assert (out / "b.txt").read_text().startswith("New.")
        assert result.stderr.splitlines()[-1] == "read 2 = cleaned 2 + empty 0 + skipped 0 + failed 0"

    def test_of_another_version_it_is_set_aside(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a=BODY), tmp_path / "out"
        out.mkdir()
        with sqlite3.connect(out / ".cleaner-journal") as base:
            base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        base.close()
        result = run(source, out, "--resume")
        assert "another version of cleaner wrote it" in result.stderr
        assert result.exit_code == 0

    def test_a_link_in_its_place_is_set_aside_and_not_followed(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a=BODY), tmp_path / "out"
        out.mkdir()
        with sqlite3.connect(tmp_path / "mine.db") as base:
            base.execute("CREATE TABLE mine (value TEXT)")
        base.close()
        before = (tmp_path / "mine.db").read_bytes()
        (out / ".cleaner-journal").symlink_to(tmp_path / "mine.db")
        assert run(source, out).exit_code == 0
        assert (tmp_path / "mine.db").read_bytes() == before
        assert (out / ".cleaner-journal.set-aside").is_symlink()

    def test_a_folder_in_its_place_is_set_aside(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a=BODY), tmp_path / "out"
        (out / ".cleaner-journal" / "inside").mkdir(parents=True)
        assert run(source, out).exit_code == 0
        assert (out / ".cleaner-journal.set-aside" / "inside").is_dir()
