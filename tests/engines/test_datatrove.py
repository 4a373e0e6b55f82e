"""datatrove: `CleanDocuments` and `CleanerExtractor` in pipelines that really run."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner import Cleaner, Engine, OptionError, Options
from tests.engine_docs import lines_for
from tests.engine_rows import BAD, PAGE, PLAIN, ROWS, RULES, TEXT, URL, run_cleaner

datatrove: Any = pytest.importorskip("datatrove")

from datatrove.data import Document  # noqa: E402 - likewise
from datatrove.executor import LocalPipelineExecutor  # noqa: E402 - likewise
from datatrove.pipeline.readers import JsonlReader  # noqa: E402 - likewise
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402 - likewise

from cleaner.integrations.datatrove import CleanDocuments, CleanerExtractor  # noqa: E402 - it imports datatrove

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "common_crawl.py"
PAGES = ROOT / "fixtures" / "pages" / "html"
NAVIGATION = "Home | News | About us\nLog in\nShare on Facebook"
"""A text of which nothing stays."""


def document(text: str, identity: str = "a", **metadata: object) -> Any:  # noqa: ANN401 - datatrove has no types
    return Document(text=text, id=identity, metadata=metadata)


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(it) for path in sorted(folder.glob("*.jsonl")) for it in path.read_bytes().splitlines()
    ]


class Kept:
    """An exclusion writer that keeps what it gets."""

    def __init__(self) -> None:
        self.documents: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, it: Any, rank: int = 0) -> None:  # noqa: ANN401, ARG002 - datatrove's signature
        self.documents.append(it)


def write_rows(folder: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Two files of rows, for two tasks."""
    folder.mkdir()
    lines = [json.dumps({"text": it["text"], "id": it["id"], "url": it["url"]}) + "\n" for it in rows]
    (folder / "0.jsonl").write_text("".join(lines[::2]))
    (folder / "1.jsonl").write_text("".join(lines[1::2]))


def run_pipeline(folder: Path) -> None:
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder / "in")),
            CleanDocuments(
                Cleaner(RULES), exclusion_writer=JsonlWriter(str(folder / "excluded"), compression=None)
            ),
            JsonlWriter(str(folder / "out"), compression=None),
        ],
        logging_dir=str(folder / "logs"),
        tasks=2,
        workers=2,
    ).run()


def test_two_tasks_give_what_cleaner_run_gives_and_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    rows = [it for it in ROWS if it["text"]] + [{"id": "menu", "text": NAVIGATION, "url": None}]
    expected = run_cleaner(tmp_path, rows).rows
    write_rows(tmp_path / "in", rows)
    run_pipeline(tmp_path)
    made = {it["id"]: it for it in lines_of(tmp_path / "out")}
    assert {key: it["text"] for key, it in made.items()} == {
        key: it["text"] for key, it in expected.items() if it["text"]
    }
    for key, it in made.items():
        assert it["metadata"]["cleaner"] == {
            name: expected[key]["cleaner"][name] for name in ("title", "language", "site")
        }
    (excluded,) = lines_of(tmp_path / "excluded")
    assert (excluded["id"], excluded["text"], excluded["metadata"]["filter_reason"]) == (
        "menu",
        NAVIGATION,
        "empty",
    )
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    run_pipeline(tmp_path)
    assert lines_of(tmp_path / "out") == [], "datatrove's markers say that both tasks are done"


def test_stats_count_documents_and_characters_by_label() -> None:
    step = CleanDocuments(Cleaner(RULES))
    made = list(step.run([document(TEXT, url=URL), document(PLAIN), document(NAVIGATION)]))
    assert [step.stats[it].total for it in ("total", "forwarded", "dropped", "dropped_empty")] == [3, 2, 1, 1]
    assert step.stats["kept_chars"].total == sum(len(it.text) for it in made)
    assert step.stats["source_chars"].total == len(TEXT) + len(PLAIN)
    results = [Cleaner(RULES).clean(TEXT, url=URL), Cleaner(RULES).clean(PLAIN)]
    related = [it for result in results for it in result.removed if it.label == "related link"]
    assert related
    assert step.stats["removed_related_link"].total == sum(it.end - it.start for it in related)


def test_pages_are_cleaned_where_documents_hold_pages() -> None:
    (made,) = CleanDocuments(Cleaner(RULES), holds="html").run([document(PAGE, url=URL)])
    assert made.text == Cleaner(RULES).clean(html=PAGE, url=URL).text
    wrong: Any = "pdf"
    with pytest.raises(OptionError, match="give 'text' or 'html'"):
        CleanDocuments(holds=wrong)


def test_the_url_may_have_another_name_and_none_is_needed() -> None:
    with_rules = Cleaner(RULES).clean(TEXT, url=URL).text
    assert (
        next(CleanDocuments(Cleaner(RULES), url="source").run([document(TEXT, source=URL)])).text
        == with_rules
    )
    assert next(CleanDocuments(Cleaner(RULES)).run([document(TEXT)])).text != with_rules


def test_fields_of_the_result_are_chosen() -> None:
    (all_of_it,) = CleanDocuments(fields=("removed", "kept_chars", "suspect")).run([document(PLAIN)])
    assert list(all_of_it.metadata["cleaner"]) == ["removed", "kept_chars", "suspect"]
    assert all_of_it.metadata["cleaner"]["removed"][0]["label"] == "navigation"
    (none,) = CleanDocuments(fields=()).run([document(PLAIN)])
    assert none.metadata == {}
    with pytest.raises(OptionError, match="fields has 'titel'; there are kept_chars, language"):
        CleanDocuments(fields=["titel"])


