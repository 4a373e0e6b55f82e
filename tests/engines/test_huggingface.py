"""Hugging Face datasets: `CleanBatch` in `map`, its cache, and streams."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cleaner import Cleaner, OptionError, Options
from tests.engine_docs import run_lines
from tests.engine_rows import PLAIN, ROWS, RULES, check_rows, run_cleaner

datasets: Any = pytest.importorskip("datasets")

from cleaner.integrations.huggingface import CleanBatch  # noqa: E402 - it imports datasets

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.mark.parametrize("form", [None, "arrow"])
@pytest.mark.parametrize("workers", [None, 2], ids=["one process", "two"])
def test_it_gives_what_cleaner_run_gives(tmp_path: Path, workers: int | None, form: str | None) -> None:
    expected = run_cleaner(tmp_path)
    dataset = datasets.Dataset.from_list(ROWS).with_format(form)
    made = dataset.map(CleanBatch(Cleaner(RULES)), batched=True, batch_size=2, num_proc=workers)
    check_rows(made.with_format(None), expected)
    assert made.column_names == ["id", "text", "url", "cleaner", "failure"]


def test_the_lines_of_the_docs_give_what_cleaner_run_gives(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path, rules=False)
    check_rows(run_lines("Hugging Face datasets", "dataset", datasets.Dataset.from_list(ROWS)), expected)


def test_a_failure_after_batches_without_any_is_kept() -> None:
    rows = [{"text": PLAIN}] * 5 + [{"text": None}]
    made = datasets.Dataset.from_list(rows).map(CleanBatch(), batched=True, batch_size=1, writer_batch_size=2)
    assert [it is None for it in made["failure"]] == [True] * 5 + [False]


def test_a_stream_is_cleaned_too(tmp_path: Path) -> None:
    expected = run_cleaner(tmp_path)
    stream = datasets.IterableDataset.from_generator(lambda: iter(ROWS))
    made = stream.map(CleanBatch(Cleaner(RULES)), batched=True, batch_size=2, remove_columns=["html"])
    rows = list(made)
    check_rows(rows, expected)
    assert "html" not in rows[0]


def test_a_second_process_finds_the_cache_of_the_first(tmp_path: Path) -> None:
    datasets.Dataset.from_list(ROWS).save_to_disk(tmp_path / "rows")
    code = f"""
import datasets, pathlib
from cleaner import Cleaner
from cleaner.integrations import batches
from cleaner.integrations.huggingface import CleanBatch

calls = []
cleaned = batches.clean_table
batches.clean_table = lambda *given, **named: calls.append(1) or cleaned(*given, **named)
dataset = datasets.load_from_disk({str(tmp_path / "rows")!r})
clean = CleanBatch(Cleaner({str(RULES)!r}))
made = dataset.map(clean, batched=True, batch_size=2)
clean({{"text": ["Used, and so with all that it loads."]}})
print(len(calls), made._fingerprint, sorted(it["filename"] for it in made.cache_files))
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    (first_calls, *first), (second_calls, *second) = (it.split(maxsplit=1) for it in said)
    assert first == second
    assert (first_calls, second_calls) == ("4", "1")


def test_other_rules_options_or_columns_are_another_hash() -> None:
    hash_of = datasets.fingerprint.Hasher.hash
    others = [
        CleanBatch(),
        CleanBatch(Cleaner(RULES)),
        CleanBatch(Cleaner(options=Options(title=False))),
        CleanBatch(text="body"),
    ]
    assert len({hash_of(it) for it in others}) == len(others)
    assert hash_of(CleanBatch(Cleaner())) == hash_of(others[0])


def test_another_version_of_the_package_is_another_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    before = datasets.fingerprint.Hasher.hash(CleanBatch())
    monkeypatch.setattr("cleaner.fingerprint.own_content", lambda: "another version")
    assert datasets.fingerprint.Hasher.hash(CleanBatch()) != before


def test_a_column_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(OptionError, match="neither a column 'text' nor 'html'; the columns are 'body'"):
        datasets.Dataset.from_list([{"body": PLAIN}]).map(CleanBatch(), batched=True)
