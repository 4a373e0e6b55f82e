"""Parquet out: whatever records hold, all of them are in the file, and the file can be read."""

from __future__ import annotations

import io
import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Options
from cleaner.pipeline import Cleaner
from cleaner.readers.jsonl import READER
from cleaner.readers.record import Raw
from cleaner.writers import part
from cleaner.writers.form import Form
from cleaner.writers.parquet import WRITER
from tests.records import (
    BODY,
    PAGE,
    account,
    counts,
    records_of,
    rows_of,
    run,
    run_folder,
    write_lines,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

VIEW = getattr(pa, "string_view", pa.string)()
"""Strings as others have them; the oldest pyarrow that will do does not know views."""


def nested(depth: int, *, key: str = "") -> Any:  # noqa: ANN401 - JSON holds anything
    value: Any = 1
    for _ in range(depth):
        value = {key: value} if key else [value]
    return value


def plain(value: Any) -> Any:  # noqa: ANN401 - likewise
    """`value` as it may come back: a key that is missing is null, a number is a number, halves are U+FFFD."""
    if isinstance(value, dict):
        return {plain(key): plain(it) for key, it in value.items() if it is not None}
    if isinstance(value, list):
        return [plain(it) for it in value]
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= it <= "\udfff" else it for it in value)
    if isinstance(value, bool):
        return f"<{value}>"
    return "<nan>" if isinstance(value, float) and math.isnan(value) else value


def same(written: Iterable[dict[str, Any]], given_records: Iterable[dict[str, Any]]) -> None:
    """Every record is there, field by field."""
    for row, record in zip(written, given_records, strict=True):
        passed = {key: it for key, it in record.items() if key not in {"text", "html", "cleaner"}}
        assert plain({key: it for key, it in row.items() if key not in {"text", "cleaner"}}) == plain(passed)
        assert row["text"] == plain(record["text"])
        assert row["cleaner"]["source_chars"] == len(record["text"])


