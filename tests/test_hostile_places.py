"""Links, odd names and places that cannot be written: each costs the document it is about, and no original."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import cleaner
from cleaner.cli.main import main
from cleaner.writers.placing import beside
from tests.run_worlds import contents, wait
from tests.run_worlds import start as start_forked
from tests.test_second_runs import BODY, folder, run

if TYPE_CHECKING:
    from collections.abc import Callable

CLEANED = BODY.strip().encode()


def account(result: Result) -> str:
    return result.stderr.splitlines()[-1]


class TestLinksInsideOutput:
    """Nothing is written through them."""

    def test_a_linked_folder_costs_the_documents_below_it(self, tmp_path: Path) -> None:
        source, out = tmp_path / "in", tmp_path / "out"
        folder(tmp_path / "in", b=BODY)
        original = f"Share on Facebook\n{BODY}"
        folder(source / "sub", a=original)
        out.mkdir()
        (out / "sub").symlink_to("../in/sub")
        result = run(source, out)
        assert (source / "sub" / "a.txt").read_text() == original
        assert [it.name for it in (source / "sub").iterdir()] == ["a.txt"]
        assert "links inside OUTPUT are not followed" in result.stderr
        assert account(result) == "read 2 = cleaned 1 + empty 0 + skipped 0 + failed 1"

    def test_a_link_under_the_outputs_own_name_is_replaced(self, tmp_path: Path) -> None:
        original = f"Share on Facebook\n{BODY}"
        source, out = folder(tmp_path / "in", a=original), tmp_path / "out"
        out.mkdir()
        (out / "a.txt").symlink_to(source / "a.txt")
        assert run(source, out).exit_code == 0
        assert (source / "a.txt").read_text() == original
        assert not (out / "a.txt").is_symlink()
        assert CLEANED in (out / "a.txt").read_bytes()

    @pytest.mark.parametrize("write_as", ["txt", "jsonl", "parquet"])
    def test_a_link_under_the_name_of_a_part_file_is_not_followed(
        self, tmp_path: Path, write_as: str
    ) -> None:
        source, out = folder(tmp_path / "in", a=BODY), tmp_path / "out"
        out.mkdir()
        (tmp_path / "precious").write_text("precious")
        for suffix in (".part", ".whole"):
            link = beside(out / f"a.{write_as}").with_suffix(suffix)
            link.symlink_to(tmp_path / "precious")
        assert run(source, out, "--to", write_as).exit_code == 0
        assert (tmp_path / "precious").read_text() == "precious"
        assert (out / f"a.{write_as}").is_file()

    def test_a_linked_list_of_failures_is_not_followed(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a="x"), tmp_path / "out"
        (source / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
        out.mkdir()
        (tmp_path / "precious").write_text("precious")
        (out / "failures.jsonl").symlink_to(tmp_path / "precious")
        run(source, out)
        assert (tmp_path / "precious").read_text() == "precious"
        assert json.loads((out / "failures.jsonl").read_bytes())["id"] == "a.txt"

    def test_an_output_that_is_a_link_is_what_was_typed(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", a=BODY)
        (tmp_path / "disk").mkdir()
        (tmp_path / "out").symlink_to("disk")
        assert run(source, tmp_path / "out").exit_code == 0
        assert (tmp_path / "disk" / "a.txt").is_file()
        (tmp_path / "all.jsonl").symlink_to("disk/all.jsonl")
        assert run(source, tmp_path / "all.jsonl").exit_code == 0
        assert (tmp_path / "all.jsonl").is_symlink()
        assert (tmp_path / "disk" / "all.jsonl").is_file()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
    def test_a_pipe_under_the_outputs_name_is_not_waited_for(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a=BODY, b=BODY), tmp_path / "out"
        out.mkdir()
        os.mkfifo(out / "a.txt")
        assert account(run(source, out)) == "read 2 = cleaned 1 + empty 0 + skipped 0 + failed 1"


class TestLinksInsideInput:
    """They are followed elsewhere, and neither upwards nor into OUTPUT."""

    def test_one_to_the_root_does_not_walk_the_machine(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", a=BODY)
        (source / "root").symlink_to("/")
        result = run(source, tmp_path / "out")
        assert "left alone: 1 (1 link to a folder that INPUT lies in)" in result.stderr
        assert account(result).startswith("read 1 =")

    def test_one_to_a_folder_that_holds_output_does_not_read_output(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", a=BODY)
        folder(tmp_path / "data", b=BODY)
        (source / "data").symlink_to(tmp_path / "data")
        for _ in range(2):
            result = run(source, tmp_path / "data" / "out")
            assert account(result).startswith("read 2 = cleaned 2")
        assert sorted(contents(tmp_path / "data")) == ["b.txt", "out/a.txt", "out/data/b.txt"]

    def test_one_to_the_one_output_does_not_read_it(self, tmp_path: Path) -> None:
        source = tmp_path / "in"
        source.mkdir()
        (source / "r.jsonl").write_text(json.dumps({"text": BODY}) + "\n")
        (source / "z.jsonl").symlink_to(tmp_path / "all.jsonl")
        for _ in range(2):
            result = run(source, tmp_path / "all.jsonl")
            assert account(result).startswith("read 1 = cleaned 1"), result.stderr


class TestOddPaths:
    """One odd path costs its own document."""

    def test_a_path_longer_than_the_system_allows(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", a=BODY)
        here = os.open(source, os.O_RDONLY)
        try:
            for _ in range(40):
                os.mkdir("d" * 200, dir_fd=here)
                below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
                os.close(here)
                here = below
            file = os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
            os.write(file, BODY.encode())
            os.close(file)
        finally:
            os.close(here)
        result = run(source, tmp_path / "out")
        assert result.exit_code == 1
        assert "File name too long" in result.stderr
        assert account(result) == "read 2 = cleaned 1 + empty 0 + skipped 0 + failed 1"
        shutil.rmtree(source)

    @pytest.mark.parametrize(
        "name", ["x" * 251 + ".txt", "海" * 83 + ".txt"], ids=["ASCII", "three bytes each"]
    )
    @pytest.mark.parametrize("write_as", ["txt", "jsonl", "jsonl.zst"])
    def test_a_name_as_long_as_names_may_be(self, tmp_path: Path, name: str, write_as: str) -> None:
        source, out = tmp_path / "in", tmp_path / "out"
        source.mkdir()
        (source / name).write_text(BODY)
        result = run(source, out, "--to", write_as)
        assert result.exit_code == 0, result.stderr
        (written,) = contents(out)
        assert written.endswith(f".{write_as}")

    @pytest.mark.parametrize(
        "stem", ["海" * 80, "海" * 76, "y" * 249], ids=["80 of three bytes", "76", "ASCII"]
    )
    def test_an_output_with_a_long_name_has_a_journal_and_a_list_of_failures(
        self, tmp_path: Path, stem: str
    ) -> None:
        source, out = tmp_path / "i.jsonl", tmp_path / f"{stem}.jsonl"
        source.write_text(json.dumps({"text": BODY}) + "\n{bad\n")
        result = run(source, out)
        assert account(result) == "read 2 = cleaned 1 + empty 0 + skipped 0 + failed 1"
        (listed,) = tmp_path.glob("*failures.jsonl")
        assert json.loads(listed.read_bytes())["source"].endswith(":2")
        assert account(run(source, out, "--resume")).endswith("skipped 1 + failed 1")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_folder_that_may_not_be_entered(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", a=BODY)
        folder(source / "locked", b=BODY)
        (source / "locked").chmod(0o600)
        result = run(source, tmp_path / "out")
        (source / "locked").chmod(0o700)
        assert account(result) == "read 2 = cleaned 1 + empty 0 + skipped 0 + failed 1"


class TestFilesBesideOutput:
    """`--removed`, `--report` and `--failures` take the place of no document and of nothing that a run needs."""

    def test_a_document_of_the_same_name_gets_another(self, tmp_path: Path) -> None:
        source, out = folder(tmp_path / "in", a=BODY, b=BODY), tmp_path / "out"
        assert run(source, out, "--removed", out / "a.txt").exit_code == 0
        found = contents(out)
        assert sorted(found) == ["a-2.txt", "a.txt", "b.txt"]
        assert CLEANED in found["a-2.txt"]
        assert json.loads(found["a.txt"].splitlines()[0])["id"] == "a.txt"

    @pytest.mark.parametrize("option", ["--removed", "--report", "--failures"])
    @pytest.mark.parametrize(
        "name", ["out/.cleaner-journal", ".x.jsonl.cleaner-journal", "out/.cleaner-0.part"]
    )
    def test_the_names_that_a_run_needs_are_refused(self, tmp_path: Path, option: str, name: str) -> None:
        source = folder(tmp_path / "in", a=BODY)
        run(source, tmp_path / "out")
        before = (tmp_path / "out" / ".cleaner-journal").read_bytes()
        result = run(source, tmp_path / "out", option, tmp_path / name)
        assert result.exit_code == 2
        assert "keeps the name" in result.stderr
        assert (tmp_path / "out" / ".cleaner-journal").read_bytes() == before

    def test_the_manifest_is_no_place_to_write_to(self, tmp_path: Path) -> None:
        source, manifest = folder(tmp_path / "in", a=BODY), tmp_path / "urls.csv"
        manifest.write_text("path,url\na.txt,https://a.example/\n")
        result = run(source, tmp_path / "out", "--manifest", manifest, "--report", manifest)
        assert result.exit_code == 2
        assert manifest.read_text().startswith("path,url")


class TestPlacesThatCannotBeWritten:
    """A run that must stop accounts for what it did, and says how to go on."""

    def test_one_output_of_records_costs_its_own_documents(self, tmp_path: Path) -> None:
        source, out = tmp_path / "in", tmp_path / "out"
        source.mkdir()
        for name in "abc":
            (source / f"{name}.jsonl").write_text(f"{json.dumps({'text': BODY})}\n" * 3)
        (out / "b.jsonl").mkdir(parents=True)
        result = run(source, out)
        assert account(result) == "read 9 = cleaned 6 + empty 0 + skipped 0 + failed 3"
        assert sorted(it for it in contents(out) if "failures" not in it) == ["a.jsonl", "c.jsonl"]
        (out / "b.jsonl").rmdir()
        assert account(run(source, out, "--resume")) == "read 9 = cleaned 3 + empty 0 + skipped 6 + failed 0"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_a_report_that_cannot_be_written_leaves_the_account(self, tmp_path: Path) -> None:
        result = run(folder(tmp_path / "in", a=BODY), tmp_path / "out", "--report", "/dev/full")
        assert result.exit_code == 1
        assert "error: /dev/full cannot be written: No space left on device" in result.stderr
        assert account(result) == "read 1 = cleaned 1 + empty 0 + skipped 0 + failed 0"


def start(*arguments: str | Path, before: str = "") -> subprocess.Popen[str]:
    """`cleaner run` in a process of its own, which does `before` first."""
    home = str(Path(cleaner.__file__).parents[1])
    program = f"{before}\nfrom cleaner.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, "run", *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": home},
    )


def many(place: Path, number: int = 3000) -> Path:
    place.mkdir()
    for n in range(number):
        (place / f"{n:04}.txt").write_text(f"Report {n}. {BODY}" * 5)
    return place


def wait_for(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
@pytest.mark.parametrize("output", ["out/", "out/all.jsonl"], ids=["a folder", "one file"])
def test_no_room_for_the_journal_or_the_output_stops_a_run_that_can_be_gone_on_with(
    tmp_path: Path, output: str
) -> None:
    source = many(tmp_path / "in", 200)
    narrow = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (80_000, 80_000))"
    with start(source, tmp_path / output, "--jobs", "1", before=narrow) as process:
        said = process.communicate()[1]
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert "cannot be written: " in said
    assert "to go on: " in said
    assert said.splitlines()[-1].startswith("read ")
    assert account(run(source, tmp_path / output, "--resume")).startswith("read 200 = ")
    run(source, tmp_path / f"fresh/{output}")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh" / "out")


@pytest.mark.slow
def test_an_output_folder_removed_in_mid_run_stops_it_with_an_account(tmp_path: Path) -> None:
    source, out = many(tmp_path / "in"), tmp_path / "out"
    with start(source, out, "--jobs", "1") as process:
        wait_for(lambda: any(out.glob("*.txt")))
        out.rename(tmp_path / "moved")
        said = process.communicate()[1]
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert "error: " in said
    assert "to go on: " in said
    assert said.splitlines()[-1].startswith("read ")


def test_a_worker_killed_while_it_starts_is_replaced(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    before = (
        "import os, signal\n"
        "from cleaner.batch import workers\n"
        "ready = workers.Setup.cleaner\n"
        "def die(self):\n"
        f"    if not os.path.exists({str(mark)!r}):\n"
        f"        open({str(mark)!r}, 'w').close()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return ready(self)\n"
        "workers.Setup.cleaner = die\n"
    )
    with start(folder(tmp_path / "in", a=BODY), tmp_path / "out", "--jobs", "1", before=before) as process:
        said = process.communicate()[1]
    assert mark.exists()
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "read 1 = cleaned 1 + empty 0 + skipped 0 + failed 0"


def test_workers_that_never_start_end_the_run_with_words(tmp_path: Path) -> None:
    before = (
        "import os\nfrom cleaner.batch import workers\n"
        "workers.Setup.cleaner = lambda self: os._exit(7)\n"
        "from cleaner.batch import pool\npool.STARTS = 1\n"
    )
    with start(folder(tmp_path / "in", a=BODY), tmp_path / "out", "--jobs", "1", before=before) as process:
        said = process.communicate()[1]
    assert process.returncode == 1
    assert "workers cannot be started" in said
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs terminals that hang up")
def test_a_closed_terminal_ends_a_run_as_ctrl_c_does(tmp_path: Path) -> None:
    source, out = many(tmp_path / "in"), tmp_path / "out"
    with start(source, out, "--jobs", "1") as process:
        wait_for(lambda: any(out.glob("*.txt")))
        process.send_signal(signal.SIGHUP)
        said = process.communicate()[1]
    assert process.returncode == 130
    assert said.startswith("interrupted: what is done is kept; to go on: ")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no fork server")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP], ids=["kill -9", "hang-up"])
def test_nothing_stays_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    source, out = many(tmp_path / "in"), tmp_path / "out"
    with tempfile.TemporaryDirectory(prefix="s") as place:  # short: a socket's path has about a hundred bytes
        monkeypatch.setenv("TMPDIR", place)
        with start(source, out, "--jobs", "2") as process:
            wait_for(lambda: any(Path(place).iterdir()) and len(list(out.glob("*.txt"))) > 600)
            process.send_signal(number)
            process.communicate()
        wait_for(lambda: not any(Path(place).iterdir()), 10)


def test_two_bad_ids_do_not_end_a_run(tmp_path: Path) -> None:
    source = tmp_path / "i.jsonl"
    source.write_text(
        '{"id": "\\ud800", "text": "one"}\n{"id": [1], "text": "two"}\n{"id": "c", "text": "three"}\n'
    )
    result = CliRunner().invoke(
        main, ["run", str(source), str(tmp_path / "out"), "--to", "txt", "--jobs", "1"]
    )
    assert account(result).startswith("read 3 = ")
    assert "internal error" not in result.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks processes and kills them")
def test_a_killed_run_removes_nothing_of_the_process_that_it_was_forked_from(tmp_path: Path) -> None:
    many(tmp_path / "in", 200)
    home = str(Path(cleaner.__file__).parents[1])
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tests.test_hostile_places import fork_and_kill; fork_and_kill()",
            tmp_path,
        ],
        env={**os.environ, "PYTHONPATH": home},
        check=False,
    )
    assert ended.returncode == 0


def fork_and_kill() -> None:
    """In a process that has had no workers before: fork a run, kill it, and look at what is the parent's."""
    place = Path(sys.argv[1])
    ours = Path(get_temp_dir())
    process = start_forked([str(place / "in"), str(place / "out"), "--jobs", "2"], place / "log")
    wait_for(lambda: any((place / "out").glob("*.txt")))
    os.kill(process, signal.SIGKILL)
    wait(process, place / "log")
    time.sleep(0.5)
    assert ours.is_dir()
