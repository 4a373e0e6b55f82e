"""Every format in and out, and where documents come from."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.batch import sources
from cleaner.batch.addresses import Addresses
from cleaner.cli.main import main
from cleaner.errors import MissingExtraError
from cleaner.extras import need
from cleaner.readers import warc
from cleaner.readers.record import Place, Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

BODY = (
    "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
    "Experts believe that the changes will not affect most of them, as the minister explained at length.\n"
)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    typed = [str(it) for it in arguments]
    jobs = [] if "--jobs" in typed else ["--jobs", "1"]
    return CliRunner().invoke(main, ["run", *typed, *jobs], input=stdin)


def lines(number: int) -> bytes:
    return b"".join(json.dumps({"id": it, "text": BODY * (it % 3)}).encode() + b"\n" for it in range(number))


def packed(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(data)
    return zstandard.ZstdCompressor().compress(data) if name.endswith(".zst") else data


def unpacked(path: Path) -> bytes:
    if path.name.endswith(".gz"):
        return gzip.decompress(path.read_bytes())
    if path.name.endswith(".zst"):
        with path.open("rb") as file:
            return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    return path.read_bytes()


def table(path: Path) -> list[dict[str, Any]]:
    columns = [it for it in pq.read_schema(path).names if it != "when"]  # finer than Python's times
    rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    return rows


@pytest.mark.parametrize("into", ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst"])
@pytest.mark.parametrize("out_of", ["i.jsonl", "i.jsonl.gz", "i.jsonl.zst"])
def test_json_lines_are_the_same_however_they_are_packed(tmp_path: Path, out_of: str, into: str) -> None:
    (tmp_path / "plain.jsonl").write_bytes(lines(60))
    (tmp_path / out_of).write_bytes(packed(out_of, lines(60)))
    run(tmp_path / "plain.jsonl", tmp_path / "expected.jsonl")
    assert run(tmp_path / out_of, tmp_path / into).exit_code == 0
    assert unpacked(tmp_path / into) == (tmp_path / "expected.jsonl").read_bytes()


def test_packed_records_in_a_folder_stay_packed_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.jsonl.gz", "b.jsonl.zst"):
        (tmp_path / "in" / name).write_bytes(packed(name, lines(3)))
    run(tmp_path / "in", tmp_path / "out")
    assert unpacked(tmp_path / "out" / "a.jsonl.gz") == unpacked(tmp_path / "out" / "b.jsonl.zst")


def test_packed_standard_input_is_unpacked() -> None:
    result = run("-", "-", "--from", "jsonl", stdin=packed("x.zst", lines(4)))
    assert [json.loads(it)["id"] for it in result.stdout.splitlines()] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst"])
def test_a_packed_text_is_a_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(packed(name, BODY.encode()))
    run(tmp_path / name, tmp_path / "out")
    assert [it.name for it in (tmp_path / "out").iterdir()] == ["a.txt"]


def test_a_packed_text_beyond_the_limit_is_not_unpacked_whole(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(bytes(50_000_000)))
    result = run(tmp_path / "bomb.txt.gz", tmp_path / "o.txt", "--max-size", "1MB")
    assert "more than the 1,000,000 bytes that --max-size allows" in result.stderr


def test_a_limit_beyond_all_memory_costs_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The council met on Tuesday to decide about the old mill.\n")
    with gzip.open(tmp_path / "in" / "bomb.html.gz", "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(bytes(10_000_000))
    result = run(tmp_path / "in", tmp_path / "out", "--max-size", "1TB", "--max-memory", "500MB")
    assert "bomb.html.gz: took more than the 500,000,000 bytes of memory" in result.stderr
    assert (tmp_path / "out" / "a.txt").exists()


def test_parquet_columns_keep_their_types(tmp_path: Path) -> None:
    kinds = {
        "id": pa.array(["a", "b"]),
        "text": pa.array([BODY, None], pa.large_string()),
        "html": pa.array([None, None], pa.string()),
        "when": pa.array([1, 2], pa.timestamp("ns", "UTC")),
        "price": pa.array([Decimal("1.50"), None]),
        "raw": pa.array([b"\x00\xff", b""]),
        "vector": pa.array([[1.0], []], pa.list_(pa.float32())),
        "kind": pa.array(["x", "x"]).dictionary_encode(),
    }
    pq.write_table(pa.table(kinds), tmp_path / "i.parquet")
    result = run(tmp_path / "i.parquet", tmp_path / "o.parquet")
    assert "failed: " in result.stderr
    assert ":2: the row has neither text nor html" in result.stderr
    schema = pq.read_schema(tmp_path / "o.parquet")
    assert schema.names == ["id", "text", "when", "price", "raw", "vector", "kind", "cleaner"]
    same = ("id", "text", "when", "price", "raw", "vector")
    assert all(schema.field(name).type == kinds[name].type for name in same)
    (row,) = table(tmp_path / "o.parquet")
    assert row["cleaner"]["source_chars"] == len(BODY)
    assert (row["raw"], row["price"], row["kind"]) == (b"\x00\xff", Decimal("1.50"), "x")


def test_parquet_to_json_lines_writes_what_json_has(tmp_path: Path) -> None:
    when = dt.datetime(2024, 2, 29, tzinfo=dt.UTC)
    pq.write_table(pa.table({"text": [BODY], "at": [when], "raw": [b"\x00"]}), tmp_path / "i.parquet")
    run(tmp_path / "i.parquet", tmp_path / "o.jsonl")
    record = json.loads((tmp_path / "o.jsonl").read_text())
    assert (record["at"], record["raw"]) == ("2024-02-29T00:00:00+00:00", "AA==")


def test_json_lines_to_parquet_find_types_that_hold_all_records(tmp_path: Path) -> None:
    values = [1, "one", None, {"a": 2}, 10**30, {}]
    records = [{"text": BODY, "mixed": it, "n": 1 if it else 2.5, "few": it == 1 or None} for it in values]
    (tmp_path / "i.jsonl").write_text("\n".join(json.dumps(it) for it in records))
    assert run(tmp_path / "i.jsonl", tmp_path / "o.parquet").exit_code == 0
    rows = table(tmp_path / "o.parquet")
    assert [it["mixed"] and json.loads(it["mixed"]) for it in rows] == values
    assert [it["n"] for it in rows] == [1, 1, 2.5, 1, 1, 2.5]
    assert [it["few"] for it in rows] == [True, None, None, None, None, None]


def test_no_documents_are_a_parquet_file_of_no_rows(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl").touch()
    assert run(tmp_path / "i.jsonl", tmp_path / "o.parquet").exit_code == 0
    assert table(tmp_path / "o.parquet") == []


def archive(path: Path, *, web: bool, zipped: bool) -> Path:
    """A WARC file of pages, or a WET file of their texts."""
    kind = [("Content-Type", "text/html; charset=utf-8")]
    responses = [
        (b"<html><body><p>" + BODY.encode() + b"</p></body></html>", kind, "200 OK"),
        (gzip.compress(b"<p>packed</p>"), [*kind, ("Content-Encoding", "gzip")], "200 OK"),
        (b"5\r\n<p>a \r\n5\r\nb</p>\r\n0\r\n\r\n", [*kind, ("Transfer-Encoding", "chunked")], "200 OK"),
        (b"\x89PNG", [("Content-Type", "image/png")], "200 OK"),
        (b"<p>moved</p>", kind, "301 Moved"),
    ]
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=zipped)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
        for number, (data, headers, status) in enumerate(responses if web else [(BODY.encode(), [], "")] * 3):
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if web else None
            record = writer.create_warc_record(
                f"https://example.org/{number}",
                "response" if web else "conversion",
                payload=io.BytesIO(data),
                http_headers=http,
                warc_content_type="" if web else "text/plain",
            )
            writer.write_record(record)
            record.raw_stream.close()
    return path


@pytest.mark.parametrize("zipped", [True, False], ids=["packed", "plain"])
def test_a_wet_file_is_its_texts(tmp_path: Path, zipped: bool) -> None:  # noqa: FBT001 - a case
    source = archive(tmp_path / ("a.wet.gz" if zipped else "a.wet"), web=False, zipped=zipped)
    result = run(source, tmp_path / "o.jsonl")
    assert result.stderr.splitlines()[-1] == "read 3 = cleaned 3 + empty 0 + skipped 0 + failed 0"
    records = [json.loads(it) for it in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [it["url"] for it in records] == [f"https://example.org/{number}" for number in range(3)]
    assert all(it["id"].startswith("<urn:uuid:") and it["date"] for it in records)
    assert all(it["cleaner"]["site"] == "example.org" for it in records)


def pages(path: Path) -> Sequence[tuple[str | None, str | bytes | None] | None]:
    """URL and HTML of every record, None for what is left alone."""
    found: list[tuple[str | None, str | bytes | None] | None] = []
    for raw in warc.READER.split(Place(path, path.name), 10**6):
        assert isinstance(raw, Raw)
        record = warc.READER.parse(raw, 10**6)
        found.append(None if record is None else (record.url, record.html))
    return found


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.warc.zst"])
def test_a_warc_file_is_its_pages(tmp_path: Path, name: str) -> None:
    source = archive(tmp_path / name.removesuffix(".zst"), web=True, zipped=name.endswith(".gz"))
    if name.endswith(".zst"):
        (tmp_path / name).write_bytes(packed(name, source.read_bytes()))
    assert pages(tmp_path / name) == [
        ("https://example.org/0", f"<html><body><p>{BODY}</p></body></html>"),
        ("https://example.org/1", "<p>packed</p>"),
        ("https://example.org/2", "<p>a b</p>"),
        None,
        None,
    ]
    result = run(tmp_path / name, tmp_path / "o.jsonl")
    assert "left alone: 2 (2 of no page, in WARC files)" in result.stderr.splitlines()
    assert result.stderr.splitlines()[-1].startswith("read 3 = ")


def test_damage_between_warc_records_costs_no_record(tmp_path: Path) -> None:
    data = archive(tmp_path / "a.wet", web=False, zipped=False).read_bytes()
    third = data.index(b"WARC/1", data.index(b"WARC/1", 10) + 10)
    (tmp_path / "a.wet").write_bytes(data[:third] + b"garbage\r\n" * 3 + data[third:])
    result = run(tmp_path / "a.wet", tmp_path / "o.jsonl")
    assert "27 bytes here belong to no record" in result.stderr
    assert result.stderr.splitlines()[-1] == "read 4 = cleaned 3 + empty 0 + skipped 0 + failed 1"


@pytest.mark.parametrize(
    ("name", "folder", "url"),
    [
        ("example.org/a/page.html", "crawl", "https://example.org/a/page.html"),
        ("www.bbc.co.uk/news/1.txt", "crawl", "https://www.bbc.co.uk/news/1.txt"),
        ("http/example.org/a.html", "crawl", "http://example.org/a.html"),
        ("example.org:8080/a.html", "crawl", "https://example.org/a.html"),
        ("a/page.html", "example.org", "https://example.org/a/page.html"),
        ("v1.2/notes.txt", "crawl", None),
        ("notes.old/a.txt", "crawl", None),
        ("a.txt", "texts", None),
        ("sub/a.txt", "texts", None),
        ("example.org", "texts", None),
    ],
)
def test_the_url_of_a_file_in_a_tree_as_wget_makes_it(name: str, folder: str, url: str | None) -> None:
    assert Addresses().url(Path(name), name, folder) == url


def test_a_manifest_gives_urls(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(BODY)
    (tmp_path / "urls.csv").write_text("url,path\nhttps://example.org/x,a.txt\n")
    run(tmp_path / "in", tmp_path / "o.jsonl", "--manifest", tmp_path / "urls.csv")
    records = [json.loads(it) for it in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [it.get("url") for it in records] == ["https://example.org/x", None]


def test_several_inputs_never_share_an_output(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "sub").mkdir(parents=True)
        for name in ("a.txt", "sub/a.txt"):
            (tmp_path / folder / name).write_text(BODY)
    pattern = tmp_path / "*" / "sub" / "*.txt"
    result = run(
        tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt", pattern, tmp_path / "one", tmp_path / "o"
    )
    names = sorted(str(it.relative_to(tmp_path / "o")) for it in (tmp_path / "o").rglob("*.txt"))
    assert names == ["a-2.txt", "a.txt", "one/sub/a.txt", "two/sub/a.txt"]
    assert "left alone: 2 (2 given twice)" in result.stderr


def test_a_page_and_a_text_of_one_name_never_share_an_output(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").touch()
    (tmp_path / "in" / "a.txt").write_text(BODY)
    run(tmp_path / "in", tmp_path / "out")
    assert sorted(it.name for it in (tmp_path / "out").glob("*.txt")) == ["a-2.txt", "a.txt"]


def test_a_remote_folder_is_read_and_written_through_fsspec(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "a.txt").write_text(BODY)
    (tmp_path / "in" / "r.jsonl").write_bytes(lines(3))
    result = run(f"local://{tmp_path}/in", f"local://{tmp_path}/out/")
    assert result.exit_code == 0, result.output
    assert run(tmp_path / "in", tmp_path / "expected").exit_code == 0
    for name in ("sub/a.txt", "r.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "expected" / name).read_bytes()
    refused = run(f"local://{tmp_path}/in", f"local://{tmp_path}/out/", "--resume")
    assert refused.exit_code == 2


def test_what_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "upath", None)
    with pytest.raises(
        MissingExtraError, match=r"s3:// needs the extra 'remote': pip install 'article-cleaner\[remote\]'"
    ):
        sources.location("s3://bucket/key")
    with pytest.raises(MissingExtraError, match="zstd"):
        need("no_such_module_at_all", "zstd", "reading zstd")


def test_the_first_documents_or_some_by_chance(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl").write_bytes(lines(50))
    picked = []
    for number, option in enumerate((["--limit", "5"], ["--sample", "5"], ["--sample", "5"])):
        out = tmp_path / f"{number}.jsonl"
        result = run(tmp_path / "i.jsonl", out, *option)
        assert "read 5 = " in result.stderr.splitlines()[-1]
        picked.append([json.loads(it)["id"] for it in out.read_text().splitlines()])
    assert picked[0] == [0, 1, 2, 3, 4]
    assert picked[1] == picked[2] == sorted(picked[1])
    assert picked[1] != picked[0]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "i.jsonl").write_bytes(lines(50))
    (tmp_path / "in" / "a.txt").write_text(BODY)
    result = run(tmp_path / "in", tmp_path / "out", "--dry-run")
    assert result.stderr.splitlines() == [
        f"{tmp_path}/in/a.txt: 1 document to {tmp_path}/out/a.txt",
        f"{tmp_path}/in/i.jsonl: 50 documents to {tmp_path}/out/i.jsonl",
        "would read 51 documents of 2 files; nothing was written",
    ]
    assert not (tmp_path / "out").exists()


def test_suspect_results_are_marked_and_counted(tmp_path: Path) -> None:
    texts = [BODY, f"{BODY}Share on Facebook\n" * 2, ""]
    (tmp_path / "i.jsonl").write_text("\n".join(json.dumps({"text": it}) for it in texts))
    gone = ["--drop", "body", "--drop", "headline", "--drop", "section heading"]
    typed: list[str | Path] = [
        tmp_path / "i.jsonl",
        tmp_path / "o.jsonl",
        "--report",
        tmp_path / "r.json",
        "--max-removed",
        "0",
    ]
    result = run(*typed, *gone)
    marks = [
        json.loads(it)["cleaner"].get("suspect") for it in (tmp_path / "o.jsonl").read_text().splitlines()
    ]
    assert marks == ["empty though it had text"] * 2 + [None]
    assert "suspect: 2 documents empty though it had text" in result.stderr
    result = run(*typed)
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["suspect"]["stripped"] == 1
    assert report["read"] == 3
    assert report["removed"]["share"]["blocks"] >= 1


def test_a_document_that_loses_nearly_all_is_suspect_by_default(tmp_path: Path) -> None:
    texts = [f"{BODY}\n" + "Share on Facebook\n" * lines for lines in (1, 200)]
    (tmp_path / "i.jsonl").write_text("\n".join(json.dumps({"text": it}) for it in texts))
    for more, marked in (
        ([], [None, "lost more than --max-removed allows"]),
        (["--max-removed", "100%"], [None] * 2),
    ):
        run(tmp_path / "i.jsonl", tmp_path / "o.jsonl", *more)
        lines = (tmp_path / "o.jsonl").read_text().splitlines()
        assert [json.loads(it)["cleaner"].get("suspect") for it in lines] == marked
