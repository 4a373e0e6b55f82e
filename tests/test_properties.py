"""What holds for any text at all."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Label, Options
from tools import goldens

CLEANER = Cleaner()
LINES = [line for name in goldens.names() for line in goldens.source(name).splitlines()]
EVERYTHING = frozenset(Label)

any_text = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
page = st.lists(st.one_of(st.sampled_from(LINES), any_text), max_size=30).map("\n".join)
checked = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(page)
@checked
def test_what_stays_is_a_subsequence_of_the_blocks_unchanged(text: str) -> None:
    result = CLEANER.clean(text)
    place = 0
    for block in result.blocks:
        assert text[block.start : block.end] == block.text
        if block.keep:
            place = result.text.index(block.text, place) + len(block.text)
    assert "".join(result.text.split()) == "".join("".join(b.text.split()) for b in result.blocks if b.keep)


@given(page)
@checked
def test_blocks_and_gaps_make_up_the_whole_source(text: str) -> None:
    end = 0
    for block in CLEANER.clean(text).blocks:
        assert not text[end : block.start].strip()
        assert block.start >= end
        end = block.end
    assert not text[end:].strip()


@given(page)
@checked
def test_every_removed_block_has_a_label_a_judge_and_offsets(text: str) -> None:
    for removed in CLEANER.clean(text).removed:
        assert isinstance(removed.label, Label)
        assert removed.judge
        assert text[removed.start : removed.end].strip()


@given(page)
@checked
def test_the_same_text_gives_the_same_result(text: str) -> None:
    first, second = CLEANER.clean(text), CLEANER.clean(text)
    assert first.text == second.text
    assert first.removed == second.removed
    assert first.language == second.language


@given(page)
@checked
def test_a_text_from_which_every_label_is_kept_loses_nothing_but_what_rules_drop(text: str) -> None:
    cleaner = Cleaner(options=Options(site_rules=False, keep=EVERYTHING))
    assert cleaner.clean(text).text.split() == text.split()


@given(page)
@checked
def test_explaining_changes_no_decision(text: str) -> None:
    plain, explained = CLEANER.clean(text), CLEANER.clean(text, explain=True)
    assert plain.text == explained.text
    assert plain.removed == explained.removed


def test_a_cleaner_survives_pickling() -> None:
    text = goldens.source("002-alwaght")
    assert pickle.loads(pickle.dumps(CLEANER)).clean(text).text == CLEANER.clean(text).text  # noqa: S301


def test_threads_share_a_cleaner() -> None:
    texts = [goldens.source(name) for name in goldens.names()] * 8
    alone = [CLEANER.clean(text).text for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: CLEANER.clean(text).text, texts)) == alone
