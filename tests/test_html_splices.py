"""HTML pages that fitting puts together with snippets: every block of the page is there, and labelled."""

from __future__ import annotations

import gzip
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import html_corpus
from benchmarks.fit.html_mixtures import Placed, placed
from benchmarks.fit.html_splices import as_html, with_body, with_snippets
from benchmarks.fit.snippets import KINDS, Snippet, snippets
from benchmarks.pages import Page
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = [
    f"The {what} of the old harbour was mended by the town in the spring of that year, and it held for long."
    for what in ("crane", "bridge", "gate", "tower", "quay", "dock")
]
HTML = (
    "<html><head><title>The harbour - Example</title></head><body><ul><li><a href='/'>Home</a></li></ul>"
    f"<main><h1>The harbour</h1><div class='x'>{''.join(f'<p>{it}</p>' for it in PARAGRAPHS)}</div></main>"
    "<div><p>Imprint</p></div></body></html>"
)
ENGLISH = [it for it in snippets() if it.language == "en"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Placed:
    file: Path = tmp_path_factory.mktemp("pages") / "a.html.gz"
    file.write_bytes(gzip.compress(HTML.encode()))
    given = Page("a", "https://a.example/1", "article", file, title="The harbour", body="\n".join(PARAGRAPHS))
    record: dict[str, Any] = html_corpus.page_record(given) | {"set": "made"}
    found = placed(record)
    assert found is not None
    return found


def test_the_article_keeps_its_labels_among_snippets(page: Placed) -> None:
    made = 0
    for seed in range(30):
        mixed = with_snippets(page, ENGLISH, Random(seed))
        if mixed is None:
            continue
        made += 1
        blocks = [block.text for block in mixed.document.blocks]
        assert [text for text, body in zip(blocks, mixed.body, strict=True) if body] == PARAGRAPHS
        assert [text for text, it in zip(blocks, mixed.headline, strict=True) if it] == ["The harbour"]
        assert len(blocks) > len(page.document.blocks)
    assert made > 15


@pytest.mark.parametrize("kind", [kind for kind, it in KINDS.items() if "instead" in it.places])
def test_a_body_of_ours_takes_the_place_of_the_article(page: Placed, kind: str) -> None:
    body = next(it for it in ENGLISH if it.kind == kind)
    others = [it for it in ENGLISH if it is not body]
    made = [with_body(body, page, others, Random(seed)) for seed in range(12)]
    found = [it for it in made if it is not None]
    assert len(found) > len(made) / 2
    lines = [" ".join(line.split()) for line in body.lines if line.strip()]
    if KINDS[kind].headed:
        headline, *lines = lines
    for mixed in found:
        blocks = [block.text for block in mixed.document.blocks]
        assert [text for text, it in zip(blocks, mixed.body, strict=True) if it] == lines
        titles = [text for text, it in zip(blocks, mixed.headline, strict=True) if it]
        assert titles == ([headline] if KINDS[kind].headed else [])
        assert "The harbour" not in blocks


@pytest.mark.parametrize("kind", [kind for kind, it in KINDS.items() if not it.body])
def test_an_element_has_all_lines_of_its_snippet(kind: str) -> None:
    for snippet in (it for it in ENGLISH if it.kind == kind):
        wanted = [" ".join(line.split()) for line in snippet.lines if line.strip()]
        for seed in range(8):
            document = segment_html(f"<body>{as_html(snippet, Random(seed))}</body>")
            assert [block.text for block in document.blocks] == wanted


def test_markup_in_a_snippet_is_text() -> None:
    snippet = Snippet("en", "appeal", ("Give <b>now</b> & often",))
    [block] = segment_html(as_html(snippet, Random(0))).blocks
    assert block.text == "Give <b>now</b> & often"
