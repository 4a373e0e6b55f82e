"""`cleaner run`: which files are read, where their outputs go, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cleaner
from cleaner.cli.main import main

BODY = (
    "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
    "Experts believe that the changes will not affect most of them, as the minister explained at length.\n"
)
ALL_GOES = ["--drop", "body", "--drop", "headline", "--drop", "section heading"]


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    typed = [str(it) for it in arguments]
    jobs = [] if "--jobs" in typed else ["--jobs", "1"]
    return CliRunner().invoke(main, ["run", *typed, *jobs], input=stdin)


def run_process(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    home = str(Path(cleaner.__file__).parents[1])
    command = [sys.executable, "-m", "cleaner.cli.main", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env={**os.environ, "PYTHONPATH": home}, check=False
    )


def files(folder: Path) -> list[str]:
    """What lies in `folder`, apart from the journals of runs."""
    found = (it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file())
    return sorted(it for it in found if not it.endswith(".cleaner-journal"))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "sub" / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "sub/c.TXT", "sub/deep/d.txt"):
        (folder / name).write_text(BODY)
    return folder


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_text_to_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    result = run(tmp_path / "a.txt", tmp_path / "new" / "b.txt")
    assert result.exit_code == 0
    assert result.stdout == ""
    written = (tmp_path / "new" / "b.txt").read_text()
    assert written == BODY
    assert result.stderr.splitlines()[0] == f"wrote 1 document to {tmp_path}/new/b.txt"


def test_a_non_empty_text_ends_in_one_line_end(tmp_path: Path) -> None:
    keep = [f"--keep={label.value}" for label in cleaner.Label]
    for ending in ("", "\n", "\n\n\n"):
        (tmp_path / "a.txt").write_text(BODY.strip() + ending)
        run(tmp_path / "a.txt", tmp_path / "b.txt", *keep)
        assert (tmp_path / "b.txt").read_text() == BODY


def test_line_ends_stay_those_of_the_source(tmp_path: Path) -> None:
    keep = [f"--keep={label.value}" for label in cleaner.Label]
    source = BODY.replace("\n", "\r\n").encode()
    (tmp_path / "a.txt").write_bytes(source)
    run(tmp_path / "a.txt", tmp_path / "b.txt", *keep)
    assert (tmp_path / "b.txt").read_bytes() == source


def test_an_empty_document_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    result = run(tmp_path / "a.txt", tmp_path / "b.txt", *ALL_GOES)
    assert (tmp_path / "b.txt").read_bytes() == b""
    assert result.stderr.endswith("read 1 = cleaned 0 + empty 1 + skipped 0 + failed 0\n")


@pytest.mark.parametrize("there", [True, False], ids=["that is there", "that is new"])
def test_a_text_to_a_folder_keeps_its_name(tmp_path: Path, there: bool) -> None:  # noqa: FBT001 - a case
    (tmp_path / "a.txt").write_text(BODY)
    if there:
        (tmp_path / "out").mkdir()
    run(tmp_path / "a.txt", tmp_path / "out")
    assert files(tmp_path / "out") == ["a.txt"]


def test_from_and_to_override_names(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(BODY)
    run(tmp_path / "a.log", tmp_path / "b.data", "--from", "txt", "--to", "jsonl")
    assert [it["id"] for it in records(tmp_path / "b.data")] == ["a.log"]


def test_standard_input_to_standard_output() -> None:
    result = run_process("run", "-", "-", stdin=BODY.encode())
    assert result.returncode == 0
    assert result.stdout.decode() == BODY
    assert result.stderr.splitlines()[-1].startswith(b"read 1 = ")


def test_records_through_a_pipe() -> None:
    lines = b"".join(json.dumps({"id": number, "text": ""}).encode() + b"\n" for number in range(3))
    result = run("-", "-", "--from", "jsonl", stdin=lines)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [0, 1, 2]


def test_standard_output_carries_data_only(texts: Path) -> None:
    result = run(texts, "-")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        "a.txt",
        "b.txt",
        "sub/c.TXT",
        "sub/deep/d.txt",
    ]


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": "", "x": "y" * 10_000}) + "\n" * 1)
    source.write_text(source.read_text() * 200)
    home = str(Path(cleaner.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner.cli.main", "run", source, "-", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": home},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_folder_is_mirrored(tmp_path: Path, texts: Path) -> None:
    result = run(texts, tmp_path / "out")
    assert files(tmp_path / "out") == files(texts)
    assert f"wrote 4 documents to {tmp_path}/out/" in result.stderr.splitlines()


def test_other_kinds_and_hidden_files_are_left_alone_and_told(tmp_path: Path, texts: Path) -> None:
    for name in ("photo.png", "notes", ".hidden.txt", ".git/config.txt"):
        (texts / name).parent.mkdir(exist_ok=True)
        (texts / name).write_text("x")
    result = run(texts, tmp_path / "out")
    assert result.exit_code == 0
    assert "left alone: 4 (2 hidden, 2 of another kind)" in result.stderr.splitlines()
    assert len(files(tmp_path / "out")) == 4


def test_from_reads_every_file_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("1", "2.data", ".hidden"):
        (tmp_path / "in" / name).write_text(BODY)
    run(tmp_path / "in", tmp_path / "out", "--from", "txt")
    assert files(tmp_path / "out") == ["1", "2.data"]


def test_a_file_that_is_not_what_its_name_says_fails_by_name(tmp_path: Path, texts: Path) -> None:
    (texts / "table.parquet").write_bytes(b"PAR1")
    result = run(texts, tmp_path / "out")
    assert f"failed: {texts}/table.parquet: not a Parquet file" in result.stderr
    assert result.exit_code == 1


def test_links_that_go_round_end(tmp_path: Path, texts: Path) -> None:
    (texts / "sub" / "round").symlink_to(texts)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "e.txt").write_text(BODY)
    (outside / "again").symlink_to(outside)
    (texts / "linked").symlink_to(outside)
    run(texts, tmp_path / "out")
    assert files(tmp_path / "out") == ["a.txt", "b.txt", "linked/e.txt", "sub/c.TXT", "sub/deep/d.txt"]


def test_a_name_that_cannot_be_printed_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    odd = os.fsdecode(b"two\nlines\xff.txt")
    (tmp_path / "in" / odd).write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "in" / f"good{odd}").write_text(BODY)
    result = run(tmp_path / "in", tmp_path / "out")
    assert f"failed: {tmp_path}/in/two\\nlines\\xff.txt: not text: PNG image" in result.stderr.splitlines()
    assert f"good{odd}" in os.listdir(tmp_path / "out")  # noqa: PTH208 - names as they are
    combined = run(tmp_path / "in", tmp_path / "all.jsonl")
    assert combined.exit_code == 1
    assert records(tmp_path / "all.jsonl")[0]["id"] == "goodtwo\\nlines\\xff.txt"


def test_a_folder_of_texts_to_one_file_of_records(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "all.jsonl")
    assert [it["id"] for it in records(tmp_path / "all.jsonl")] == [
        "a.txt",
        "b.txt",
        "sub/c.TXT",
        "sub/deep/d.txt",
    ]


def test_a_folder_of_texts_to_a_folder_of_records(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "out", "--to", "jsonl")
    assert files(tmp_path / "out") == ["a.jsonl", "b.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl"]


def test_records_to_texts_named_by_id(tmp_path: Path) -> None:
    ids = [
        "a",
        "a",
        "A",
        "../../etc/passwd",
        "http://x.org/1",
        "http://x.org_1",
        "",
        None,
        7,
        "con",
        "x" * 999,
    ]
    lines = [json.dumps({"id": it, "text": ""}) for it in ids]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    result = run(tmp_path / "in.jsonl", tmp_path / "out", "--to", "txt")
    assert result.exit_code == 0
    names = files(tmp_path / "out")
    assert len(names) == len(ids)
    assert {"a.txt", "a-2.txt", "A-3.txt", "in-7.txt", "in-8.txt", "7.txt"} <= set(names)
    assert all(len(name) < 200 and "/" not in name for name in names)
    assert files(tmp_path) == sorted(["in.jsonl", *(f"out/{name}" for name in names)])
    run(tmp_path / "in.jsonl", tmp_path / "again", "--to", "txt")
    assert files(tmp_path / "again") == names


def test_no_two_documents_of_a_folder_share_an_output(tmp_path: Path) -> None:
    (tmp_path / "in" / "r").mkdir(parents=True)
    (tmp_path / "in" / "r.jsonl").write_text('{"id": "x", "text": ""}\n')
    (tmp_path / "in" / "r" / "x.txt").write_text("")
    run(tmp_path / "in", tmp_path / "out", "--to", "txt")
    assert files(tmp_path / "out") == ["r/x-2.txt", "r/x.txt"]


def test_resume_does_what_is_missing(tmp_path: Path, texts: Path) -> None:
    out, removed = tmp_path / "out", tmp_path / "removed.jsonl"
    run(texts, out, "--removed", removed, *ALL_GOES)
    (out / "b.txt").unlink()
    (out / "a.txt").write_text("damaged")
    lines = removed.read_text().splitlines()
    removed.write_text("".join(f"{line}\n" for line in lines if '"b.txt"' not in line))
    result = run(texts, out, "--resume", "--removed", removed, *ALL_GOES)
    assert result.stderr.endswith("read 4 = cleaned 0 + empty 2 + skipped 2 + failed 0\n")
    assert f"not as the last run wrote it, made again: {out}/a.txt" in result.stderr.splitlines()
    assert (out / "a.txt").read_text() == ""
    assert sorted(removed.read_text().splitlines()) == sorted(lines)


def test_overwriting_is_the_default(tmp_path: Path, texts: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("old")
    assert "skipped 0" in run(texts, tmp_path / "out").stderr
    assert (tmp_path / "out" / "a.txt").read_text() != "old"


def test_resume_counts_every_record_of_a_finished_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": ""}\n\n{"text": ""}\n')
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    result = run(tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--resume")
    assert result.stderr.endswith("read 2 = cleaned 0 + empty 0 + skipped 2 + failed 0\n")


def test_resume_with_ids_skips_the_same_names(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": ""}\n' * 3)
    run(tmp_path / "in.jsonl", tmp_path / "out", "--to", "txt")
    (tmp_path / "out" / "a-2.txt").unlink()
    result = run(tmp_path / "in.jsonl", tmp_path / "out", "--to", "txt", "--resume")
    assert result.stderr.endswith("read 3 = cleaned 0 + empty 1 + skipped 2 + failed 0\n")


def test_the_removed_file_names_every_span(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "out", "--removed", tmp_path / "r.jsonl", *ALL_GOES)
    lines = records(tmp_path / "r.jsonl")
    assert [it["source"] for it in lines] == files(texts)
    for it in lines:
        assert isinstance(it["removed"], list)
        assert isinstance(it["attributes"], dict)
        assert "\n".join(BODY[start:end] for start, end, _, _, _ in it["removed"]) == BODY.strip()
        by_label = [span for spans in it["attributes"].values() for span in spans]
        assert sorted(by_label) == [[start, end, score] for start, end, _, _, score in it["removed"]]
        assert all(name.startswith("cleaner__removed__") for name in it["attributes"])


def test_the_removed_file_tells_records_by_id_and_line(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("\n" + json.dumps({"id": "x", "text": BODY}))
    run(tmp_path / "in.jsonl", tmp_path / "o.jsonl", "--removed", tmp_path / "r.jsonl", *ALL_GOES)
    (line,) = records(tmp_path / "r.jsonl")
    assert (line["id"], line["source"]) == ("x", "in.jsonl:2")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt", "out"], "no such file or folder"),
        (["in", "in"], "OUTPUT is INPUT"),
        (["in/a.txt", "in/a.txt"], "OUTPUT is INPUT"),
        (["in/a.txt", "in"], "the original would be lost"),
        (["in", "in/out"], "OUTPUT lies inside INPUT"),
        (["in", "in/all.jsonl"], "OUTPUT lies inside INPUT"),
        (["in", "."], "INPUT lies inside OUTPUT"),
        (["in/a.txt", "in/a.txt/out.txt"], "is a file, not a folder"),
        (["in", "out", "--removed", "in/r.jsonl"], "--removed lies inside INPUT"),
        (["in", "out.jsonl", "--removed", "out.jsonl"], "a file of its own"),
        (["in", "all.txt"], "give a folder"),
        (["r.jsonl", "all.txt"], "give a folder"),
        (["r.jsonl", "-", "--to", "txt"], "give a folder"),
        (["in", "out", "--report", "in/r.json"], "--report lies inside INPUT"),
        (["in", "out", "--failures", "f.jsonl", "--report", "f.jsonl"], "a file of its own"),
        (["r.jsonl", "-", "--resume"], "needs an OUTPUT that stays"),
        (["-", "out", "--sample", "3"], "reads INPUT twice"),
        (["nothing*.txt", "out"], "no file fits this pattern"),
        (["in", "out", "--max-size", "big"], "no size"),
        (["in", "out", "--max-removed", "200%"], "no share"),
        (["in", "out", "--manifest", "r.jsonl"], "the columns path and url"),
        (["what.data", "out"], "say what it is with --from"),
        (["in", "out", "--from", "pdf"], "'pdf' is not one of"),
        (["in", "out", "--keep", "foo"], "'foo' is no label. Labels: body, headline"),
        (["in", "out", "--drop", "naviation"], "Did you mean navigation"),
        (["in", "out", "--rules", "nowhere"], "does not exist"),
        (["in", "out", "--jobs", "0"], "--jobs"),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_a_wrong_command_line_is_status_2_and_touches_nothing(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("page.html", "what.data", "r.jsonl"):
        Path(name).write_text('{"text": ""}\n')
    before = files(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert files(tmp_path) == before
    assert all((texts / name).read_text() == BODY for name in files(texts))


def test_labels_may_be_written_in_any_way(tmp_path: Path, texts: Path) -> None:
    result = run(texts, tmp_path / "out", "--keep", "Cookie-Notice", "--drop", "section_heading")
    assert result.exit_code == 0


def test_a_link_as_output_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    run(tmp_path / "a.txt", tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() != "old"


def test_a_device_as_output_stays_a_device(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    assert run(tmp_path / "a.txt", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_new_files_may_be_read_as_the_user_has_it(tmp_path: Path, texts: Path) -> None:
    run(texts, tmp_path / "out")
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "out" / "a.txt").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_help_is_quick_and_loads_nothing_big() -> None:
    loaded = (
        "import sys; from cleaner.cli.main import main\n"
        "try: main(['--help'])\n"
        "finally: print(sorted(sys.modules))"
    )
    home = str(Path(cleaner.__file__).parents[1])
    shown = subprocess.run(
        [sys.executable, "-c", loaded],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": home},
        check=True,
    ).stdout
    assert all(name in shown for name in ("run", "explain", "rules"))
    assert not any(f"'{name}'" in shown for name in ("numpy", "pydantic", "charset_normalizer", "orjson"))


def test_run_help_names_every_option() -> None:
    shown = CliRunner().invoke(main, ["run", "--help"]).stdout
    for option in (
        "--rules",
        "--no-site-rules",
        "--keep",
        "--drop",
        "--title",
        "--removed",
        "--jobs",
        "--resume",
    ):
        assert option in shown
