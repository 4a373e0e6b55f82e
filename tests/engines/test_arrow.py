"""The lines that docs/engines.md has for data frames, run as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine_docs import run_lines
from tests.engine_rows import ROWS, check_rows, run_cleaner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pd: Any = pytest.importorskip("pandas")


def run_frame(engine: str, frame: Any) -> Any:  # noqa: ANN401 - of any engine
    """`frame` after the lines of an engine."""
    return run_lines("Data frames", "frame", frame, start=engine)


def polars() -> list[dict[str, Any]]:
    frame = pytest.importorskip("polars").DataFrame(ROWS)
    made: list[dict[str, Any]] = run_frame("polars", frame).to_dicts()
    return made


def pandas() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = run_frame("pandas", pd.DataFrame(ROWS)).to_dict("records")
    return made


def duckdb() -> list[dict[str, Any]]:
    pytest.importorskip("duckdb")
    made: list[dict[str, Any]] = run_frame("DuckDB", pd.DataFrame(ROWS)).to_arrow_table().to_pylist()
    return made


def dask() -> list[dict[str, Any]]:
    frame = pytest.importorskip("dask.dataframe").from_pandas(pd.DataFrame(ROWS), npartitions=2)
    made: list[dict[str, Any]] = (
        run_frame("Dask", frame).compute(scheduler="processes", num_workers=2).to_dict("records")
    )
    return made


@pytest.mark.parametrize("engine", [polars, pandas, duckdb, dask], ids=lambda it: it.__name__)
def test_the_lines_give_what_cleaner_run_gives(
    engine: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    expected = run_cleaner(tmp_path, ROWS, rules=False)
    check_rows(map(plain, engine()), expected)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with None for what is missing, and lists for arrays, as pandas has them otherwise."""
    return {key: None if isinstance(it, float) or it is pd.NA else listed(it) for key, it in row.items()}


def listed(value: Any) -> Any:  # noqa: ANN401 - what engines have for structs
    if isinstance(value, dict):
        return {key: list(it) if hasattr(it, "tolist") else it for key, it in value.items()}
    return value
