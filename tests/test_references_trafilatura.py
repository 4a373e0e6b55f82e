"""trafilatura's extraction, aligned to the blocks of a page."""

from __future__ import annotations

import logging

import pytest

from cleaner.references.trafilatura import reference
from cleaner.segment.html import segment_html

PARAGRAPHS = [
    "The council met on Tuesday to decide what should become of the old mill, which has stood empty for years.",
    "Nobody in the room had expected an agreement, and for two hours there was none, as the minutes show.",
    "In the end the mayor proposed to ask the people of the town, and <b>that</b> was <a href='/x'>agreed</a> on.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = f"""<html><body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>The old mill</h1>{BODY}
<ul><li>First item of a list</li><li>Second item of a list</li></ul></article>
<footer><p>Imprint and contact</p></footer></body></html>"""


def shares(page: str) -> dict[str, float]:
    document = segment_html(page)
    kept = reference(page, document)
    assert kept.has_text
    return {block.text: share for block, share in zip(document.blocks, kept.share.tolist(), strict=True)}


def test_paragraphs_are_kept_and_the_menu_is_not() -> None:
    found = shares(PAGE)
    assert [found[text] for text in found if text.startswith(("The council", "Nobody", "In the end"))] == [
        1,
        1,
        1,
    ]
    assert found["Home Sport"] == 0
    assert found["Imprint and contact"] == 0


def test_items_of_a_list_are_found_under_the_marks_put_before_them() -> None:
    assert shares(PAGE)["First item of a list"] == 1


def test_of_two_copies_the_one_in_its_place_is_kept() -> None:
    page = PAGE.replace("<article>", '<div class="teaser"><a href="/x">The old mill</a></div><article>')
    document = segment_html(page)
    share = reference(page, document).share.tolist()
    copies = [share[place] for place, block in enumerate(document.blocks) if block.text == "The old mill"]
    assert copies[0] <= copies[1]


@pytest.mark.parametrize("page", ["", "<p></p>", "no tags", "<html>", "\0", "<p>a" * 5])
def test_pages_it_cannot_use_leave_it_silent(page: str) -> None:
    document = segment_html(page)
    kept = reference(page, document)
    assert len(kept.share) == len(document.blocks)
    assert kept.has_text or not kept.share.any()


def test_a_crash_inside_is_silence(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def crash(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr("trafilatura.extract", crash)
    with caplog.at_level(logging.INFO):
        assert not reference(PAGE, segment_html(PAGE)).has_text
    assert "gave up" in caplog.text


def test_deep_pages_are_made_shallow_for_it() -> None:
    page = PAGE.replace("<article>", "<div>" * 600 + "<article>").replace(
        "</article>", "</article>" + "</div>" * 600
    )
    found = shares(page)
    assert found[PARAGRAPHS[0]] == 1


def test_its_result_is_compared_with_no_other_extractor() -> None:
    """Where the short article beside a long text is all it keeps, no other extractor had a word in it."""
    beside = "".join(
        f"<p>{number}. Whoever wants to read on finds the minutes of the meeting in the town hall.</p>"
        for number in range(12)
    )
    page = f"<html><body><article>{BODY}</article><div id='content'>{beside}</div></body></html>"
    found = shares(page)
    assert found[PARAGRAPHS[0]] == 1
    assert not any(share for text, share in found.items() if "minutes of the meeting" in text)
