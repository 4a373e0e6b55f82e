from __future__ import annotations

import gzip
import io
import random
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner import Cleaner, Label, Options
from cleaner.cli.main import main
from cleaner.explain.terminal import write_explanation
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = goldens.DOCUMENTS / "004-moscow-times" / "input.txt"


def explained(*arguments: str, stdin: bytes | None = None) -> str:
    result = CliRunner().invoke(main, ["explain", *arguments], input=stdin)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("option", [[], ["--no-site-rules"]], ids=["with site rules", "without"])
def test_every_block_is_there_with_mark_and_label(option: list[str]) -> None:
    output = explained(str(DOCUMENT), *option)
    blocks = Cleaner().clean(DOCUMENT.read_text()).blocks
    assert output.count("✓") + output.count("✗") == len(blocks)
    assert "✓ headline" in output


def test_it_fits_80_columns() -> None:
    assert max(cell_len(line.rstrip()) for line in explained(str(DOCUMENT)).splitlines()) <= 80


def test_a_word_wider_than_its_column_is_shown_to_its_end(tmp_path: Path) -> None:
    word = "".join(f"{number:03}" for number in range(60))
    (tmp_path / "a.txt").write_text(word)
    shown = "".join(explained(str(tmp_path / "a.txt"), "--no-site-rules").split())
    assert word in shown


def test_wide_characters_count_twice() -> None:
    out = io.StringIO()
    write_explanation(Cleaner().clean("这座老磨坊已经空置了二十年，" * 12, explain=True), "中文", out)
    assert max(cell_len(line.rstrip()) for line in out.getvalue().splitlines()) <= 80


def test_a_rule_is_named_with_its_file_and_line() -> None:
    assert "rules/sites/themoscowtimes.com.yaml:" in "".join(explained(str(DOCUMENT)).split("\n"))


def test_the_evidence_of_the_generic_part_is_named() -> None:
    output = explained(str(DOCUMENT), "--no-site-rules")
    assert "heuristic:appeal: “support us”" in output
    assert "words" in output


def test_that_a_page_leaves_doubt_is_said() -> None:
    poem = b"The harbour light goes out\nOver the northern mole\nThe ferry counts\nAnd all are home\n"
    assert "calibration:leniency: hardly anything here is boilerplate beyond" in explained("-", stdin=poem)
    assert "calibration:leniency" not in explained(str(DOCUMENT), "--no-site-rules")


def test_the_items_of_a_block_add_up_to_its_score() -> None:
    for block in Cleaner(options=Options(site_rules=False)).clean(DOCUMENT.read_text(), explain=True).blocks:
        if block.label is not Label.HEADLINE:
            items = [
                it for it in block.verdicts if it.judge == "model" or it.judge.startswith("calibration:")
            ]
            assert [it.judge for it in items].count("model") == 1
            assert sum(it.weight for it in items) == pytest.approx(block.score, abs=1e-4)


def test_where_no_block_is_chosen_it_is_said() -> None:
    assert "no block is pagination" in explained(str(DOCUMENT), "--only", "pagination", "--brief")


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in explained(str(DOCUMENT))
    assert "\x1b[" in explained(str(DOCUMENT), "--colour")


def test_standard_input_is_read() -> None:
    assert "standard input" in explained("-", stdin=DOCUMENT.read_bytes())


