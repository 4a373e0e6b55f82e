"""Parquet in: columns of every type, and rows that are wrong beside rows that are not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.readers.parquet import READER
from cleaner.readers.record import Place, Raw
from tests.records import (
    BODY,
    PAGE,
    account,
    counts,
    lines_of,
    records_of,
    rows_of,
    run,
    run_folder,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDS = ("text", "html")
OUTPUTS = ["jsonl", "parquet"]
TEXT_TYPES = {
    "string": pa.array([BODY]),
    "large_string": pa.array([BODY], pa.large_string()),
    "binary": pa.array([BODY.encode()]),
    "large_binary": pa.array([BODY.encode()], pa.large_binary()),
    "fixed_size_binary": pa.array([BODY.encode()], pa.binary(len(BODY))),
    "dictionary of strings": pa.array([BODY]).dictionary_encode(),
    "dictionary of binary": pa.array([BODY.encode()]).dictionary_encode(),
}
NEWER_TYPES = {
    name: getattr(pa, name)() for name in ("string_view", "binary_view", "json_", "uuid") if hasattr(pa, name)
}
"""What the oldest pyarrow that will do does not know."""
WORDS_OF = {"uuid": bytes(16), "binary_view": b"\xff"}
TEXT_TYPES |= {
    name: pa.array([BODY.encode() if name == "binary_view" else BODY], kind)
    for name, kind in NEWER_TYPES.items()
    if name != "uuid"
}


PAGE_TYPES = {
    "string": pa.array([PAGE]),
    "binary": pa.array([PAGE.encode()]),
    "UTF-16 in large_binary": pa.array([PAGE.encode("utf-16")], pa.large_binary()),
    "fixed_size_binary": pa.array([PAGE.encode()], pa.binary(len(PAGE))),
    "dictionary of binary": pa.array([PAGE.encode()]).dictionary_encode(),
}


def files(folder: Path, tables: Mapping[str, Any]) -> Path:
    """A folder with a Parquet file for each of `tables`, called by its number."""
    folder.mkdir()
    for number, table in enumerate(tables.values()):
        pq.write_table(table, folder / f"{number}.parquet")
    return folder


@pytest.mark.parametrize("to", OUTPUTS)
def test_a_text_is_read_from_any_column_of_strings_or_bytes(tmp_path: Path, to: str) -> None:
    folder = files(tmp_path / "in", {kind: pa.table({"text": it}) for kind, it in TEXT_TYPES.items()})
    result, written = run_folder(folder, to)
    assert account(result) == counts(cleaned=len(TEXT_TYPES)), result.stderr
    for number, kind in enumerate(TEXT_TYPES):
        (record,) = records_of(written[str(number)])
        assert (record["text"], record["cleaner"]["source_chars"]) == (BODY, len(BODY)), kind


@pytest.mark.parametrize("to", OUTPUTS)
def test_a_page_is_read_from_any_column_of_strings_or_bytes(tmp_path: Path, to: str) -> None:
    folder = files(tmp_path / "in", {kind: pa.table({"html": it}) for kind, it in PAGE_TYPES.items()})
    result, written = run_folder(folder, to)
    assert account(result) == counts(cleaned=len(PAGE_TYPES)), result.stderr
    for number, kind in enumerate(PAGE_TYPES):
        (record,) = records_of(written[str(number)])
        assert record["text"] == BODY.replace("\n", " "), kind
        assert "html" not in record, kind


def test_a_page_in_bytes_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = f"<meta charset=windows-1251><p>Граждане платят за улицу.</p><p>{BODY}</p>".encode("cp1251")
    run(write_table(tmp_path / "i.parquet", {"html": [page]}), tmp_path / "o.jsonl")
    assert "Граждане платят за улицу." in (tmp_path / "o.jsonl").read_text(encoding="utf-8")


def test_a_text_in_bytes_that_are_not_utf8_is_guessed_as_in_a_text_file(tmp_path: Path) -> None:
    german = "Die Bürger müssen für die Straße zahlen, hörte man am Dienstag im Rat der Stadt am Fluß."
    result = run(
        write_table(tmp_path / "i.parquet", {"text": [german.encode("cp1252"), b"\x00\x01\x02" * 99]}),
        tmp_path / "o.parquet",
    )
    assert [it["text"] for it in rows_of(tmp_path / "o.parquet")] == [german]
    assert f"{tmp_path}/i.parquet:2: not text: binary data" in result.stderr


def test_bytes_that_are_no_page_fail_alone(tmp_path: Path) -> None:
    pages = [PAGE.encode(), b"\x89PNG\r\n\x1a\n" + bytes(99), bytes(range(1, 32)) * 9]
    result = run(write_table(tmp_path / "i.parquet", {"html": pages}), tmp_path / "o.jsonl")
    assert account(result) == counts(cleaned=1, failed=2)
    assert "i.parquet:2: not HTML: PNG image" in result.stderr
    assert "i.parquet:3: not HTML: binary data" in result.stderr


WRONG = {
    "timestamp[us]": pa.array([1], pa.timestamp("us")),
    "timestamp[ns, tz=UTC]": pa.array([1000], pa.timestamp("ns", "UTC")),
    "int64": pa.array([5]),
    "double": pa.array([0.5]),
    "bool": pa.array([True]),
    "list<element: string>": pa.array([["a"]]),
    "struct<a: string>": pa.array([{"a": "b"}]),
    "decimal128(3, 2)": pa.array([Decimal("1.50")]),
    "map<string, string": pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
    "duration[s]": pa.array([5], pa.duration("s")),
}


def test_a_column_of_another_type_is_named_with_its_type(tmp_path: Path) -> None:
    tables = {
        f"{key} is a column of {kind}": pa.table({key: it}) for key in WORDS for kind, it in WRONG.items()
    }
    result, _ = run_folder(files(tmp_path / "in", tables), "parquet")
    for number, reason in enumerate(tables):
        assert f"{number}.parquet:1: {reason}" in result.stderr
    assert account(result) == counts(failed=len(tables))


@pytest.mark.parametrize("to", OUTPUTS)
def test_what_is_not_a_text_may_stand_in_any_other_column(tmp_path: Path, to: str) -> None:
    others = ("id", "url", "language", "title", "cleaner")
    tables = {
        kind: pa.table({**dict.fromkeys(others, it), "text": [BODY]}) for kind, it in WRONG.items()
    }  # fmt: skip
    result, written = run_folder(files(tmp_path / "in", tables), to)
    assert account(result) == counts(cleaned=len(WRONG)), result.stderr
    for number, kind in enumerate(WRONG):
        (record,) = records_of(written[str(number)])
        assert record["id"] == record["url"] == record["title"], kind
        assert record["cleaner"]["source_chars"] == len(BODY), kind


def test_id_and_url_in_bytes_are_read_as_text(tmp_path: Path) -> None:
    columns = {
        "id": [b"caf\xc3\xa9", b"\xff"],
        "url": [b"https://example.org/a", b"\xff"],
        "text": [BODY] * 2,
    }
    source = write_table(tmp_path / "i.parquet", columns)
    run(source, tmp_path / "o.jsonl", "--removed", tmp_path / "r.jsonl")
    first, second = lines_of(tmp_path / "o.jsonl")
    assert (first["id"], first["url"]) == ("café", "https://example.org/a")
    assert first["cleaner"]["site"] == "example.org"
    assert (second["id"], second["cleaner"]["site"]) == ("/w==", None)
    assert [it["id"] for it in lines_of(tmp_path / "r.jsonl")] == ["café", "/w=="]


def test_ids_urls_and_languages_are_what_json_lines_take_for_them(tmp_path: Path) -> None:
    columns = {
        "text": [BODY] * 2,
        "id": [7, 2**60],
        "url": [5, 6],
        "language": [True, False],
    }
    source = write_table(tmp_path / "i.parquet", columns)
    run(source, tmp_path / "o.jsonl", "--removed", tmp_path / "r.jsonl")
    assert [it["id"] for it in lines_of(tmp_path / "r.jsonl")] == ["7", str(2**60)]
    told = [it["cleaner"] for it in lines_of(tmp_path / "o.jsonl")]
    assert [(it["site"], it["language"]) for it in told] == [(None, "en")] * 2


def strings(*values: bytes) -> Any:  # noqa: ANN401 - pyarrow has no types
    """A column of strings that nobody checked."""
    return pa.array(values).view(pa.string())


@pytest.mark.parametrize("to", ["jsonl", "parquet", "txt"])
def test_bytes_that_are_not_utf8_cost_their_row_alone(tmp_path: Path, to: str) -> None:
    keys = ("id", "text", "url", "title")
    sound = {"id": ["a", "b", "c"], "url": [None] * 3, "title": ["t"] * 3, "text": [BODY] * 3}
    tables = {it: pa.table({**sound, it: strings(b"first", b"\xff\xfe", b"third")}) for it in keys}
    result, written = run_folder(files(tmp_path / "in", tables), to)
    assert account(result).endswith("skipped 0 + failed 4"), result.stderr
    for number, key in enumerate(keys):
        assert f"{number}.parquet:2: {key} is not UTF-8" in result.stderr
        if to != "txt":
            assert len(records_of(written[str(number)])) == 2
    if to == "txt":
        assert len(list((tmp_path / "in-txt").rglob("*.txt"))) == 8


@pytest.mark.parametrize("to", ["jsonl", "parquet", "txt"])
def test_two_columns_of_one_name_are_a_failure_that_names_them(tmp_path: Path, to: str) -> None:
    column = pa.array([BODY])
    tables = {it: pa.table([column] * 3, names=["text", it, it]) for it in ("id", "html", "x")}
    tables["text"] = pa.table([column] * 3, names=["text", "text", "x"])
    tables["none"] = pa.table({"text": column})
    result, _ = run_folder(files(tmp_path / "in", tables), to)
    for number, name in enumerate(("id", "html", "x", "text")):
        assert f"{number}.parquet: has 2 columns called {name}" in result.stderr
    assert account(result) == counts(cleaned=1, failed=4)


BLANK = [None, "", " \n\t\u00a0"]


@pytest.mark.parametrize("to", OUTPUTS)
def test_where_the_text_of_a_row_is_blank_its_html_is_used(tmp_path: Path, to: str) -> None:
    texts = pa.array([*BLANK, "No page."], pa.large_string())
    columns = {"html": [PAGE] * len(texts), "id": list("abcd"), "text": texts}
    run(write_table(tmp_path / "i.parquet", columns), tmp_path / f"o.{to}")
    records = records_of(tmp_path / f"o.{to}")
    assert all(list(it) == ["id", "text", "cleaner"] for it in records)
    assert [it["text"] for it in records] == [BODY.replace("\n", " ")] * 3 + ["No page."]
    if to == "parquet":
        assert pq.read_schema(tmp_path / "o.parquet").field("text").type == pa.large_string()


def test_blank_text_in_bytes_is_blank(tmp_path: Path) -> None:
    blank = ["\u3000\u00a0".encode(), "\u3000 ".encode("utf-16"), b""]
    source = write_table(tmp_path / "i.parquet", {"text": blank, "html": [PAGE.encode()] * 3})
    run(source, tmp_path / "o.parquet")
    assert [it["text"] for it in rows_of(tmp_path / "o.parquet")] == [BODY.replace("\n", " ")] * 3


def test_odd_values_come_out_as_json_has_them(tmp_path: Path) -> None:
    twice = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    columns = {
        "text": pa.array([BODY]),
        "fine": pa.array([1_700_000_000_000_000_001], pa.timestamp("ns")),
        "fine_there": pa.array([1_700_000_000_000_000_001], pa.timestamp("ns", "UTC")),
        "far": pa.array([2**62], pa.timestamp("us")),
        "nowhere": pa.array([0], pa.timestamp("us", "Mars/Phobos")),
        "inside": pa.array([[1]], pa.list_(pa.timestamp("ns"))),
        "pairs": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.timestamp("ns"))),
        "half": pa.array(np.array([1.5], np.float16)),
        "long": pa.array([2**62], pa.duration("s")),
        "deep": pa.array([{"a": [{"b": b"\x00"}]}]),
        "words": pa.array([["x", "x"]]).cast(pa.list_(pa.dictionary(pa.int32(), pa.string()))),
        "big": pa.array([2**64 - 1], pa.uint64()),
        "day": pa.array([dt.date(2024, 2, 29)]),
        "twice": twice,
        **{name: pa.array([WORDS_OF.get(name, "{}")], kind) for name, kind in NEWER_TYPES.items()},
    }
    result = run(write_table(tmp_path / "i.parquet", columns), tmp_path / "o.jsonl")
    assert account(result) == counts(cleaned=1), result.stderr
    (record,) = lines_of(tmp_path / "o.jsonl")
    assert record["fine"] == "2023-11-14T22:13:20.000000001"
    assert record["fine_there"] == "2023-11-14T22:13:20.000000001+00:00"
    assert str(2**62) in record["far"]
    assert record["nowhere"].startswith("1970-01-01T00:00:00")
    assert record["inside"] == ["1970-01-01T00:00:00.000000001"]
    assert record["pairs"] == [["k", "1970-01-01T00:00:00.000000001"]]
    assert (record["half"], record["big"], record["day"]) == (1.5, 2**64 - 1, "2024-02-29")
    assert record["deep"] == {"a": [{"b": "AA=="}]}
    assert record["words"] == ["x", "x"]
    assert record["twice"] == [["a", 1], ["a", 2]]
    assert str(2**62) in record["long"]
    assert record.get("uuid") in {None, "00000000-0000-0000-0000-000000000000"}
    assert record.get("binary_view") in {None, "/w=="}


def test_the_same_odd_values_pass_into_parquet(tmp_path: Path) -> None:
    twice = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    columns = {
        "text": pa.array([BODY]),
        "far": pa.array([2**62], pa.timestamp("us")),
        "nowhere": pa.array([0], pa.timestamp("us", "Mars/Phobos")),
        "words": pa.array([["x", "x"]]).cast(pa.list_(pa.dictionary(pa.int32(), pa.string()))),
        "nothing": pa.array([None]),
        "twice": twice,
        **{name: pa.array([WORDS_OF.get(name, "{}")], kind) for name, kind in NEWER_TYPES.items()},
    }
    result = run(write_table(tmp_path / "i.parquet", columns), tmp_path / "o.parquet")
    assert account(result) == counts(cleaned=1), result.stderr
    before, after = pq.read_table(tmp_path / "i.parquet"), pq.read_table(tmp_path / "o.parquet")
    for name in ("far", "nowhere", "nothing", "twice", *NEWER_TYPES):
        assert after.column(name).equals(before.column(name)), name
    assert after.column("words").to_pylist() == [["x", "x"]]


def test_a_column_too_deep_for_arrow_is_named(tmp_path: Path) -> None:
    value: Any = 1
    for _ in range(80):
        value = {"a": value}
    result = run(
        write_table(tmp_path / "i.parquet", {"text": [BODY], "x": pa.array([value])}), tmp_path / "o.jsonl"
    )
    assert "i.parquet: the column x is nested more than" in result.stderr


def test_finding_an_id_raises_nothing(tmp_path: Path) -> None:
    for column in (strings(b"\xff"), *WRONG.values(), pa.array([2**62], pa.timestamp("us"))):
        source = write_table(tmp_path / "i.parquet", {"id": column, "text": [BODY]})
        (raw,) = READER.split(Place(source, "i.parquet"), 10**6)
        assert isinstance(raw, Raw)
        assert isinstance(READER.find_id(raw), str | None)
    assert READER.find_id(Raw(b"no row at all", "i.parquet", 1)) is None
