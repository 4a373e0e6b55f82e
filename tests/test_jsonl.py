"""JSON lines: records in, the same records out with their text cleaned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
    "Experts believe that the changes will not affect most of them, as the minister explained at length."
)


def clean(tmp_path: Path, content: str | bytes, *options: str) -> tuple[Result, list[dict[str, Any]]]:
    """The command's result on a file of `content`, and the records it wrote."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(main, ["run", str(source), str(target), "--jobs", "1", *options])
    lines = target.read_bytes().split(b"\n") if target.exists() else [b""]
    assert lines.pop() == b""
    return result, [json.loads(line) for line in lines]


def line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def test_the_cleaner_field_is_as_documented(tmp_path: Path) -> None:
    result, (record,) = clean(tmp_path, line(id=7, text=BODY, url="https://example.org/a"))
    assert result.exit_code == 0
    report = record["cleaner"]
    assert list(report) == [
        "version", "title", "language", "site", "kept_chars", "source_chars", "removed", "page_type",
    ]  # fmt: skip
    assert report["source_chars"] == len(BODY)
    assert report["kept_chars"] == len(record["text"])


def test_removed_spans_are_offsets_into_the_source_text(tmp_path: Path) -> None:
    all_goes = ["--drop", "body", "--drop", "headline", "--drop", "section-heading"]
    _, (record,) = clean(tmp_path, line(text=f"{BODY}\n"), *all_goes)
    assert record["text"] == ""
    assert "\n".join(BODY[start:end] for start, end, _, _, _ in record["cleaner"]["removed"]) == BODY
    for _, _, label, judge, score in record["cleaner"]["removed"]:
        assert isinstance(label, str)
        assert isinstance(judge, str)
        assert isinstance(score, float)


def test_every_other_field_passes_through_in_its_place(tmp_path: Path) -> None:
    fields = {"z": [1, {"a": None}], "id": "x", "text": BODY, "score": 0.25, "язык": "ру", "ok": True}
    _, (record,) = clean(tmp_path, line(**fields))
    assert list(record) == [*fields, "cleaner"]
    assert {key: record[key] for key in fields if key != "text"} == {
        key: value for key, value in fields.items() if key != "text"
    }


@pytest.mark.parametrize(
    "number", ["12345678901234567890123", "-9223372036854775809", "9223372036854775807", "1e3", "NaN"]
)
def test_a_number_passes_through_with_its_value(tmp_path: Path, number: str) -> None:
    _, (record,) = clean(tmp_path, f'{{"text": "{BODY[:90]}", "n": {number}}}\n')
    assert repr(record["n"]) == repr(json.loads(number))


def test_a_lone_surrogate_crashes_nothing(tmp_path: Path) -> None:
    content = '{"id": "\\udc00", "text": "half \\ud83d a character stands in this sentence of the text."}\n'
    result, (record,) = clean(tmp_path, content)
    assert result.exit_code == 0
    assert record["id"] == "\udc00"
    assert "warning:" in result.stderr
    assert ":1: 1 lone surrogate" in result.stderr


def test_whole_characters_beyond_the_basic_plane_stay(tmp_path: Path) -> None:
    _, (record,) = clean(tmp_path, '{"id": "\\ud83d\\ude00", "text": ""}\n')
    assert record["id"] == "😀"


def test_an_empty_text_is_an_empty_document(tmp_path: Path) -> None:
    result, (record,) = clean(tmp_path, line(id="e", text=""))
    assert record["text"] == ""
    assert record["cleaner"]["source_chars"] == 0
    assert result.stderr.endswith("read 1 = cleaned 0 + empty 1 + skipped 0 + failed 0\n")
    assert result.exit_code == 0


def test_a_record_that_was_cleaned_before_keeps_one_cleaner_field(tmp_path: Path) -> None:
    _, (record,) = clean(tmp_path, line(text=BODY, cleaner={"old": 1}, after=2))
    assert list(record) == ["text", "cleaner", "after"]
    assert "old" not in record["cleaner"]


def test_blank_lines_and_crlf_are_nothing(tmp_path: Path) -> None:
    result, records = clean(tmp_path, f"\n  \r\n{line(text='').strip()}\r\n\n{line(text='')[:-1]}")
    assert len(records) == 2
    assert result.exit_code == 0


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    _, records = clean(tmp_path, b"\xef\xbb\xbf" + line(text="").encode())
    assert len(records) == 1


BAD_LINES = {
    "not JSON": (b"{bad", "not JSON: "),
    "cut off": (b'{"text": "abc', "not JSON: "),
    "an array": (b"[1]", "an array, not a JSON object"),
    "a string": (b'"text"', "a string, not a JSON object"),
    "nothing to clean": (b'{"id": 1}', "neither text nor html"),
    "null": (b'{"text": null}', "neither text nor html"),
    "a number for text": (b'{"text": 5}', "text is a number, not a string"),
    "a list for text": (b'{"text": ["a"]}', "text is an array, not a string"),
    "bad UTF-8": (b'{"text": "\xff"}', "not UTF-8 at byte 11"),
    "deep nesting": (b'{"text": "a", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested too deeply"),
    "endless number": (b'{"text": "a", "x": ' + b"1" * 5000 + b"}", "not readable: "),
}


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES.values(), ids=list(BAD_LINES))
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, bad: bytes, reason: str) -> None:
    good = line(id="good", text="").encode()
    result, records = clean(tmp_path, good + bad + b"\n" + good)
    assert [record["id"] for record in records] == ["good", "good"]
    assert f"failed: {tmp_path}/in.jsonl:2: " in result.stderr
    assert reason in result.stderr
    assert result.stderr.endswith("read 3 = cleaned 0 + empty 2 + skipped 0 + failed 1\n")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x1f\x8b\x08\x00", "gzip file"), ('{"text":""}\n'.encode("utf-16"), "UTF-16")],
    ids=["gzip", "UTF-16"],
)
def test_a_file_that_is_no_jsonl_is_one_failure(tmp_path: Path, content: bytes, reason: str) -> None:
    result, _ = clean(tmp_path, content)
    assert reason in result.stderr
    assert "read 1 = cleaned 0 + empty 0 + skipped 0 + failed 1" in result.stderr


def test_a_file_of_no_records_gives_a_file_of_no_records(tmp_path: Path) -> None:
    result, records = clean(tmp_path, "")
    assert records == []
    assert (tmp_path / "out.jsonl").exists()
    assert result.exit_code == 0


def test_a_record_says_how_many_lone_surrogates_were_replaced(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    body = "The commission said on Wednesday that the new rules would apply."
    source.write_text(
        f'{{"text": "{body} \\ud83d and \\udc00."}}\n{{"html": "<p>{body} \\ud83d"}}\n{{"text": "{body}"}}\n'
    )
    result = CliRunner().invoke(main, ["run", str(source), str(out), "--jobs", "1"])
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [it["cleaner"].get("surrogates") for it in records] == [2, 1, None]
    assert records[0]["text"] == f"{body} \ufffd and \ufffd."
    assert result.stderr.count("lone surrogate") == 2
