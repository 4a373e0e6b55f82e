"""Ray Data: `CleanBatch` in actors and in tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from cleaner import Cleaner
from tests.engine_docs import run_lines
from tests.engine_rows import ROWS, RULES, check_rows, run_cleaner

ray: Any = pytest.importorskip("ray")

pytest.importorskip("ray.data")

from cleaner.integrations.ray import CleanBatch  # noqa: E402 - it imports ray

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    yield
    ray.shutdown()


def test_two_actors_on_two_cores_give_what_cleaner_run_gives(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path)
    made = ray.data.from_items(ROWS, override_num_blocks=3).map_batches(
        CleanBatch,
        fn_constructor_kwargs={"cleaner": Cleaner(RULES)},
        batch_format="pyarrow",
        concurrency=2,
        num_cpus=0.5,
    )
    check_rows(made.take_all(), expected)
    assert made.columns() == ["id", "text", "url", "cleaner", "failure"]


def test_the_lines_of_the_docs_give_what_cleaner_run_gives(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path, rules=False)
    check_rows(run_lines("Ray Data", "dataset", ray.data.from_items(ROWS)).take_all(), expected)


def test_files_of_parquet_go_in_and_out_and_a_second_run_gives_the_same(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path)
    for run in ("first", "second"):
        dataset = ray.data.read_parquet(str(tmp_path / "rows.parquet"))
        made = dataset.map_batches(CleanBatch(Cleaner(RULES)), batch_format="pyarrow", batch_size=2)
        made.write_parquet(str(tmp_path / run))
        check_rows(pq.read_table(tmp_path / run).to_pylist(), expected)