def test_a_language_is_taken_only_where_it_is_asked_for() -> None:
    (taken,) = CleanDocuments(language="lang").run([document(PLAIN, lang="nl")])
    (found,) = CleanDocuments().run([document(PLAIN, language="eng_Latn")])
    assert [it.metadata["cleaner"]["language"] for it in (taken, found)] == ["nl", "en"]


@pytest.mark.parametrize("text", [None, 3, b"bytes"])
def test_a_document_that_is_none_is_dropped_with_its_reason(text: Any) -> None:  # noqa: ANN401 - anything
    kept = Kept()
    step = CleanDocuments(exclusion_writer=kept)
    assert [it.id for it in step.run([document(PLAIN, "a"), document(text, BAD), document(PLAIN, "b")])] == [
        "a",
        "b",
    ]
    (dropped,) = kept.documents
    assert (dropped.id, dropped.metadata["filter_reason"]) == (BAD, "failed")
    assert dropped.metadata["failure"]
    assert step.stats["dropped_failed"].total == 1


def test_the_extractor_extracts_with_the_rules_of_the_url() -> None:
    pages = [document(PAGE, "a", url=URL), document("<html><body>", "b"), document(f"<p>{PLAIN}", "c")]
    step = CleanerExtractor(Cleaner(RULES))
    made = {it.id: it.text for it in step.run(pages)}
    assert made["a"] == Cleaner(RULES).clean(html=PAGE, url=URL).text
    assert made["c"] == Cleaner(RULES).clean(html=f"<p>{PLAIN}").text
    assert [step.stats[it].total for it in ("total", "extracted", "forwarded", "dropped")] == [3, 3, 2, 1]
    assert type(made["a"]) is str


def test_a_page_that_cannot_be_cleaned_costs_itself_alone() -> None:
    bad: Any = 3
    step = CleanerExtractor(timeout=60)
    made = [it.id for it in step.run([document(bad, BAD), document(f"<p>{PLAIN}", "good")])]
    assert made == ["good"]
    assert step.stats["clean_error"].total == 1


def test_a_page_that_takes_too_long_is_stopped() -> None:
    long = "<p>A paragraph of a page that has very many of them, all alike.</p>" * 30_000
    step = CleanerExtractor(timeout=0.1)
    assert list(step.run([document(long)])) == []
    assert step.stats["timeout"].total == 1


def test_the_lines_of_the_docs_run_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    pages = {"page": PAGE, "menu": "<nav><a href='/'>Home</a></nav>"}
    lines = [json.dumps({"id": key, "text": it}) + "\n" for key, it in pages.items()]
    (tmp_path / "pages" / "0.jsonl").write_text("".join(lines))
    (tmp_path / "lines.py").write_text(lines_for("datatrove"))
    subprocess.run([sys.executable, "lines.py"], cwd=tmp_path, check=True, capture_output=True, timeout=600)
    (made,) = packed_lines_of(tmp_path / "clean")
    assert (made["id"], made["text"]) == (
        "page",
        Cleaner(options=Options(engine=Engine.FAST)).clean(html=PAGE).text,
    )
    assert [it["id"] for it in packed_lines_of(tmp_path / "excluded")] == ["menu"]


def write_archive(path: Path, pages: dict[str, str]) -> None:
    """`pages` by URL as a WARC file, with the headers that Common Crawl gives."""
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, page in pages.items():
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(page.encode()),
                http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Identified-Payload-Type": "text/html"},
            )
            writer.write_record(record)
            record.raw_stream.close()


def test_the_example_goes_from_an_archive_to_json_lines(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    article = (PAGES / "en-bell-foundry.html").read_text("utf-8")
    menu = "<html><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav></body></html>"
    short = f"<html><body><article><h1>Short</h1><p>{PLAIN}</p></article></body></html>"
    pages = {"https://a.example/1": article, "https://a.example/2": menu, "https://a.example/3": short}
    pages["https://a.example/4"] = (PAGES / "ru-parom-novost.html").read_text("utf-8")
    write_archive(tmp_path / "warc" / "0.warc.gz", pages)
    command = [sys.executable, str(EXAMPLE), str(tmp_path / "warc"), str(tmp_path / "out")]
    for _ in ("first", "second"):
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        (made,) = packed_lines_of(tmp_path / "out" / "clean")
        assert made["text"] == Cleaner(options=Options(engine=Engine.FAST)).clean(html=article).text
        assert made["metadata"]["url"] == "https://a.example/1"
        assert made["metadata"]["cleaner"]["language"] == "en"
    (foreign,) = packed_lines_of(tmp_path / "out" / "excluded" / "language")
    assert foreign["metadata"]["url"] == "https://a.example/4"
    (dropped,) = packed_lines_of(tmp_path / "out" / "excluded" / "clean")
    assert (dropped["text"], dropped["metadata"]["filter_reason"]) == (menu, "empty")


def packed_lines_of(folder: Path) -> list[dict[str, Any]]:
    paths = sorted(folder.glob("*.jsonl.gz"))
    return [json.loads(it) for path in paths for it in gzip.decompress(path.read_bytes()).splitlines()]
