"""Records and files that try a reader: each costs itself at most, in every output format."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from cleaner.readers.record import shown
from tests.records import (
    BODY,
    PAGE,
    account,
    counts,
    lines_of,
    records_of,
    run,
    write_lines,
    write_table,
)

if TYPE_CHECKING:
    from pathlib import Path

ONE_LINE = BODY.replace("\n", " ")
OUTPUTS = ["jsonl", "jsonl.gz", "parquet", "txt", "markdown"]
DEPTHS = (10, 100, 253, 254, 255, 499, 500, 600, 980, 1000, 1023, 1024, 2000, 100_000)
MOST = 499
"""Levels that a field may have in a record, which is a level itself."""


@pytest.mark.parametrize("to", OUTPUTS)
def test_a_record_of_any_depth_is_cleaned_or_a_clear_failure(tmp_path: Path, to: str) -> None:
    values = [o * it + "1" + c * it for o, c in (("[", "]"), ('{"a":', "}")) for it in DEPTHS]
    sound = [it for it in values if it.count("[") + it.count("{") <= MOST]
    lines = [f'{{"id":{len(it)},"text":{json.dumps(BODY)},"x":{it}}}' for it in values]
    lines.append(f'{{"text":{values[DEPTHS.index(980)]}}}')
    (tmp_path / "i.jsonl").write_text("\n".join(lines))
    into = tmp_path / "out" if to in {"txt", "markdown"} else tmp_path / f"o.{to}"
    result = run(tmp_path / "i.jsonl", into, "--to", to)
    assert account(result) == counts(cleaned=len(sound), failed=len(lines) - len(sound)), result.stderr
    assert result.stderr.count("nested too deeply, more than 500 levels") == len(lines) - len(sound)
    if to in {"jsonl", "parquet"}:
        written = records_of(into)
        assert [it["id"] for it in written] == [len(it) for it in sound]
        assert [json.dumps(it["x"]).replace(" ", "") for it in written] == sound


@pytest.mark.parametrize("to", OUTPUTS)
def test_a_row_of_any_depth_that_parquet_holds_is_cleaned(tmp_path: Path, to: str) -> None:
    (tmp_path / "in").mkdir()
    depths = (1, 20, 45)
    for depth in depths:
        for name, inside in (("list", lambda it: [it]), ("object", lambda it: {"a": it})):
            value: Any = 1
            for _ in range(depth):
                value = inside(value)
            columns = {"text": [BODY], "x": pa.array([value])}
            write_table(tmp_path / "in" / f"{name}{depth}.parquet", columns)
    result = run(tmp_path / "in", tmp_path / "out", "--to", to)
    assert account(result) == counts(cleaned=2 * len(depths)), result.stderr


BLANK = (None, "", " \n\t", "\u3000")


@pytest.mark.parametrize("to", ["jsonl", "parquet"])
def test_where_the_text_of_a_record_is_blank_its_html_is_used(tmp_path: Path, to: str) -> None:
    records: list[dict[str, Any]] = [
        *({"html": PAGE, "id": 1, "text": it, "x": 1} for it in BLANK),
        *({"text": it, "html": PAGE} for it in BLANK),
        {"text": "No page.", "html": PAGE},
        {"text": "No page.", "html": 5},
        {"text": "", "html": ""},
        {"text": "", "html": None},
    ]
    result = run(write_lines(tmp_path / "i.jsonl", records), tmp_path / f"o.{to}")
    assert account(result) == counts(cleaned=10, empty=2), result.stderr
    written = records_of(tmp_path / f"o.{to}")
    assert [it["text"] for it in written] == [ONE_LINE] * 8 + ["No page."] * 2 + [""] * 2
    assert not any("html" in it for it in written)
    assert [it for it in written[0] if it in {"id", "text", "x"}] == ["id", "text", "x"]


def test_html_that_is_none_is_named_where_it_is_needed(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [{"text": " ", "html": 5}, {"html": [PAGE]}]
    result = run(write_lines(tmp_path / "i.jsonl", records), tmp_path / "o.jsonl")
    assert "i.jsonl:1: html is a number, not a string" in result.stderr
    assert "i.jsonl:2: html is an array, not a string" in result.stderr


HALF = "half \ud83d a character stands in this sentence"


@pytest.mark.parametrize("to", OUTPUTS)
def test_half_a_character_is_one_sign_in_every_output(tmp_path: Path, to: str) -> None:
    records = [
        {"id": "a\udc00", "url": "https://example.org/\ud800", "language": "\ud800", "title": "\ud800", "text": HALF},
        {"id": "b", "html": f"<title>\ud800</title><p>{HALF} {HALF}</p>"},
        {"id": "c", "html": "<p>&#xD800; and &#55357; stand in this sentence.</p>"},
        {"id": "d", "html": f'<script type="application/ld+json">{{"@type":"Article","headline":"\\ud800","articleBody":"{ONE_LINE} \\ud83d."}}</script>'},
    ]  # fmt: skip
    source = write_lines(tmp_path / "i.jsonl", records)
    into = tmp_path / "out" if to in {"txt", "markdown"} else tmp_path / f"o.{to}"
    result = run(source, into, "--to", to, "--removed", tmp_path / "r.jsonl")
    assert account(result) == counts(cleaned=4), result.stderr
    assert "i.jsonl:1: 1 lone surrogate in text, replaced by U+FFFD" in result.stderr
    assert "i.jsonl:2: 3 lone surrogates in html, replaced by U+FFFD" in result.stderr
    for it in [*into.rglob("*.txt"), *into.rglob("*.md"), tmp_path / "r.jsonl"]:
        assert "?" not in it.read_bytes().decode("utf-8")
    lines_of(tmp_path / "r.jsonl")[0]["id"].encode()
    if to in {"jsonl", "parquet"}:
        first, second, third, fourth = records_of(into)
        assert first["text"] == HALF.replace("\ud83d", "\ufffd")
        assert first["cleaner"]["source_chars"] == len(HALF)
        assert second["text"].count("\ufffd") == 2
        assert third["text"].count("\ufffd") == 2
        json.dumps([it["cleaner"] for it in (first, second, third, fourth)], ensure_ascii=False).encode()
        json.dumps(fourth, ensure_ascii=False).encode()
    if to == "jsonl":
        assert [first[key] for key in ("id", "title")] == ["a\udc00", "\ud800"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-32", "UTF-32"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-32-be", "UTF-32")],
)
def test_json_lines_in_another_encoding_are_told_which(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / "i.jsonl").write_bytes('{"text":"a"}\n'.encode(encoding) * 3)
    result = run(tmp_path / "i.jsonl", tmp_path / "o.jsonl")
    assert f"i.jsonl: {name}; JSON lines must be UTF-8: convert the file" in result.stderr
    assert account(result) == counts(failed=1)


def test_random_bytes_are_refused_as_text_and_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.html", "c.htm", "d.xhtml"):
        (tmp_path / "in" / name).write_bytes(random.Random(name).randbytes(5000))
    (tmp_path / "in" / "e.html").write_bytes(PAGE.encode("utf-16") + b"\0" * 100)
    (tmp_path / "in" / "f.html").write_bytes(PAGE.encode() + b"\0\x01\x02")
    result = run(tmp_path / "in", tmp_path / "out")
    assert account(result) == counts(cleaned=2, failed=4), result.stderr
    assert result.stderr.count("not HTML: binary data (") == 3
    assert "a.txt: not text: " in result.stderr
    assert sorted(it.name for it in (tmp_path / "out").glob("*.txt")) == ["e.txt", "f.txt"]


def test_a_message_that_quotes_half_a_character_can_be_shown() -> None:
    assert shown("KeyError: \ud800\n") == r"KeyError: \ud800\n"
    assert shown("\udcff.txt") == r"\xff.txt"