def cleaned(tmp_path: Path, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that become of `records`, which must all be there."""
    result = run(write_lines(tmp_path / "i.jsonl", records), tmp_path / "o.parquet")
    assert account(result) == counts(cleaned=len(records)), result.stderr
    rows = rows_of(tmp_path / "o.parquet")
    same(rows, records)
    return rows


def all_cleaned(folder: Path, cases: Iterable[list[dict[str, Any]]]) -> None:
    """Every case becomes a file of its own, in which all its records are."""
    files = {str(number): records for number, records in enumerate(cases)}
    folder.mkdir()
    for stem, records in files.items():
        write_lines(folder / f"{stem}.jsonl", records)
    result, written = run_folder(folder, "parquet")
    assert account(result) == counts(cleaned=sum(map(len, files.values()))), result.stderr
    for stem, records in files.items():
        same(rows_of(written[stem]), records)


@pytest.mark.parametrize("key", ["", "a"], ids=["lists", "objects"])
def test_a_value_nested_deeper_than_parquet_allows_is_carried_as_json(tmp_path: Path, key: str) -> None:
    depths = (31, 32, 33, 49, 50, 63, 64, 65, 98, 99, 120, 254, 255, 300)
    all_cleaned(
        tmp_path / "in", [[{"text": BODY, "x": nested(it, key=key)}, {"text": BODY}] for it in depths]
    )


def test_a_deep_value_beside_flat_ones_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "FRAME_BYTES", 1)
    flat = [{"text": BODY, "x": [1]}] * 2
    cleaned(tmp_path, [*flat, {"text": BODY, "x": nested(120)}, *flat])


CONFLICTS = {
    "deep beside flat": [[1], nested(120)],
    "numbers and texts": [1, "one"],
    "flags and numbers": [True, 1],
    "numbers and flags": [1.5, True],
    "flags among numbers": [[1.5, 2.5], [True]],
    "flags among keys": [{"a": 1.5}, {"a": False}],
    "large integers and fractions": [2**53 + 1, 0.5],
    "the same, inside": [{"a": [2**53 + 1]}, {"a": [0.5]}],
    "beyond 64 bits": [1, 2**64],
    "unsigned": [-1, 2**63],
    "no keys at all": [{}, {"a": 1}],
    "no keys anywhere": [{}, {}],
    "no keys inside": [{"a": {}}, {"a": {"b": 1}}],
    "empty lists": [[], [[]]],
    "lists and objects": [[1], {"a": 1}],
    "objects at odds": [{"a": 1}, {"a": "x"}],
    "objects of other keys": [{"a": 1}, {"b": {"c": [None]}}],
    "nulls inside": [{"a": None}, {"a": [None, {"b": None}]}],
    "not a number": [float("nan"), 1],
    "infinite": [float("inf"), "x"],
    "half a character": ["\ud800", "whole"],
    "half a character inside": [{"\udc00": "\ud800"}, {"a": "b"}],
    "an empty key": [{"": 1}, {"": [1]}],
}


@pytest.mark.parametrize("frame_bytes", [part.FRAME_BYTES, 1], ids=["framed together", "framed apart"])
def test_values_with_no_type_in_common_are_all_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frame_bytes: int
) -> None:
    monkeypatch.setattr(part, "FRAME_BYTES", frame_bytes)
    all_cleaned(tmp_path / "in", [[{"text": BODY, "x": it} for it in case] for case in CONFLICTS.values()])


def test_a_field_of_any_name_is_a_column(tmp_path: Path) -> None:
    names = ("", "a.b", "a\x00b", "\ud800", "Text", "cleaner ", "é", "x" * 5000, "list", "\n")
    all_cleaned(tmp_path / "in", [[{"text": BODY, it: 1}, {"text": BODY, it: "two"}] for it in names])


def test_fields_whose_names_differ_in_halves_of_characters_stay_apart(tmp_path: Path) -> None:
    keys = ("\ud800", "\ud801", "\ufffd")
    records = [{"text": BODY, **{key: number for number, key in enumerate(keys, 1)}}]
    run(write_lines(tmp_path / "i.jsonl", records), tmp_path / "o.parquet")
    (row,) = rows_of(tmp_path / "o.parquet")
    assert sorted(it for key, it in row.items() if "\ufffd" in key) == [1, 2, 3]


def test_a_field_called_cleaner_is_ours(tmp_path: Path) -> None:
    records = [{"cleaner": it, "text": BODY} for it in (1, "x", nested(120), {"removed": [1]}, "\ud800")]
    rows = cleaned(tmp_path, records)
    assert {it["cleaner"]["kept_chars"] for it in rows} == {len(BODY)}


def test_objects_with_a_key_for_every_record_cost_no_column_each(tmp_path: Path) -> None:
    records = [{"text": "One line.", "by": {f"k{n}-{i}": i for i in range(30)}} for n in range(300)]
    cleaned(tmp_path, records)
    assert (tmp_path / "o.parquet").stat().st_size < 1_000_000


def test_thousands_of_fields_are_thousands_of_columns(tmp_path: Path) -> None:
    records = [{"text": "One line.", **{f"k{n}-{i}": i for i in range(20)}} for n in range(150)]
    rows = cleaned(tmp_path, records)
    assert len(rows[0]) == 3002


@pytest.mark.parametrize("into", ["o.parquet", "o.jsonl"])
def test_tables_of_other_types_become_one(tmp_path: Path, into: str) -> None:
    (tmp_path / "in").mkdir()
    required = pa.schema(
        [pa.field("text", pa.string(), nullable=False), pa.field("n", pa.int64(), nullable=False)]
    )
    inside = pa.struct([pa.field("a", pa.int64(), nullable=False)])
    beside = pa.struct([pa.field("b", pa.string(), nullable=False)])
    tables = [
        pa.table({"text": [BODY], "n": [1]}, schema=required),
        pa.table({"text": pa.array([BODY.encode()]), "when": pa.array([2**60], pa.timestamp("ms"))}),
        pa.table({"text": pa.array([BODY], VIEW), "when": pa.array([1], pa.timestamp("ns"))}),
        pa.table({"html": pa.array([PAGE.encode()]), "n": pa.array([2**64 - 1], pa.uint64())}),
        pa.table({"text": [BODY], "s": pa.array([{"a": 1}], inside), "b": [b"\xff"]}),
        pa.table({"text": [BODY], "s": pa.array([{"b": "x"}], beside), "b": ["x"]}),
        pa.table({"text": [BODY], "v": pa.array(["x"], VIEW)}),
        pa.table({"text": [BODY], "v": ["y"]}),
    ]  # fmt: skip
    for number, table in enumerate(tables):
        pq.write_table(table, tmp_path / "in" / f"{number}.parquet")
    result = run(tmp_path / "in", tmp_path / into)
    assert account(result) == counts(cleaned=len(tables)), result.stderr
    rows = records_of(tmp_path / into)
    assert {it["text"].replace("\n", " ") for it in rows} == {BODY.replace("\n", " ")}
    assert [it.get("n") for it in rows] == [1, None, None, 2**64 - 1, *[None] * 4]
    assert [it.get("s") and {k: v for k, v in it["s"].items() if v is not None} for it in rows[4:6]] == [
        {"a": 1},
        {"b": "x"},
    ]
    assert [it.get("v") for it in rows[6:]] == ["x", "y"]
    if into == "o.parquet":
        assert pq.read_schema(tmp_path / into).field("text").type == pa.string()


def test_records_and_rows_become_one_table(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    records = [{"text": BODY, "x": nested(120), "n": 1}, {"text": BODY, "x": "\ud800"}]
    write_lines(tmp_path / "in" / "a.jsonl", records)
    write_table(tmp_path / "in" / "b.parquet", {"text": [BODY], "x": [b"\xff"], "n": [True]})
    result = run(tmp_path / "in", tmp_path / "o.parquet")
    assert account(result) == counts(cleaned=3), result.stderr
    rows = rows_of(tmp_path / "o.parquet")
    same(rows[:2], records)
    assert (rows[2]["x"], rows[2]["n"]) == ("/w==", True)


def test_what_was_written_can_be_cleaned_again(tmp_path: Path) -> None:
    records = [{"text": BODY, "x": it, "n": 1} for it in ([1], nested(120), "x", {}, {"a": 2**70})]
    cleaned(tmp_path, records)
    for into in ("again.parquet", "again.jsonl"):
        result = run(tmp_path / "o.parquet", tmp_path / into)
        assert account(result) == counts(cleaned=len(records)), result.stderr
        rows = records_of(tmp_path / into)
        if into.endswith(".jsonl"):
            rows = [{**it, "x": json.loads(it["x"])} for it in rows]
        same(rows, records)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.sampled_from(["", "a", "\ud800", "\x00", "é" * 9, "2024-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["", "a", "b", "\udc00", "text"]), inner, max_size=3)
    ),
    max_leaves=8,
) | st.integers(0, 200).map(nested)
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b", "id", "url", "language", "", "c.d"]), VALUES, max_size=4),
    min_size=1,
    max_size=12,
)


@settings(max_examples=8, deadline=None)
@given(RECORDS)
def test_records_of_any_json_are_all_there_in_a_run(records: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cleaned(Path(folder), [{"text": "One line of text.", **it} for it in records])


CLEANER = Cleaner(options=Options(site_rules=False))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(RECORDS, st.data())
def test_records_of_any_json_are_all_there_however_they_are_framed(
    records: list[dict[str, Any]], data: st.DataObject
) -> None:
    rows = []
    records = [{"text": "One line of text.", **it} for it in records]
    for it in records:
        record = READER.parse(Raw(json.dumps(it).encode(), "i.jsonl", 1), 10**6)
        assert record is not None
        rows.append(WRITER.render(record, CLEANER.clean(record.text), None, Form.TEXT))
    assert WRITER.frame
    assert WRITER.assemble
    gathered, target = io.BytesIO(), io.BytesIO()
    while rows:
        number = data.draw(st.integers(1, len(rows)))
        gathered.write(WRITER.frame(rows[:number]))
        rows = rows[number:]
    WRITER.assemble(gathered, target)
    table = pq.read_table(io.BytesIO(target.getvalue()))
    written = table.to_pylist()
    for field in table.schema:
        if b"cleaner.json" in (field.metadata or {}):
            for row in written:
                row[field.name] = row[field.name] and json.loads(row[field.name])
    same(written, records)
