"""The lines that docs/engines.md has for data frames, run as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine_rows import ROWS, check_rows, run_cleaner

if TYPE_CHECKING:
    from collections.abc import Callable

pd: Any = pytest.importorskip("pandas")

DOCS = (Path(__file__).parents[2] / "docs" / "engines.md").read_text("utf-8")


def lines_for(name: str) -> str:
    """The first piece of Python after a line of the section on data frames that begins with `name`."""
    section = re.split(r"^## ", DOCS, flags=re.MULTILINE)
    frames = next(it for it in section if it.startswith("Data frames"))
    found = re.search(rf"^{name}.*?```python\n(.*?)```", frames, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def run_lines(name: str, frame: Any) -> Any:  # noqa: ANN401 - of any engine
    """`frame` after the lines of an engine."""
    names = {"frame": frame}
    exec(lines_for(name), names)  # noqa: S102 - our own docs
    return names["frame"]


def polars() -> list[dict[str, Any]]:
    frame = pytest.importorskip("polars").DataFrame(ROWS)
    made: list[dict[str, Any]] = run_lines("polars", frame).to_dicts()
    return made


def pandas() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = run_lines("pandas", pd.DataFrame(ROWS)).to_dict("records")
    return made


def duckdb() -> list[dict[str, Any]]:
    pytest.importorskip("duckdb")
    made: list[dict[str, Any]] = run_lines("DuckDB", pd.DataFrame(ROWS)).to_arrow_table().to_pylist()
    return made


def dask() -> list[dict[str, Any]]:
    frame = pytest.importorskip("dask.dataframe").from_pandas(pd.DataFrame(ROWS), npartitions=2)
    made: list[dict[str, Any]] = (
        run_lines("Dask", frame).compute(scheduler="processes", num_workers=2).to_dict("records")
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