def test_a_record_of_many_can_be_chosen(tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text('{"text": "The first record."}\n{"text": "The second record."}\n')
    assert "The second record." in explained(str(file), "--record", "2")


def test_a_record_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('{"text": "The first record."}\n')
    result = CliRunner().invoke(main, ["explain", str(file), "--record", "2"])
    assert result.exit_code == 1
    assert "has no record 2" in result.output


def refused(*arguments: str | Path, stdin: bytes | None = None, status: int = 1) -> str:
    """What is told of a document that cannot be explained."""
    result = CliRunner().invoke(main, ["explain", *map(str, arguments)], input=stdin)
    assert (result.exit_code, result.stdout) == (status, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def packed(number: int) -> bytes:
    """So many records, packed, by words of chance so that packing leaves something to cut."""
    chance = random.Random(7)
    return gzip.compress(
        "".join(f'{{"text": "Record {it}: {chance.random()}"}}\n' for it in range(number)).encode()
    )


@pytest.mark.parametrize("length", [15, 600], ids=["in the first record", "after some records"])
def test_a_packed_file_that_ends_too_early_is_told_in_words(tmp_path: Path, length: int) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(packed(500)[:length])
    told = refused(tmp_path / "cut.jsonl.gz", "--record", "400")
    assert told.startswith(f"error: {tmp_path}/cut.jsonl.gz: ")
    assert "too early" in told
    assert "Aborted" not in told


def test_a_packed_stream_that_ends_too_early_is_told_in_words() -> None:
    told = refused("-", "--from", "jsonl", "--record", "400", stdin=packed(500)[:600])
    assert told.startswith("error: standard input: ")
    assert "too early" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.jsonl.gz", b"\x1f\x8b\x08\x00damaged", id="gzip"),
        pytest.param("a.txt.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xffdamaged", id="gzip inside"),
        pytest.param("a.jsonl.zst", b"\x28\xb5\x2f\xfddamaged", id="zstd"),
        pytest.param("a.jsonl", b"\x00\x01\x02", id="binary JSON lines"),
        pytest.param("a.jsonl", b"not JSON", id="no JSON"),
        pytest.param("a.jsonl", b"[" * 5000, id="JSON too deep"),
        pytest.param("a.jsonl", b"", id="no record"),
        pytest.param("a.jsonl", b'{"id": 1}', id="a record without text"),
        pytest.param("a.txt", random.Random(7).randbytes(900), id="no text"),
        pytest.param("a.parquet", b"", id="an empty Parquet file"),
        pytest.param("a.parquet", b"PAR1 junk PAR1", id="a damaged Parquet file"),
        pytest.param("a.warc", b"junk", id="no WARC file"),
        pytest.param("a.warc", b"WARC/1.0\r\nContent-Length: x\r\n\r\n", id="a damaged WARC file"),
        pytest.param("a.warc.gz", gzip.compress(b"WARC/1.0\r\n"), id="a WARC file that ends in a header"),
    ],
)
def test_what_cannot_be_read_is_told_by_name_in_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    told = refused(tmp_path / name)
    assert told.startswith(f"error: {tmp_path / name}: ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", ["folder", "dangling", "nowhere"])
def test_what_is_no_file_is_a_wrong_command_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to("nothing")
    assert f"{tmp_path / name}" in refused(tmp_path / name, status=2)


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_an_empty_file_is_an_empty_document(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert "0 of 0 blocks kept" in explained(str(tmp_path / name))


def test_an_extra_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert "pip install 'article-cleaner[zstd]'" in refused(tmp_path / "a.txt.zst")


def test_a_record_is_chosen_by_the_number_that_messages_give_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "On line one."}\n\n{"text": "On line three."}\n{"text": 1}\n')
    assert "On line three." in explained(str(tmp_path / "a.jsonl"), "--record", "3")
    assert "has no record 2" in refused(tmp_path / "a.jsonl", "--record", "2")
    result = CliRunner().invoke(main, ["run", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert "a.jsonl:4: text is a number" in result.stderr
    assert "text is a number" in refused(tmp_path / "a.jsonl", "--record", "4")


def test_a_row_of_parquet_can_be_chosen(tmp_path: Path) -> None:
    texts = [f"This is row {number} of the table." for number in range(1, 6)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=2)
    assert "This is row 3 of the table." in explained(str(tmp_path / "a.parquet"), "--record", "3")
    assert "has no record 6" in refused(tmp_path / "a.parquet", "--record", "6")


def test_rows_behind_a_damaged_group_keep_their_numbers(tmp_path: Path) -> None:
    texts = [f"This is row {number} of the table." for number in range(1, 31)]
    options = {
        "row_group_size": 10,
        "compression": "none",
        "use_dictionary": False,
        "write_page_checksum": True,
    }
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", **options)
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data.replace(b"row 5 of", b"row X of", 1))
    assert "This is row 25 of the table." in explained(str(tmp_path / "a.parquet"), "--record", "25")
    assert "row group 1 of 3 is damaged" in refused(tmp_path / "a.parquet", "--record", "7")


def test_a_response_that_is_no_page_is_told(tmp_path: Path) -> None:
    with (tmp_path / "a.warc").open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        for kind, body in (("image/png", b"\x89PNG"), ("text/html", b"<p>A page of the crawl.</p>")):
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                "https://example.org/a", "response", payload=io.BytesIO(body), http_headers=headers
            )
            writer.write_record(record)
            record.raw_stream.close()
    assert "record 1 is no page" in refused(tmp_path / "a.warc")
    assert "A page of the crawl." in explained(str(tmp_path / "a.warc"), "--record", "2")
