"""What a result says of itself, the same in Python, in JSON lines, in Parquet and in the removed file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Label, Options, Removed, Result, clean
from cleaner.cli.main import main
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

TEXT = goldens.source("004-moscow-times")
PAGE = (
    '<html lang=en><head><meta name=author content="Ada Moss"><meta property=og:site_name content="The Site">'
    '<script type=application/ld+json>{"@type":"Article","headline":"Rules for all","datePublished":"2021-05-04"}'
    "</script></head><body><nav><a href=/>Home</a></nav><article><h1>Rules for all</h1>"
    "<p>The commission said on Wednesday that the new rules would apply from next year to all companies.</article>"
)
RULES = """site: a.example
match:
  domains: [a.example]
drop:
  - {label: caption, why: a test, line: "Support us"}
keep:
  - {label: headline, why: a test, line: "Remind me later."}
"""
KEYS = ["version", "title", "language", "site", "kept_chars", "source_chars", "removed"]


def by_rules(tmp_path: Path, options: Options) -> Result:
    (tmp_path / "a.yaml").write_text(RULES)
    return Cleaner([tmp_path], options).clean(TEXT, url="https://a.example/")


def run(*arguments: object) -> None:
    result = CliRunner().invoke(main, ["run", *map(str, arguments), "--jobs", "1"])
    assert result.exit_code == 0, result.output


def test_a_result_as_a_dict_has_the_text_and_what_is_documented() -> None:
    told = clean(TEXT).to_dict()
    assert list(told) == ["text", *KEYS, "page_type"]
    assert told["text"] == clean(TEXT).text
    assert told["version"] == 1
    assert told["kept_chars"] == len(told["text"])
    assert told["source_chars"] == len(TEXT)
    assert [tuple(it) for it in told["removed"]] == list(clean(TEXT).removed)


def test_a_page_says_what_it_says_of_itself_too() -> None:
    told = clean(html=PAGE).to_dict()
    assert list(told) == ["text", *KEYS, "page_type", "page"]
    assert told["page"]["authors"] == ["Ada Moss"]
    assert told["page"]["published"] == "2021-05-04"


@pytest.mark.parametrize("given", [{"text": TEXT}, {"html": PAGE}, {"text": ""}, {"text": "half \ud83d"}])
def test_a_dict_comes_through_json_as_it_was(given: dict[str, str]) -> None:
    told = clean(**given).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    json.dumps(told, ensure_ascii=False).encode("utf-8")


def test_json_lines_hold_the_same_as_the_dict(tmp_path: Path) -> None:
    records = [{"text": TEXT, "url": "https://example.org/a"}, {"html": PAGE}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(it) + "\n" for it in records))
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for record, given in zip(written, records, strict=True):
        told = clean(**given).to_dict()
        assert record["text"] == told.pop("text")
        assert record["cleaner"] == told


@pytest.mark.parametrize("source", ["jsonl", "parquet"])
def test_parquet_holds_the_same_with_names_and_types(tmp_path: Path, source: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": TEXT}) + "\n")
    run(tmp_path / "in.jsonl", tmp_path / "first.parquet")
    (row,) = pq.read_table(tmp_path / "first.parquet").to_pylist()
    if source == "parquet":
        pq.write_table(pq.read_table(tmp_path / "first.parquet").drop(["cleaner"]), tmp_path / "in.parquet")
        run(tmp_path / "in.parquet", tmp_path / "second.parquet")
        (row,) = pq.read_table(tmp_path / "second.parquet").to_pylist()
    told = clean(TEXT if source == "jsonl" else clean(TEXT).text).to_dict()
    assert row["text"] == told.pop("text")
    told["removed"] = [dict(zip(Removed._fields, it, strict=True)) for it in told["removed"]]
    never = dict.fromkeys(("page_type", "surrogates", "suspect", "rules_doubted"))
    assert row["cleaner"] == {**never, **told}


def test_scores_are_the_decisions_log_odds_as_json_can_hold_them() -> None:
    result = Cleaner(options=Options(site_rules=False)).clean(TEXT)
    decided = [it for it in result.blocks if not it.keep]
    assert len(decided) > 5
    for removed, block in zip(result.removed, decided, strict=True):
        assert removed.score <= block.weight < removed.score + 0.0011
        assert -100 < removed.score < 0
        assert len(str(removed.score)) < 9


def test_what_a_rule_drops_is_certain_and_so_is_what_it_keeps_and_the_options_drop(tmp_path: Path) -> None:
    result = by_rules(tmp_path, Options(title=False))
    by_text = {TEXT[it.start : it.end]: it for it in result.removed}
    assert by_text["Support us"].score == -100
    assert by_text["Remind me later."].score == 100
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False)) == result.to_dict()


def test_what_goes_for_its_label_alone_has_a_score_above_0() -> None:
    (headline,) = [
        it for it in Cleaner(options=Options(title=False)).clean(TEXT).removed if it.label is Label.HEADLINE
    ]
    assert headline.score > 0


def test_the_removed_file_has_the_scores_as_attributes_too(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(TEXT.encode())
    run(tmp_path / "in.txt", tmp_path / "out.txt", "--removed", tmp_path / "removed.jsonl")
    line = json.loads((tmp_path / "removed.jsonl").read_text())
    assert line["removed"] == clean(TEXT).to_dict()["removed"]
    spans = sorted(span for spans in line["attributes"].values() for span in spans)
    assert spans == [[start, end, score] for start, end, _, _, score in line["removed"]]
    assert all(score < 0 for _, _, score in spans)


def test_a_dict_says_how_many_surrogates_were_replaced_where_there_were_some() -> None:
    assert clean("one \ud800 and \udfff\udc00 two").to_dict()["surrogates"] == 3
    assert clean(html="<p>one \ud800").to_dict()["surrogates"] == 1
    assert "surrogates" not in clean("one \N{GRINNING FACE}\ufffd").to_dict()


def test_offsets_hold_in_a_text_with_lone_surrogates() -> None:
    torn = TEXT.replace("o", "\ud83d")
    result = clean(torn)
    assert result.document.surrogates == TEXT.count("o")
    assert len(result.document.source) == len(torn)
    for block in result.blocks:
        assert torn[block.start : block.end].replace("\ud83d", "\ufffd") == block.text
    assert result.text.encode("utf-8").decode("utf-8") == result.text


def test_a_url_with_half_a_character_names_its_site() -> None:
    result = clean("One line.", url="https://example.org/\ud83d")
    assert result.site == "example.org"
    assert result.document.url == "https://example.org/\ufffd"


def test_half_a_character_in_json_ld_reaches_no_output() -> None:
    article = 'The commission said on Wednesday that \\ud83d the new "rules" would apply. ' * 20
    told = (
        '"@type": "Article"',
        '"headline": "Half \\ud83d a "character" here"',
        f'"articleBody": "{article}"',
    )
    script = f"<script type=application/ld+json>{{{', '.join(told)}}}</script>"
    result = clean(html=f"{script}<p>Enable JavaScript")
    assert result.title == 'Half \ufffd a "character" here'
    assert "\ufffd" in result.document.source
    json.dumps(result.to_dict(), ensure_ascii=False).encode("utf-8")
