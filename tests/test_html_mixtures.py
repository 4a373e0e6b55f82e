"""The article of one page in the place of another's."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from benchmarks import html_corpus
from benchmarks.fit.html_mixtures import mixed, placed

if TYPE_CHECKING:
    from pathlib import Path

MILL = [
    f"Paragraph {n} of an article about the old mill by the river, with words enough to judge it by."
    for n in range(6)
]
BOAT = [
    f"Line {n} of a story about boats on the lake, which nobody but their owners ever wanted."
    for n in range(5)
]
PAGES = {
    "mill": f"""<html><head><title>The old mill</title></head><body><nav><a href="/">Home</a></nav><div><article>
      {"".join(f"<p>{line}</p>" for line in MILL)}<aside>Subscribe</aside></article></div><footer>Imprint</footer></body>""",
    "boat": f"""<html><head><title>Boats</title><meta property="og:title" content="Boats on the lake"></head><body>
      <p>Lake Courier</p><h1>Boats on the lake</h1><div class="text">{"".join(f"<p>{line}</p>" for line in BOAT)}</div>
      <ul><li>Most read</li></ul></body>""",
    "flat": f"<body>{''.join(f'<p>{line}</p>' for line in BOAT)}<p>Imprint</p></body>",
}
GOLD = {
    "mill": ("The old mill", MILL),
    "boat": ("Boats on the lake", BOAT),
    "flat": ("Boats on the lake", BOAT),
}


@pytest.fixture
def records(tmp_path: Path) -> dict[str, dict[str, Any]]:
    folder = tmp_path / "a-set"
    (folder / "html").mkdir(parents=True)
    gold = []
    for name, page in PAGES.items():
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
        title, body = GOLD[name]
        gold.append(
            {"id": name, "url": f"https://{name}.example.org/", "title": title, "body": "\n".join(body)}
        )
    (folder / "gold.jsonl.gz").write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, gold))))
    return {
        record["id"]: record for record in html_corpus.read(html_corpus.build(folder, tmp_path / "cache"))
    }


def test_the_article_stands_among_the_others_blocks(records: dict[str, dict[str, Any]]) -> None:
    article, template = placed(records["mill"]), placed(records["boat"])
    assert article is not None
    assert template is not None
    made = mixed(article, template)
    assert made is not None
    texts = [block.text for block in made.document.blocks]
    assert texts == ["Lake Courier", "The old mill", *MILL, "Subscribe", "Most read"]
    assert made.body.tolist() == [0, 0, 1, 1, 1, 1, 1, 1, 0, 0]
    assert made.headline.tolist() == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert made.trust.tolist() == [1] * 10
    assert made.document.dom is not None
    assert made.document.dom.head.headline == "The old mill"


def test_a_page_whose_article_has_no_element_of_its_own_lends_and_takes_none(
    records: dict[str, dict[str, Any]],
) -> None:
    assert placed(records["flat"]) is None


def test_a_page_without_gold_is_not_mixed(records: dict[str, dict[str, Any]]) -> None:
    assert placed(records["mill"] | {"share": None}) is None
