"""The cost of cleaning inside each engine beside `cleaner run`: CPU seconds of all processes, and memory.

`python -m benchmarks.engines ROWS arrow ...` runs `cleaner run` on the texts of the folder ROWS, then each
engine, with two workers and twice, by turns, and takes the lower of the two. ROWS has two Parquet files with
columns `id` and `text`. `cleaner run` reads and writes JSON lines, and as `run parquet` Parquet.

All is run on a tenth of the rows as well: what the rest took more is the cost of a text apart from start-up,
which is what a small run mostly measures. CPU time depends little on what else the machine does, but that
services, such as Ray's, take some for as long as a job lasts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.processes import Used, measure

WORKERS: Final = 2
TURNS: Final = 2
FEW: Final = 10
"""One row in so many is in the small run."""
MARK: Final = "ahocorasick_rs"
"""A library that processes load when they clean."""
RUN: Final = "from cleaner.cli.main import main; main(['run', {}, '--jobs', str(workers)])"
USUAL: Final = "cleaner run"
"""What the engines are compared with."""
ENGINES: Final = {
    USUAL: RUN.format("source + '.jsonl', target + '.jsonl'"),
    "run parquet": RUN.format("source, target + '.parquet'"),
    "arrow": """
import pyarrow.parquet as pq
from cleaner import Cleaner
from cleaner.integrations.arrow import clean_table
pq.write_table(clean_table(pq.read_table(source), Cleaner()), target)
""",
    "huggingface": """
import datasets
from cleaner import Cleaner
from cleaner.integrations.huggingface import CleanBatch
dataset = datasets.Dataset.from_parquet(source + '/*.parquet', cache_dir=target + '-cache')
dataset.map(CleanBatch(Cleaner()), batched=True, batch_size=100, num_proc=workers).to_parquet(target)
""",
    "datatrove": """
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import JsonlWriter
from cleaner import Cleaner
from cleaner.integrations.datatrove import CleanDocuments
steps = [ParquetReader(source), CleanDocuments(Cleaner()), JsonlWriter(target, compression=None)]
LocalPipelineExecutor(steps, tasks=workers, workers=workers, logging_dir=target + '-logs').run()
""",
    "ray": """
import ray
from cleaner import Cleaner
from cleaner.integrations.ray import CleanBatch
ray.init(num_cpus=2, include_dashboard=False, logging_level='ERROR')
ray.data.read_parquet(source).map_batches(
    CleanBatch, fn_constructor_kwargs={'cleaner': Cleaner()}, batch_format='pyarrow', batch_size=100,
    concurrency=workers, num_cpus=0.5,
).write_parquet(target)
ray.shutdown()
""",
    "ray tasks": """
import ray
from cleaner import Cleaner
from cleaner.integrations.ray import CleanBatch
ray.init(num_cpus=workers, include_dashboard=False, logging_level='ERROR')
dataset = ray.data.read_parquet(source)
dataset.map_batches(CleanBatch(Cleaner()), batch_format='pyarrow').write_parquet(target)
ray.shutdown()
""",
    "spark": """
import os, sys
os.environ['PYSPARK_PYTHON'] = sys.executable
from pyspark.sql import SparkSession
from cleaner import Cleaner
from cleaner.integrations.spark import clean_dataframe
spark = SparkSession.builder.master(f'local[{workers}]').config('spark.ui.enabled', 'false').getOrCreate()
clean_dataframe(spark.read.parquet(source), Cleaner()).write.parquet(target)
spark.stop()
""",
}
"""What a user writes, by engine; `source`, a folder of Parquet files, `target` and `workers` are given."""


class Cost(NamedTuple):
    """What an engine takes: CPU seconds, the JVM's among them apart, and memory."""

    start: float
    """Seconds that do not depend on the number of texts."""
    text: float
    """Milliseconds a text."""
    text_without_java: float
    seconds: float
    """Of all texts, start-up included."""
    megabytes: int
    """Of the largest worker."""


def cost(few: Used, many: Used, rows: tuple[int, int]) -> Cost:
    """The cost by the runs over `rows`, few and many texts."""
    more = rows[1] - rows[0]
    text = (many.seconds - few.seconds) / more
    without = text - (many.java - few.java) / more
    return Cost(few.seconds - text * rows[0], text * 1000, without * 1000, many.seconds, many.megabytes)


def write_rows(source: Path, target: Path, step: int) -> int:
    """One row in `step` of each file of `source`, in the folder `target` and in `target`.jsonl; how many."""
    target.mkdir()
    number = 0
    with Path(f"{target}.jsonl").open("wb") as lines:
        for path in sorted(source.glob("*.parquet")):
            table = pq.read_table(path)
            table = table.take(pa.array(range(0, table.num_rows, step)))
            pq.write_table(table, target / path.name, row_group_size=250)
            lines.writelines(orjson.dumps(it) + b"\n" for it in table.to_pylist())
            number += table.num_rows
    return number


def used(code: str, source: Path) -> Used:
    """What one run of `code` over `source` takes."""
    with tempfile.TemporaryDirectory() as folder:
        names = f"source, target, workers = {str(source)!r}, {folder + '/out'!r}, {WORKERS}\n"
        return measure(names + code, MARK)


def main() -> None:
    """Print a line for `cleaner run` and one for each engine that is named."""
    parser = argparse.ArgumentParser(description="CPU seconds and memory of cleaning in engines.")
    parser.add_argument("source", type=Path)
    parser.add_argument("engines", nargs="+", choices=list(ENGINES))
    given = parser.parse_args()
    found: dict[str, list[tuple[Used, ...]]] = {name: [] for name in dict.fromkeys([USUAL, *given.engines])}
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, "few"), Path(folder, "many")
        rows = write_rows(given.source, sources[0], FEW), write_rows(given.source, sources[1], 1)
        for _ in range(TURNS):
            for name, runs in found.items():
                runs.append(tuple(used(ENGINES[name], it) for it in sources))
                print(name, *runs[-1], file=sys.stderr, flush=True)
    lowest = {name: [min(it) for it in zip(*runs, strict=True)] for name, runs in found.items()}
    print_table({name: cost(few, many, rows) for name, (few, many) in lowest.items()}, rows[1])


def print_table(costs: dict[str, Cost], rows: int) -> None:
    """One line an engine; `rows` is how many texts there were."""
    usual = costs[USUAL]
    print(f"{rows} texts    relative  a text  JVM apart   ms a text  start, s  MB a worker")
    for name, it in costs.items():
        ratios = usual.seconds / it.seconds, usual.text / it.text, usual.text / it.text_without_java
        print(
            f"{name:12} {ratios[0]:9.2f} {ratios[1]:7.2f} {ratios[2]:10.2f}"
            f" {it.text:11.2f} {it.start:9.1f} {it.megabytes:12}"
        )


if __name__ == "__main__":
    main()
