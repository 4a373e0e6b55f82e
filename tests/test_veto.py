"""What is kept in doubt, and does not stay where the page's body is beyond doubt."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.decide.veto import veto
from cleaner.features.page import Page
from cleaner.references.align import NO_REFERENCES, Reference, References
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment
from cleaner.verdict import Label

SENTENCE = "The council of the town has met again to decide what should become of the old mill by the river"
BODY = [
    f"{SENTENCE}, and the {number} members could not agree on it."
    for number in ["two", "four", "six", "ten", "twelve", "sixteen", "twenty"]
]
STORY = "Rower wins the third race of the season by a length before a large crowd"
SURE, DOUBTFUL, UNLIKELY = 6.0, 0.5, -3.0


def looked_at(
    html: str, weights: dict[str, float], references: References = NO_REFERENCES
) -> dict[str, Label | None]:
    """Text -> label of the blocks that are vetoed; what `weights` does not name is surely body."""
    document = segment_html(html)
    given = np.array([weights.get(block.text, SURE) for block in document.blocks])
    found = veto(Page(document), given, references)
    return {document.blocks[block].text: label for block, (label, _) in found.items()}


def article(*others: str, body: list[str] = BODY) -> str:
    return f"<article>{''.join(f'<p>{line}</p>' for line in body)}</article>{''.join(others)}"


def extractor_keeps(html: str, *texts: str) -> References:
    blocks = segment_html(html).blocks
    return References(
        Reference(has_text=True, share=np.array([float(block.text in texts) for block in blocks]))
    )


TEASER = f"<ul><li><a href='/rower'>{STORY}</a></li></ul>"
REMARK = "Ask us about the mill, and we shall answer in the evening"


def test_a_doubtful_link_beside_an_article_goes() -> None:
    assert looked_at(article(TEASER), {STORY: DOUBTFUL}) == {STORY: None}


def test_a_link_that_is_hardly_in_doubt_stays() -> None:
    assert looked_at(article(TEASER), {STORY: 3.0}) == {}


def test_a_heading_between_paragraphs_that_is_a_link_stays() -> None:
    heading = "The mill by the river"
    page = article(
        "<section>", f"<h2><a href='#mill'>{heading}</a></h2><p>{BODY[0]}</p></section>", body=BODY[1:]
    )
    assert looked_at(page, {heading: DOUBTFUL}) == {}


def test_a_sentence_with_a_link_in_it_stays() -> None:
    text = f"{STORY}, as the sports pages have it"
    page = article(f"<p><a href='/rower'>{STORY}</a>, as the sports pages have it</p>")
    assert looked_at(page, {text: DOUBTFUL}) == {}


@pytest.mark.parametrize("body", [[], BODY[:2]], ids=["no body", "a short one"])
def test_links_stay_where_no_body_is_beyond_doubt(body: list[str]) -> None:
    assert looked_at(article(TEASER, body=body), {STORY: DOUBTFUL}) == {}


def test_what_the_extractor_left_out_goes_if_it_is_in_doubt() -> None:
    page = article(f"<p>{REMARK}</p>")
    assert looked_at(page, {REMARK: DOUBTFUL}, extractor_keeps(page, *BODY)) == {REMARK: None}


def test_where_the_extractor_left_out_much_it_has_stopped_early_and_what_is_in_doubt_stays() -> None:
    remarks = [f"{REMARK}, said miller number {number}" for number in range(10)]
    page = article("".join(f"<p>{it}</p>" for it in remarks))
    assert looked_at(page, dict.fromkeys(remarks, DOUBTFUL), extractor_keeps(page, *BODY)) == {}
    assert looked_at(page, {remarks[0]: DOUBTFUL}, extractor_keeps(page, *BODY, *remarks[1:])) == {
        remarks[0]: None
    }


def test_what_the_extractor_left_out_stays_if_the_judge_is_surer() -> None:
    page = article(f"<p>{REMARK}</p>")
    assert looked_at(page, {REMARK: 1.5}, extractor_keeps(page, *BODY)) == {}


def test_what_the_extractor_kept_stays() -> None:
    page = article(f"<p>{REMARK}</p>")
    assert looked_at(page, {REMARK: DOUBTFUL}, extractor_keeps(page, *BODY, REMARK)) == {}


def test_an_extractor_that_found_nothing_is_not_believed() -> None:
    page = article(f"<p>{REMARK}</p>")
    silent = References(Reference(has_text=False, share=np.zeros(len(BODY) + 1)))
    assert looked_at(page, {REMARK: DOUBTFUL}, silent) == {}


def test_a_paragraph_that_stands_again_in_another_part_of_the_page_goes_the_second_time() -> None:
    page = article(f"<section><div><p>{BODY[0]}</p></div></section>")
    document = segment_html(page)
    found = veto(Page(document), np.full(len(document.blocks), SURE), NO_REFERENCES)
    assert {block: label for block, (label, _) in found.items()} == {len(BODY): Label.REPEAT}


def test_a_refrain_stays() -> None:
    refrain = "Row, row, row the boat gently down the stream to the sea"
    song = [refrain if place % 2 else line for place, line in enumerate([*BODY, *BODY[::-1]])]
    verses = [f"{line} {place}" if line != refrain else line for place, line in enumerate(song)]
    assert looked_at(article(body=verses), {}) == {}


def test_a_heading_that_the_table_of_contents_names_stays() -> None:
    heading = "What the council of the town made of the old mill"
    contents = f"<ul><li><a href='#mill'>{heading}</a></li></ul>"
    page = contents + article(f"<section><h2 id='mill'>{heading}</h2></section>")
    assert looked_at(page, {}) == {}


def test_the_same_few_words_in_another_part_of_the_page_stay() -> None:
    page = article(
        "<section><div><p>To be continued</p></div></section>", "<footer><p>To be continued</p></footer>"
    )
    assert looked_at(page, {}) == {}


def test_a_copy_of_what_was_dropped_is_no_copy() -> None:
    page = f"<header><div><p>{REMARK}</p></div></header>" + article(f"<p>{REMARK}</p>")
    document = segment_html(page)
    weights = np.full(len(document.blocks), SURE)
    weights[0] = UNLIKELY
    assert veto(Page(document), weights, NO_REFERENCES) == {}


def test_plain_text_is_left_alone() -> None:
    document = segment("\n".join([*BODY, *BODY]))
    assert veto(Page(document), np.full(len(document.blocks), DOUBTFUL), NO_REFERENCES) == {}
