"""The type of a page: told where it is sure, never on pages that could be two things, and it changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Engine, Options, clean
from cleaner.cli.main import main
from tools import goldens
from tools.quality_floor import html_pages

if TYPE_CHECKING:
    from pathlib import Path

FORUM: Final = "en-bandsaw-forum"
OTHER_TYPES: Final = {
    FORUM: "forum",
    "de-imker-forum": "forum",
    "en-mail-archive": "forum",
    "en-tidal-docs": "documentation",
    "en-walks-listing": "listing",
    "es-agenda": "listing",
    "en-reading-list": "collection",
}
"""The pages of `fixtures/pages/html` that are no articles."""


def told_types() -> dict[str, str | None]:
    cleaner = Cleaner(options=Options(engine=Engine.FAST, site_rules=False))
    return {
        page.name.removesuffix(".html"): cleaner.clean(html=page.html).page_type for page in html_pages.load()
    }


def test_what_is_told_of_pages_that_nothing_was_fitted_on_is_right() -> None:
    told = {name: it for name, it in told_types().items() if it}
    wrong = {name: it for name, it in told.items() if it != OTHER_TYPES.get(name, "article")}
    assert not wrong
    assert told[FORUM] == "forum"
    assert sum(it == "article" for it in told.values()) > len(told_types()) / 3


@pytest.mark.parametrize("name", goldens.names())
def test_documents_are_articles(name: str) -> None:
    assert clean(goldens.source(name)).page_type == "article"


@pytest.mark.parametrize("text", ["", " \n", "One line.", "Menu\nHome\nNews\nSports"])
def test_of_next_to_nothing_no_type_is_told(text: str) -> None:
    result = clean(text)
    assert result.page_type is None
    assert "page_type" not in result.to_dict()


def test_records_have_the_type_where_it_is_sure_and_columns_have_null_where_it_is_not(tmp_path: Path) -> None:
    article = goldens.source("004-moscow-times")
    lines = [json.dumps({"text": text}) for text in (article, "One line.")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    for name in ("out.jsonl", "out.parquet"):
        ran = CliRunner().invoke(
            main, ["run", str(tmp_path / "in.jsonl"), str(tmp_path / name), "--jobs", "1"]
        )
        assert ran.exit_code == 0, ran.output
    written = [json.loads(line)["cleaner"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [it.get("page_type", "not there") for it in written] == ["article", "not there"]
    rows = pq.read_table(tmp_path / "out.parquet")["cleaner"].to_pylist()
    assert [it["page_type"] for it in rows] == ["article", None]
