"""Runs over records, and what is in the files that they write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner, Result

from cleaner.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BODY = (
    "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
    "Experts believe that the changes will not affect most of them, as the minister explained at length."
)
PAGE = f"<html><head><title>Rules</title></head><body><p>{BODY}</p></body></html>"


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """`cleaner run` with one worker; nothing internal may come to light."""
    result = CliRunner().invoke(main, ["run", "--jobs", "1", *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "internal error" not in result.stderr
    assert "Traceback" not in result.stderr
    return result


def run_folder(folder: Path, to: str) -> tuple[Result, dict[str, Path]]:
    """`cleaner run` on all files of `folder`, and what it wrote, by the stem of the file it came from."""
    target = folder.with_name(f"{folder.name}-{to}")
    result = run(folder, target, "--to", to)
    return result, {it.name.partition(".")[0]: it for it in target.glob(f"*.{to}")}


def account(result: Result) -> str:
    """The last line on standard error."""
    return result.stderr.splitlines()[-1]


def counts(*, cleaned: int = 0, empty: int = 0, failed: int = 0) -> str:
    """The account of a run with these counts."""
    read = cleaned + empty + failed
    return f"read {read} = cleaned {cleaned} + empty {empty} + skipped 0 + failed {failed}"


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    """`records` as JSON lines in ASCII."""
    path.write_text("".join(json.dumps(it) + "\n" for it in records), encoding="ascii")
    return path


def write_table(path: Path, columns: Mapping[str, Any]) -> Path:
    """`columns` as a Parquet file."""
    pq.write_table(pa.table(dict(columns)), path)
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file, which must be UTF-8."""
    return [json.loads(it) for it in path.read_bytes().decode("utf-8").splitlines()]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file, columns of JSON read as such."""
    table = pq.read_table(path)
    table.validate(full=True)
    rows: list[dict[str, Any]] = table.to_pylist()
    for field in table.schema:
        if b"cleaner.json" in (field.metadata or {}):
            for row in rows:
                row[field.name] = None if row[field.name] is None else json.loads(row[field.name])
    return rows


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records of a file of either kind."""
    return rows_of(path) if path.name.endswith(".parquet") else lines_of(path)
