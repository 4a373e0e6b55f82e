"""The cost of cleaning inside each engine beside `cleaner run`: CPU seconds of all processes, and memory.

`python -m benchmarks.engines ROWS arrow` runs `cleaner run` on the folder ROWS, then the engine, each with
two workers and twice, by turns, and prints the lower of the two. ROWS has two Parquet files with a column
`text`. CPU time depends little on what else the machine does; memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

WORKERS: Final = 2
TURNS: Final = 2
_SUBREAPER: Final = 36
"""PR_SET_CHILD_SUBREAPER of Linux: processes whose parent has ended become this one's, and are counted."""
RUN: Final = (
    "from cleaner.cli.main import main; main(['run', source, target + '.parquet', '--jobs', str(workers)])"
)
ENGINES: Final = {
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
    "spark": """
import os, sys
os.environ['PYSPARK_PYTHON'] = sys.executable
from pyspark.sql import SparkSession
from cleaner import Cleaner
from cleaner.integrations.spark import clean_dataframe
spark = SparkSession.builder.master(f'local[{workers}]').config('spark.ui.enabled', 'false').getOrCreate()
clean_dataframe(spark.read.parquet(source).repartition(workers), Cleaner()).write.parquet(target)
spark.stop()
""",
}
"""What a user writes, by engine; `source`, `target` and `workers` are given."""


def measure(code: str, source: Path) -> tuple[float, int]:
    """CPU seconds of a process that runs `code` and of all that it starts, and megabytes of the largest."""
    with tempfile.TemporaryDirectory() as folder:
        names = f"source, target, workers = {str(source)!r}, {folder + '/out'!r}, {WORKERS}\n"
        process = os.fork()
        if not process:
            os._exit(_measure_here(names + code, f"{folder}/measured"))
        os.waitpid(process, 0)
        seconds, megabytes = json.loads(Path(folder, "measured").read_bytes())
    return float(seconds), int(megabytes)


def _measure_here(code: str, place: str) -> int:
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    ended = subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603, PLW1510 - our own code
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        print(ended.stderr.decode()[-2000:], file=sys.stderr)
    Path(place).write_text(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss // 1024]))
    return ended.returncode


def main() -> None:
    """Print a line for `cleaner run` and one for each engine that is named."""
    parser = argparse.ArgumentParser(description="CPU seconds and memory of cleaning in engines.")
    parser.add_argument("source", type=Path)
    parser.add_argument("engines", nargs="+", choices=list(ENGINES))
    given = parser.parse_args()
    codes = {"cleaner run": RUN, **{name: ENGINES[name] for name in given.engines}}
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in codes}
    for _ in range(TURNS):
        for name, code in codes.items():
            found[name].append(measure(code, given.source))
    usual = min(found["cleaner run"])[0]
    for name, figures in found.items():
        seconds, megabytes = min(figures)
        print(f"{name:12} {seconds:7.1f} s  relative {usual / seconds:.2f}  {megabytes} MB")


if __name__ == "__main__":
    main()
