"""The corpus that HTML is fitted on."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import orjson
import pytest

from benchmarks import html_corpus

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = [
    f"Paragraph {n} of an article about the old mill by the river, with words enough to judge."
    for n in range(4)
]
PAGE = f"""<body><nav><a href="/">Home</a></nav><article><h1>The old mill</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article><footer>Imprint</footer>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "a-set"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "1.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    record = {
        "id": "1",
        "url": "https://news.example.org/a",
        "title": "The old mill",
        "body": "\n".join(PARAGRAPHS),
    }
    (folder / "gold.jsonl.gz").write_bytes(gzip.compress(orjson.dumps(record)))
    return folder


def test_a_record_has_labels_and_the_reference_for_every_block(folder: Path, tmp_path: Path) -> None:
    (record,) = html_corpus.read(html_corpus.build(folder, tmp_path / "cache"))
    assert record["blocks"] == ["Home", "The old mill", *PARAGRAPHS, "Imprint"]
    assert record["share"] == [0, 0, 1, 1, 1, 1, 0]
    assert record["trafilatura"][2:6] == [1, 1, 1, 1]
    assert record["trafilatura"][0] == 0
    assert record["site"] == "example.org"
    assert record["set"] == "a-set"


def test_a_record_leads_back_to_its_document(folder: Path, tmp_path: Path) -> None:
    (record,) = html_corpus.read(html_corpus.build(folder, tmp_path / "cache"))
    found = html_corpus.document(record)
    assert [block.text for block in found.blocks] == record["blocks"]
    assert found.dom is not None


def test_a_corpus_that_is_out_of_date_is_refused(folder: Path, tmp_path: Path) -> None:
    (record,) = html_corpus.read(html_corpus.build(folder, tmp_path / "cache"))
    with pytest.raises(ValueError, match="build it again"):
        html_corpus.document(record | {"blocks": ["Home"]})
