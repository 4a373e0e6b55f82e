"""Spark in local mode: `clean_dataframe`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cleaner import Cleaner, OptionError
from tests.engine_docs import run_lines
from tests.engine_rows import BAD, PAGE, ROWS, RULES, URL, check_rows, run_cleaner

pyspark: Any = pytest.importorskip("pyspark")

from pyspark.sql import SparkSession  # noqa: E402 - likewise

from cleaner.integrations.spark import clean_dataframe  # noqa: E402 - it imports pyspark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = "id string, text string, html string, url string"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 2).getOrCreate()
    yield session
    session.stop()


def rows_of(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - pyspark has no types here
    return [it.asDict(recursive=True) for it in frame.collect()]


def test_two_workers_give_what_cleaner_run_gives(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401 - likewise
    expected = run_cleaner(tmp_path)
    frame = spark.createDataFrame(ROWS, SCHEMA).repartition(3)
    made = clean_dataframe(frame, Cleaner(RULES))
    assert made.columns == ["id", "text", "url", "cleaner", "failure"]
    check_rows(rows_of(made), expected)
    check_rows(rows_of(made), expected)


def test_the_lines_of_the_docs_give_what_cleaner_run_gives(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401 - likewise
    expected = run_cleaner(tmp_path, rules=False)
    check_rows(rows_of(run_lines("Spark", "frame", spark.createDataFrame(ROWS, SCHEMA))), expected)


def test_columns_keep_their_types_and_may_have_other_names(spark: Any) -> None:  # noqa: ANN401 - likewise
    kinds = "body binary, address string, n decimal(10,2), at timestamp, tags array<string>"
    frame = spark.createDataFrame([(bytearray(PAGE.encode()), URL, None, None, ["a"])], kinds)
    made = clean_dataframe(frame, Cleaner(RULES), html="body", url="address")
    assert made.columns == ["text", "address", "n", "at", "tags", "cleaner", "failure"]
    assert [it for it in made.schema if it.name in {"address", "n", "at", "tags"}] == frame.schema.fields[1:]
    (row,) = rows_of(made)
    assert row["text"] == Cleaner(RULES).clean(html=PAGE, url=URL).text
    assert row["cleaner"]["site"] == "harbour-post.example"


def test_what_was_written_can_be_asked_for_by_sql(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401 - likewise
    clean_dataframe(spark.createDataFrame(ROWS, SCHEMA), Cleaner(RULES)).write.parquet(str(tmp_path / "out"))
    spark.read.parquet(str(tmp_path / "out")).createOrReplaceTempView("cleaned")
    (failed,) = spark.sql("SELECT id FROM cleaned WHERE failure IS NOT NULL").collect()
    assert failed["id"] == BAD
    (most,) = spark.sql("SELECT max(size(cleaner.removed)) AS most FROM cleaned").collect()
    assert most["most"] > 3


def test_a_column_that_is_not_there_is_an_error_at_once(spark: Any) -> None:  # noqa: ANN401 - likewise
    frame = spark.createDataFrame([("a",)], "body string")
    with pytest.raises(OptionError, match="neither a column 'text' nor 'html'; the columns are 'body'"):
        clean_dataframe(frame)
