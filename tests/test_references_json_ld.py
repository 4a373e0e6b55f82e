"""The `articleBody` of a page's JSON-LD, aligned to its blocks."""

from __future__ import annotations

import orjson
import pytest

from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.references.align import References
from cleaner.references.json_ld import article_body
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment

PARAGRAPHS = [
    f"Paragraph {number} of what the council of the town has said about the old mill by the river, which is long "
    "enough to be told from whatever else may stand on a page of this kind."
    for number in range(4)
]


def page(body: object) -> str:
    data = orjson.dumps({"@type": "NewsArticle", "articleBody": body}).decode()
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in [*PARAGRAPHS, "Read more about boats."])
    return f'<script type="application/ld+json">{data}</script><body>{shown}</body>'


@pytest.mark.parametrize(
    "body",
    ["\n".join(PARAGRAPHS), " ".join(PARAGRAPHS), "".join(f"<p>{it}</p>" for it in PARAGRAPHS)],
    ids=["lines", "one line", "HTML"],
)
def test_the_blocks_it_holds_are_told_from_others(body: str) -> None:
    said = article_body(segment_html(page(body)))
    assert said is not None
    assert said.share.tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("body", [PARAGRAPHS[0], "", None, 7, ["a", "list"]], ids=repr)
def test_a_summary_or_nothing_is_no_reference(body: object) -> None:
    assert article_body(segment_html(page(body))) is None


def test_a_page_without_metadata_and_plain_text_say_nothing() -> None:
    assert article_body(segment_html(f"<p>{PARAGRAPHS[0]}</p>")) is None
    assert article_body(segment("\n".join(PARAGRAPHS))) is None


def test_it_is_a_feature_of_pages() -> None:
    document = segment_html(page("\n".join(PARAGRAPHS)))
    seen = Page(document)
    made = extract_features(seen, claims(seen), References(json_ld=article_body(document)))
    column = made.names.index("json-ld/kept")
    assert made.values[:, column].tolist() == [1, 1, 1, 1, 0]
