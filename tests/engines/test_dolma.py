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


class RulesTagger(CleanerTagger):
    """With rules of one's own, as the docstring of the module tells."""

    rules = RULES
    options = Options(title=False)


def write_documents(folder: Path, documents: Sequence[dict[str, Any]] = DOCUMENTS) -> Path:
    path = folder / "documents" / "part.json.gz"
    path.parent.mkdir(parents=True)
    lines = (
        {"id": it["id"], "text": it["text"], "source": "test", "metadata": {"url": it["url"]}}
        for it in documents
    )
    path.write_bytes(gzip.compress("".join(json.dumps(it) + "\n" for it in lines).encode(), mtime=0))
    return path


def tag(folder: Path, *more: str) -> dict[str, dict[str, Any]]:
    """`dolma tag` with the tagger; id -> attributes."""
    command = [str(Path(sys.executable).with_name("dolma")), "tag", "--documents", f"{folder}/documents/*.gz"]
    taggers = [
        "--experiment",
        "run",
        "--taggers",
        "cleaner",
        "--tagger_modules",
        "cleaner.integrations.dolma",
    ]
    subprocess.run([*command, *taggers, *more], check=True, capture_output=True, timeout=300)
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


def test_rules_and_the_url_take_part() -> None:
    text, url = DOCUMENTS[0]["text"], DOCUMENTS[0]["url"]
    tagger = RulesTagger()
    found = tagger.predict(DocumentWithMetadata(source="", id="a", text=text, metadata={"url": url}))
    removed = Cleaner(RULES, Options(title=False)).clean(text, url=url).removed
    assert [(it.start, it.end, it.type, it.score) for it in found.spans] == [
        (it.start, it.end, it.label.value.replace(" ", "_"), it.score) for it in removed
    ]
    assert any(it.score == -100 for it in found.spans), "a rule is sure"
    without = tagger.predict(DocumentWithMetadata(source="", id="a", text=text, metadata={}))
    assert not any(it.score == -100 for it in without.spans)


def test_a_document_that_cannot_be_cleaned_has_a_span_that_says_so() -> None:
    class Hurried(CleanerTagger):
        options = Options(max_seconds=0.000_001)

    text = "A paragraph of a text.\n" * 2000
    (span,) = Hurried().predict(DocumentWithMetadata(source="", id="a", text=text)).spans
    assert (span.start, span.end, span.type) == (0, len(text), "failure")
