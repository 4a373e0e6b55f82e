"""Soft hyphens and their like: they stay in the text, and nothing is decided by them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.document import INVISIBLE, as_seen
from cleaner.segment.text import segment

ARTICLE = """Home

The steamer that carried the mail across the lake for ninety years will sail again in May, as the yard in \
Romanshorn has replaced her boiler and most of the planks of the upper deck.

Her last captain, who is eighty-one by now, means to be aboard on the first day, though not at the wheel, \
which he says he would rather leave to younger hands than his.

Subscribe to our newsletter"""
HYPHENATED = ARTICLE.replace("steamer", "steam\u00ader").replace("newsletter", "news\u00adletter")


@pytest.mark.parametrize("given_as", ["text", "html"])
def test_they_stay_and_change_no_decision(given_as: str) -> None:
    def cleaned(text: str) -> str:
        paragraphs = "".join(f"<p>{it}</p>" for it in text.split("\n\n"))
        return (clean(text) if given_as == "text" else clean(html=f"<body>{paragraphs}</body>")).text

    found = cleaned(HYPHENATED)
    assert "steam\u00ader" in found
    assert "news\u00adletter" not in found
    assert found.replace("\u00ad", "") == cleaned(ARTICLE)


def test_a_page_of_nothing_else_is_empty() -> None:
    assert clean(html="<p>&shy;</p>").text == ""


@given(st.text(alphabet=f"ab .\n{INVISIBLE}"))
@example("\u00ad\n\na\u00adb\n\n\ufeff")
def test_a_document_as_seen_has_the_same_blocks_without_them(text: str) -> None:
    document = segment(text)
    seen = as_seen(document)
    assert [seen.source[block.start : block.end] for block in seen.blocks] == [it.text for it in seen.blocks]
    without = str.maketrans("", "", INVISIBLE)
    assert [it.text for it in seen.blocks] == [
        it.text.translate(without) or it.text for it in document.blocks
    ]
