"""Dolma: the tagger's attributes, by the command `dolma tag` and by hand."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options
from cleaner.cli.main import main
from tests.engine_rows import ROWS, RULES

dolma: Any = pytest.importorskip("dolma")

from dolma.core.data_types import DocumentWithMetadata  # noqa: E402 - likewise

from cleaner.integrations.dolma import CleanerTagger  # noqa: E402 - it imports dolma

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCUMENTS = [it for it in ROWS if it["text"] is not None]
"""Dolma's documents always have a text."""
MODULE = "cleaner.integrations.dolma"
WITH_RULES = f"""
from dolma import TaggerRegistry
from cleaner import Options
from cleaner.integrations.dolma import CleanerTagger

@TaggerRegistry.add("with_rules")
class RulesTagger(CleanerTagger):
    rules = {str(RULES)!r}
    options = Options(title=False)
"""
"""A tagger of one's own, as the docstring of the module tells."""


def write_documents(folder: Path, documents: Sequence[dict[str, Any]] = DOCUMENTS) -> Path:
    path = folder / "documents" / "part.json.gz"
    path.parent.mkdir(parents=True)
    lines = (
        {"id": it["id"], "text": it["text"], "source": "test", "metadata": {"url": it["url"]}}
        for it in documents
    )
    path.write_bytes(gzip.compress("".join(json.dumps(it) + "\n" for it in lines).encode(), mtime=0))
    return path


def tag(folder: Path, *more: str, tagger: str = "cleaner", module: str = MODULE) -> dict[str, dict[str, Any]]:
    """`dolma tag` with the tagger; id -> attributes."""
    command = [str(Path(sys.executable).with_name("dolma")), "tag", "--documents", f"{folder}/documents/*.gz"]
    taggers = ["--experiment", "run", "--taggers", tagger, "--tagger_modules", module]
    subprocess.run([*command, *taggers, *more], check=True, capture_output=True, timeout=600)
    written = (folder / "attributes" / "run" / "part.json.gz").read_bytes()
    return {it["id"]: it["attributes"] for it in map(json.loads, gzip.decompress(written).splitlines())}


def test_its_attributes_are_the_spans_that_cleaner_run_removes(tmp_path: Path) -> None:
    write_documents(tmp_path)
    made = tag(tmp_path, "--processes", "2")
    rows, removed = tmp_path / "rows.jsonl", tmp_path / "removed.jsonl"
    rows.write_text("".join(json.dumps(it) + "\n" for it in DOCUMENTS))
    given = [str(rows), str(tmp_path / "out.jsonl"), "--removed", str(removed), "--jobs", "1"]
    assert CliRunner().invoke(main, ["run", *given]).exit_code == 0
    lines = map(json.loads, removed.read_text("utf-8").splitlines())
    expected = {
        it["id"]: {
            key.replace("cleaner__removed", "run__cleaner"): spans for key, spans in it["attributes"].items()
        }
        for it in lines
    }
    assert made == expected
    assert any(expected.values())
    again = tag(tmp_path, "--ignore_existing")
    assert again == made


def test_a_tagger_with_rules_of_ones_own_finds_them_by_the_url(tmp_path: Path) -> None:
    write_documents(tmp_path)
    (tmp_path / "taggers_of_ours.py").write_text(WITH_RULES)
    made = tag(tmp_path, tagger="with_rules", module=str(tmp_path / "taggers_of_ours.py"))
    document = DOCUMENTS[0]
    removed = Cleaner(RULES, Options(title=False)).clean(document["text"], url=document["url"]).removed
    expected: dict[str, list[list[float]]] = {}
    for it in removed:
        key = f"run__with_rules__{it.label.value.replace(' ', '_')}"
        expected.setdefault(key, []).append([it.start, it.end, it.score])
    assert made["text"] == expected
    scores = {key: {it[2] for spans in tags.values() for it in spans} for key, tags in made.items()}
    assert [key for key, it in scores.items() if -100 in it] == ["text"], "a rule is sure, where there is one"


def test_a_document_that_cannot_be_cleaned_has_a_span_that_says_so() -> None:
    class Hurried(CleanerTagger):
        options = Options(max_seconds=0.000_001)

    text = "A paragraph of a text.\n" * 2000
    (span,) = Hurried().predict(DocumentWithMetadata(source="", id="a", text=text)).spans
    assert (span.start, span.end, span.type) == (0, len(text), "failure")
