"""Two thousand documents with everything that can be wrong among them: each is named, none is lost."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.cli.main import main
from tests.fragile import FragileSetup

if TYPE_CHECKING:
    from pathlib import Path

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
GOOD_FILES, GOOD_RECORDS = 1000, 600
EMPTY = 3
LOST_ROWS = 50
SOUND_BESIDE_DEADLY = 240


@pytest.mark.slow
def test_every_fault_is_one_documents_and_every_document_is_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.cli.run.Setup", FragileSetup)
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    good = _good_files(source) + _good_records(source)
    expected = {
        **_bad_files(source),
        **_bad_records(source),
        **_relu(source),
        **_bad_parquet(source),
        **_deadly(source),
    }
    typed = ["run", str(source), str(out), "--jobs", "2", "--max-seconds", "3", "--max-memory", "1GB"]
    report = tmp_path / "report.json"
    result = CliRunner().invoke(main, [*typed, "--report", str(report)])
    assert result.exit_code == 1, result.output
    told = dict(
        line.removeprefix(f"failed: {source}/").split(": ", 1)
        for line in result.stderr.splitlines()
        if line.startswith("failed: ")
    )
    for name, reason in expected.items():
        assert name in told, f"{name} is not named"
        assert reason in told[name], f"{name}: {told[name]}"
    assert set(told) == set(expected)
    counts = json.loads(report.read_text())
    read, cleaned, empty, skipped, failed = map(int, re.findall(r"\d+", result.stderr.splitlines()[-1]))
    assert read == cleaned + empty + skipped + failed == counts["read"]
    assert read >= 2000
    assert (empty, skipped) == (EMPTY, 0)
    assert failed == len(expected) - 1 + LOST_ROWS
    assert cleaned == good + 2 * LOST_ROWS + SOUND_BESIDE_DEADLY
    listed = [json.loads(line) for line in (out / "failures.jsonl").read_text().splitlines()]
    assert {it["source"].removeprefix(f"{source}/") for it in listed} == {
        re.sub(r" \(\d+ documents\)$", "", name) for name in expected
    }
    assert all(set(it) >= {"id", "source", "offset", "reason"} for it in listed)
    bad_line = next(it for it in listed if it["source"].endswith("records.jsonl:3"))
    assert (source / "records.jsonl").read_bytes()[bad_line["offset"] :].startswith(b"{bad")
    assert result.stdout == ""


def _good_files(folder: Path) -> int:
    """Sound texts, under names that are hard to handle."""
    for number in range(GOOD_FILES):
        (folder / f"{number:04}.txt").write_text(f"{number} {BODY}")
    odd = [b"two\nlines.txt", b"not\xffutf8.txt", b"x" * 251 + b".txt", "ünï ☃.txt".encode()]
    for name in odd:
        (folder / os.fsdecode(name)).write_text(BODY)
    (folder / "a.txt").mkdir()
    (folder / "a.txt" / "inside.txt").write_text(BODY)
    (folder / "round").symlink_to(folder)
    (folder / "loop.html").symlink_to("loop.html.txt")
    (folder / "loop.html.txt").symlink_to("loop.html")
    for number in range(EMPTY):
        (folder / f"empty-{number}.txt").touch()
    (folder / "invalid.txt").write_bytes(b"caf\xc3\xa9 \xff " + BODY.encode() + "äöü".encode() * 5)
    return GOOD_FILES + len(odd) + 2


def _good_records(folder: Path) -> int:
    lines = [json.dumps({"id": number, "text": BODY}) for number in range(GOOD_RECORDS)]
    lines.insert(1, '{"id": "half", "text": "half \\ud83d a character ' + BODY.strip() + '"}')
    lines[2:2] = ["{bad", "[1]", '{"id": "x"}']
    (folder / "records.jsonl").write_text("\n".join(lines))
    return GOOD_RECORDS + 1


def _bad_files(folder: Path) -> dict[str, str]:
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "unreadable.txt").symlink_to("/proc/self/mem")
    (folder / "nowhere.txt").symlink_to("nothing-there")
    loop = "Too many levels of symbolic links"
    return {
        "binary.txt": "not text",
        "picture.txt": "not text: PNG image",
        "unreadable.txt": "Input/output error",
        "nowhere.txt": "No such file or directory",
        "loop.html": loop,
        "loop.html.txt": loop,
    }


def _bad_records(folder: Path) -> dict[str, str]:
    with (folder / "large.jsonl").open("w") as file:
        file.write(json.dumps({"text": "x" * 50_000_000}) + "\n")
    return {
        "records.jsonl:3": "not JSON",
        "records.jsonl:4": "not a JSON object",
        "records.jsonl:5": "neither text nor html",
        "large.jsonl:1": "more than the 20,000,000 bytes that --max-size allows",
    }


def _relu(folder: Path) -> dict[str, str]:
    """Archives that end too early; nothing before the cut is counted here, as nothing is sound."""
    packed = gzip.compress(json.dumps({"text": os.urandom(5000).hex()}).encode())
    (folder / "cut.jsonl.gz").write_bytes(packed[:2000])
    archive = io.BytesIO()
    writer = WARCWriter(archive, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    page = io.BytesIO(b"<p>page</p>")
    record = writer.create_warc_record("https://a.example/", "response", page, http_headers=headers)
    writer.write_record(record)
    record.raw_stream.close()
    (folder / "cut.warc").write_bytes(archive.getvalue()[:-10])
    return {"cut.jsonl.gz": "ends too early", "cut.warc": "before its last record does"}


def _bad_parquet(folder: Path) -> dict[str, str]:
    path = folder / "rows.parquet"
    table = pa.table({"text": [f"{number} {BODY}" for number in range(3 * LOST_ROWS)]})
    pq.write_table(table, path, row_group_size=LOST_ROWS, write_page_checksum=True, use_dictionary=False)
    offset = pq.read_metadata(path).row_group(1).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    data[offset + 500 : offset + 530] = bytes(30)
    path.write_bytes(data)
    (folder / "cut.parquet").write_bytes(data[:500])
    return {
        f"rows.parquet:{LOST_ROWS + 1} ({LOST_ROWS} documents)": "row group 2 of 3 is damaged",
        "cut.parquet": "not a Parquet file, or one that was cut off",
    }


def _deadly(folder: Path) -> dict[str, str]:
    deaths = {
        "BUG": "internal error: ZeroDivisionError",
        "CRASH": "the worker process ended on it with status 1",
        "HANG": "took longer than the 3 seconds that --max-seconds allows",
        "SWELL": "took more than the 1,000,000,000 bytes of memory that --max-memory allows",
    }
    lines = [BODY] * SOUND_BESIDE_DEADLY
    for number, word in enumerate(deaths):
        lines.insert(number * 20, f"{word} {BODY}")
    (folder / "zz.jsonl").write_text("".join(json.dumps({"text": it}) + "\n" for it in lines))
    return {f"zz.jsonl:{number * 20 + 1}": reason for number, reason in enumerate(deaths.values())}
