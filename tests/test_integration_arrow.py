"""`clean_table`: as `cleaner run` on a Parquet file, but that a row which fails stays a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, OptionError, Options
from cleaner.integrations.arrow import SCHEMA, clean_table
from tests.engine_rows import BAD, PAGE, PLAIN, ROWS, RULES, TEXT, URL, check_rows, run_cleaner

if TYPE_CHECKING:
    from pathlib import Path

CLEANER = Cleaner(RULES)
TABLE = pa.Table.from_pylist(ROWS)


def test_every_row_is_as_cleaner_run_writes_it(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path)
    made = clean_table(TABLE, CLEANER)
    check_rows(made.to_pylist(), expected)
    assert made.column("id").to_pylist() == TABLE.column("id").to_pylist()
    assert made.drop_columns(["failure"]).schema == expected.table.schema
    good = made.filter(pc.is_valid(made.column("cleaner"))).drop_columns(["failure"])
    assert good.combine_chunks() == expected.table.combine_chunks()


def test_the_columns_that_it_adds_are_those_of_the_schema() -> None:
    made = clean_table(TABLE, CLEANER)
    assert made.schema.names == ["id", "text", "url", "cleaner", "failure"]
    assert [made.schema.field(it.name) for it in SCHEMA] == list(SCHEMA)
    made.validate(full=True)


def test_columns_may_have_other_names() -> None:
    renamed = TABLE.rename_columns(["id", "content", "raw", "address"])
    made = clean_table(renamed, CLEANER, text="content", html="raw", url="address")
    usual = clean_table(TABLE, CLEANER)
    assert made.schema.names == ["id", "content", "address", "cleaner", "failure"]
    assert made.column("content") == usual.column("text")
    assert made.column("cleaner") == usual.column("cleaner")


def test_the_language_is_taken_from_its_column() -> None:
    table = pa.table({"text": [PLAIN, PLAIN], "lang": ["nl", None]})
    made = clean_table(table, CLEANER, language="lang")
    assert [it["language"] for it in made.column("cleaner").to_pylist()] == ["nl", "en"]


def test_html_alone_becomes_text_in_its_place() -> None:
    made = clean_table(pa.table({"html": [PAGE.encode()], "url": [URL], "n": [1]}), CLEANER)
    assert made.schema.names == ["text", "url", "n", "cleaner", "failure"]
    assert made.column("text")[0].as_py() == CLEANER.clean(html=PAGE, url=URL).text


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_a_text_may_be_of_any_type_of_string(kind: Any) -> None:  # noqa: ANN401 - pyarrow has no types
    made = clean_table(pa.table({"text": pa.array([TEXT, None], kind), "url": [URL, URL]}), CLEANER)
    assert made.column("text").to_pylist() == [CLEANER.clean(TEXT, url=URL).text, None]
    assert made.schema.field("text").type == (kind if kind == pa.large_string() else pa.string())
    assert made.column("failure").null_count == 1


def test_a_type_that_is_no_text_fails_its_rows_and_says_so() -> None:
    made = clean_table(pa.table({"text": [1, 2]}), CLEANER)
    assert made.column("failure").to_pylist() == ["text is a column of int64, not of strings or bytes"] * 2


def test_bytes_that_are_no_utf_8_fail_their_row_alone() -> None:
    broken = pa.StringArray.from_buffers(
        2, pa.py_buffer(b"\0\0\0\0\3\0\0\0\4\0\0\0"), pa.py_buffer(b"\xff\xfe\xfdA")
    )
    made = clean_table(pa.table({"text": broken}), CLEANER)
    assert made.column("failure").to_pylist() == ["text is not UTF-8", None]
    assert made.column("text").to_pylist() == [None, "A"]


def test_other_columns_stay_whatever_they_are() -> None:
    other = pa.chunked_array([[{"a": [1]}], [None, {"a": []}]])
    table = pa.table({"x": other, "text": [PLAIN] * 3, "y": [b"\xff", b"", None]})
    made = clean_table(table, CLEANER)
    assert made.column("x") == other
    assert made.column("y") == table.column("y")


def test_a_document_out_of_time_is_a_failure_of_its_row() -> None:
    hurried = Cleaner(options=Options(max_seconds=0.000_001))
    made = clean_table(pa.table({"text": [PLAIN, None]}), hurried)
    late, missing = made.column("failure").to_pylist()
    assert "seconds" in late
    assert missing == "the row has neither text nor html"
    assert made.column("text").null_count == 2


def test_a_text_of_which_nothing_is_left_is_suspect_as_in_a_run(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Log in\nSubscribe to our newsletter\nShare on Facebook"}]
    expected = run_cleaner(tmp_path, rows).rows["a"]
    made = clean_table(pa.Table.from_pylist(rows), CLEANER).to_pylist()[0]
    assert made["cleaner"] == expected["cleaner"]
    assert made["cleaner"]["suspect"] == "empty though it had text"


def test_what_it_made_can_be_cleaned_again() -> None:
    once = clean_table(TABLE, CLEANER)
    twice = clean_table(once, CLEANER)
    assert twice.schema == once.schema
    assert twice.column("failure").null_count == len(ROWS) - 1


@pytest.mark.parametrize("rows", [0, 1, 7], ids=["empty", "one", "some"])
def test_a_table_of_any_length_and_any_chunks(rows: int) -> None:
    table = pa.concat_tables(
        [pa.table({"text": [PLAIN]}) for _ in range(rows)] or [pa.table({"text": pa.array([], pa.string())})]
    )
    made = clean_table(table, CLEANER)
    assert made.num_rows == rows
    assert [it.name for it in made.schema] == SCHEMA.names


def test_a_record_batch_and_columns_by_name_are_tables_too() -> None:
    usual = clean_table(TABLE, CLEANER)
    assert clean_table(TABLE.combine_chunks().to_batches()[0], CLEANER) == usual
    assert clean_table({"text": [PLAIN]}, CLEANER).column("text").to_pylist() == [CLEANER.clean(PLAIN).text]


@pytest.mark.parametrize(
    ("table", "named", "told"),
    [
        ({"body": ["a"]}, {}, "there is neither a column 'text' nor 'html'; the columns are 'body'"),
        ({}, {}, "there is neither a column 'text' nor 'html'; the columns are none"),
        ({"text": ["a"]}, {"url": "link"}, "url is 'link', which is no column; the columns are 'text'"),
        (pa.table([["a"], ["b"]], names=["text", "text"]), {}, "there are 2 columns called 'text'"),
        ({"text": ["a"], "failure": [1]}, {}, "the column 'failure' is not one of ours"),
        ([1], {}, "table is list, of which Arrow makes no table"),
        ("text", {}, "table is str, of which Arrow makes no table"),
    ],
)
def test_what_is_no_table_to_clean_is_an_error_that_says_why(
    table: object, named: dict[str, str], told: str
) -> None:
    with pytest.raises(OptionError, match=told):
        clean_table(table, CLEANER, **named)


def test_columns_of_one_name_that_are_not_read_do_not_matter() -> None:
    table = pa.table([["a"], ["b"], [PLAIN]], names=["x", "x", "text"])
    assert clean_table(table, CLEANER).schema.names == ["x", "x", "text", "cleaner", "failure"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none() | st.text(max_size=60) | st.just(PLAIN),
                "html": st.none() | st.just("<p>One paragraph of a page.") | st.text(max_size=20),
                "url": st.none() | st.just(URL) | st.text(max_size=20),
            }
        ),
        max_size=6,
    )
)
def test_every_row_stays_cleaned_or_with_a_reason(rows: list[dict[str, str | None]]) -> None:
    schema = pa.schema([(key, pa.string()) for key in ("text", "html", "url")])
    made = clean_table(pa.Table.from_pylist(rows, schema), CLEANER)
    made.validate(full=True)
    assert made.num_rows == len(rows)
    for row, cleaned in zip(rows, made.to_pylist(), strict=True):
        assert (cleaned["failure"] is None) == (row["text"] is not None or row["html"] is not None)
        assert (cleaned["text"] is None) == (cleaned["cleaner"] is None) == (cleaned["failure"] is not None)
        assert cleaned["url"] == row["url"]


def test_the_bad_row_is_the_one_that_fails() -> None:
    failed = [it["id"] for it in clean_table(TABLE, CLEANER).to_pylist() if it["failure"]]
    assert failed == [BAD]
