"""The metrics and the labels that every figure rests on. None of the peers is needed."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rapidfuzz", reason="the extra `benchmark` is not installed")

from benchmarks import metrics
from benchmarks.align import BODY_SHARE, body_share
from benchmarks.c4 import keep_prose_lines
from benchmarks.pages import declared_language, load

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "The council voted on Tuesday to close the old bridge over the river until the spring."
SECOND = "Engineers had found cracks in two of the four pillars during a routine inspection last month."
THIRD = "Traffic will be led over the northern bridge, which was widened only three years ago."
GOLD = f"{FIRST}\n\nWhat comes next\n\n{SECOND}\n\n{THIRD}"


def is_body(blocks: list[str], gold: str = GOLD) -> list[bool]:
    return [bool(share >= BODY_SHARE) for share in body_share(blocks, gold)]


BODY = [
    ("a paragraph of the gold", [FIRST, SECOND], 0),
    ("a paragraph with a credit run into it", [FIRST + " Photo: Jo Doe", SECOND], 0),
    ("a section heading between two paragraphs", [FIRST, "What comes next", SECOND], 1),
    (
        "a heading whose words a caption above also has",
        [FIRST, "On what comes next for us", "What comes next", SECOND],
        2,
    ),
    ("a paragraph that stands elsewhere on the page", [THIRD, FIRST, SECOND], 0),
    ("a rule between two paragraphs", [FIRST, "* * *", SECOND], 1),
    ("a paragraph behind an advertisement", [FIRST, "Advertisement", SECOND], 2),
]
NOT_BODY = [
    ("a menu entry that is a word of the gold", ["Traffic", "Home", "News", "Sport", "Contact", FIRST], 0),
    ("a menu entry right above, of a word further down", ["Traffic", FIRST, SECOND, THIRD], 0),
    ("an entry between two paragraphs", [FIRST, "Advertisement", SECOND], 1),
    (
        "a teaser that shares short words only",
        [FIRST, "The mayor of the old town on the future of the arts", SECOND],
        1,
    ),
    (
        "a teaser about the same subject",
        [FIRST, "Bridge over the river to close: readers ask why", SECOND],
        1,
    ),
    ("a second copy of the text", [FIRST, SECOND, "Read also", FIRST], 3),
    ("a short block far below the body", [FIRST, SECOND, THIRD, *["Menu"] * 5, "bridge"], 8),
    ("a rule below the body", [FIRST, SECOND, "* * *", "Imprint"], 2),
]


@pytest.mark.parametrize(("blocks", "index"), [pytest.param(b, i, id=name) for name, b, i in BODY])
def test_is_body(blocks: list[str], index: int) -> None:
    assert is_body(blocks)[index]


@pytest.mark.parametrize(("blocks", "index"), [pytest.param(b, i, id=name) for name, b, i in NOT_BODY])
def test_is_not_body(blocks: list[str], index: int) -> None:
    assert not is_body(blocks)[index]


def test_the_first_words_go_to_the_paragraph_and_not_to_the_teaser_above() -> None:
    teaser = " ".join(FIRST.split()[:6])
    assert is_body([teaser, FIRST, SECOND]) == [False, True, True]


def test_scripts_without_spaces_align_by_character() -> None:
    gold = "市议会周二投票决定关闭河上的旧桥。\n工程师在例行检查中发现裂缝。"
    assert is_body(
        ["首页", "市议会周二投票决定关闭河上的旧桥。", "工程师在例行检查中发现裂缝。", "版权所有"], gold
    ) == [
        False,
        True,
        True,
        False,
    ]


def test_shares_stay_between_0_and_1_where_words_repeat() -> None:
    gold = "buy milk buy bread buy milk buy eggs buy milk buy bread buy milk"
    shares = body_share(
        ["buy milk buy milk buy bread buy milk", "buy eggs buy milk buy bread buy milk"], gold
    )
    assert ((shares >= 0) & (shares <= 1)).all()


@pytest.mark.parametrize(("blocks", "gold"), [([], GOLD), ([FIRST], ""), (["", "***"], GOLD)])
def test_nothing_to_align_is_no_body(blocks: list[str], gold: str) -> None:
    assert not any(is_body(blocks, gold))


def test_word_scores_count_words_as_often_as_they_occur() -> None:
    scores = metrics.word_scores("the the cat", "The cat sat, the end")
    assert scores == pytest.approx((3 / 3, 3 / 5, 0.75))


def test_word_scores_of_empty_texts() -> None:
    assert metrics.word_scores("", "").f1 == 1
    assert metrics.word_scores("", "a").f1 == metrics.word_scores("a", "").f1 == 0


def test_a_short_text_is_one_shingle() -> None:
    assert metrics.shingle_scores("one two", "one two").f1 == 1
    assert metrics.shingle_scores("one two", "two one").f1 == 0


def test_shingles_see_the_order() -> None:
    assert metrics.shingle_scores("a b c d e", "a b c d x").f1 == pytest.approx(0.5)
    assert metrics.shingle_scores("d c b a", "a b c d").f1 == 0


def test_shingle_f1_is_of_the_means_and_not_the_mean_of_f1() -> None:
    scores = [metrics.Scores(1.0, 0.0, 0.0), metrics.Scores(0.0, 1.0, 0.0)]
    assert metrics.mean_of_sides(scores).f1 == pytest.approx(0.5)
    assert metrics.mean_by_page(scores).f1 == 0


def test_segments_fold_white_space_and_count_over_all_pages() -> None:
    first = metrics.count_segments("in  the\nresult", ["in the result", "missing"], ["unwanted"])
    second = metrics.count_segments("unwanted", [], ["unwanted"])
    assert (first, second) == ((1, 1, 0), (0, 0, 1))
    assert metrics.segment_scores([first, second]) == pytest.approx((0.5, 0.5, 0.5))


def test_c4_keeps_sentences_and_no_menus() -> None:
    lines = [
        "Home",
        "This is a whole sentence.",
        "Five words without an end",
        "Too short.",
        "Please read our privacy policy here.",
        "A teaser that is cut short...",
    ]
    assert keep_prose_lines("\n".join(lines)) == "This is a whole sentence."


def test_a_folder_of_each_layout_is_recognised(tmp_path: Path) -> None:
    ours, scrapinghub, wcxb = tmp_path / "ours", tmp_path / "scrapinghub", tmp_path / "wcxb"
    for folder in (ours, scrapinghub, wcxb):
        (folder / "html").mkdir(parents=True)
        (folder / "html" / "1.html.gz").write_bytes(gzip.compress(b'<html lang="de-AT"><p>Text'))
    url = "https://news.example.co.uk/a"
    record = {"id": "1", "url": url, "page_type": "article", "body": "Text"}
    (ours / "gold.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    (scrapinghub / "ground-truth.json").write_text(json.dumps({"1": {"url": url, "articleBody": "Text"}}))
    (wcxb / "ground-truth").mkdir()
    truth = {
        "url": url,
        "_internal": {"page_type": {"primary": "article"}},
        "ground_truth": {"main_content": "Text"},
    }
    (wcxb / "ground-truth" / "1.json").write_text(json.dumps(truth))
    for folder in (ours, scrapinghub, wcxb):
        (page,) = load(folder)
        assert (page.id, page.site, page.page_type, page.body) == ("1", "example.co.uk", "article", "Text")
        assert declared_language(page.html) == "de"


def test_a_folder_of_no_layout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no benchmark set"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("predicted", "gold", "source", "kept"),
    [
        pytest.param("one two", "one two three four", "menu one two three four", 0.5, id="half is kept"),
        pytest.param("one two", "one two three", "one two", 1.0, id="what the source lacks is nobody's loss"),
        pytest.param("", "one", "two", 1.0, id="nothing of it is in the source"),
        pytest.param("one", "one one", "one one", 0.5, id="a word said twice"),
        pytest.param("新闻", "新闻报道", "新闻报道", 0.5, id="characters where words have no spaces"),
    ],
)
def test_the_share_kept_is_of_the_words_that_stand_in_the_source(
    predicted: str, gold: str, source: str, kept: float
) -> None:
    assert metrics.share_kept(predicted, gold, source) == kept


def test_characters_are_compared_without_space() -> None:
    assert metrics.character_scores("新 闻", "新闻").f1 == 1
    assert metrics.character_scores("新闻", "新报").f1 == 0.5
