"""What a report is added up with: exact where it can be, close where memory has to stay bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.report.collector import SCORE_REACH, Collector, removed_share
from cleaner.report.distribution import QUANTILES, Distribution
from cleaner.report.document_facts import DocumentFacts, Sample, document_facts
from cleaner.report.groups import Groups
from cleaner.report.offers import SAMPLED, Offers
from cleaner.report.ranking import LISTED, Ranking
from cleaner.report.samples import Samples

if TYPE_CHECKING:
    import random

FACTS = document_facts(Cleaner().clean("A line of plain English that is long enough to be judged."), "a")
shares = st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=200)


@given(shares)
def test_quantiles_are_right_to_a_hundredth(values: list[float]) -> None:
    distribution = Distribution()
    for value in values:
        distribution.add(value)
    told = distribution.told()
    ordered = sorted(values)
    for part in QUANTILES:
        shown = told["quantiles"][f"{part:.0%}"[:-1]]
        exact = next(it for place, it in enumerate(ordered, start=1) if place >= part * len(ordered) - 1e-9)
        assert abs(shown - exact) <= 0.0101
    assert told["mean"] == pytest.approx(sum(values) / len(values), abs=1e-4)
    assert sum(told["histogram"]) == len(values)


@given(shares)
def test_quantiles_are_in_order(values: list[float]) -> None:
    distribution = Distribution()
    for value in values:
        distribution.add(value)
    quantiles = list(distribution.told()["quantiles"].values())
    assert quantiles == sorted(quantiles)
    assert all(0 <= it <= 1 for it in quantiles)


@given(st.lists(st.integers(0, 30), max_size=100))
def test_a_ranking_has_the_first_of_all_in_their_order(keys: list[int]) -> None:
    ranking = Ranking()
    for number, key in enumerate(keys):
        ranking.add((float(key),), FACTS._replace(source=str(number)))
    expected = sorted(range(len(keys)), key=lambda it: (keys[it], it))[:LISTED]
    assert [it.source for it in ranking.documents()] == list(map(str, expected))


def sample(number: int) -> Sample:
    return Sample(number, f"{number}", 1, False, "share", "model", -1.0, "text", "", "")  # noqa: FBT003


@given(st.lists(st.integers(0, 1000), unique=True, max_size=50), st.randoms(use_true_random=False))
def test_samples_do_not_depend_on_the_order_of_documents(numbers: list[int], chance: random.Random) -> None:
    chosen = []
    for _ in range(2):
        samples = Samples()
        for number in numbers:
            samples.add({("label", "share"): sample(number)})
        chosen.append(samples.told("label"))
        chance.shuffle(numbers)
    assert chosen[0] == chosen[1]
    assert [it["source"] for it in chosen[0].get("share", [])] == list(map(str, sorted(numbers)[:SAMPLED]))


SHARED: Final = "The harbour town keeps its ferry for another long winter, said the mayor.\nShare on Facebook"
"""A text of which one block goes."""


def test_samples_are_drawn_from_all_parts_of_a_run() -> None:
    samples = Samples()
    result = Cleaner().clean(SHARED)
    for number in range(300):
        samples.add(document_facts(result, f"in.jsonl:{number}").samples)
    (found,) = samples.told("label").values()
    assert max(int(it["source"].split(":")[1]) for it in found) > 50


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(("share", "form")), st.integers(0, 99)), max_size=60
    )
)
def test_workers_that_hold_back_what_cannot_stay_change_no_sample(
    documents: list[tuple[int, str, int]],
) -> None:
    everything, offered = Samples(), Samples()
    workers = [Offers() for _ in range(3)]
    sent = 0
    for worker, label, number in documents:
        one = sample(number)
        everything.add({("label", label): one})
        if workers[worker].may_stay(("label", label), one.priority):
            offered.add({("label", label): one})
            sent += 1
    assert offered.told("label") == everything.told("label")
    assert sent >= min(len(documents), SAMPLED)


def test_a_worker_offers_few_of_many_documents() -> None:
    result, offers = Cleaner().clean(SHARED), Offers()
    sent = [len(document_facts(result, f"in.jsonl:{n}", offers=offers).samples) for n in range(300)]
    assert sent[:SAMPLED] == [1] * SAMPLED
    assert SAMPLED < sum(sent) < 60


def test_groups_of_no_name_are_unknown_and_the_largest_comes_first() -> None:
    groups = Groups()
    groups.add(None, (1, 5, 0, 0), 0.5, 10)
    groups.add("b", (1, 20, 0, 0), 0.5, 20)
    groups.add("a", (1, 5, 1, 15), 0.5, 20)
    assert list(groups.told()) == ["a", "b", "unknown"]


@settings(deadline=None)  # the first text in doubt loads langdetect
@given(st.text(max_size=600))
def test_facts_hold_for_any_text(text: str) -> None:
    facts = document_facts(Cleaner().clean(text), "a")
    blocks = sum(kept + removed for kept, _, removed, _ in facts.labels.values())
    scored = sum((*facts.kept_scores.values(), *facts.removed_scores.values()))
    assert blocks == facts.blocks == scored
    assert facts.kept_blocks == sum(facts.kept_scores.values())
    assert 0 <= facts.doubt <= 0.5
    assert removed_share(facts) <= 1
    assert isinstance(facts, DocumentFacts)


@pytest.mark.parametrize("documents", [1, 99, 100, 101, 250])
def test_a_collector_tells_of_every_document(documents: int) -> None:
    collector = Collector()
    for number in range(documents):
        collector.add(FACTS._replace(source=f"{number}"))
    told = collector.told()
    assert sum(told["removed_share"]["histogram"]) == documents
    assert told["by_language"]["en"]["documents"] == documents
    assert collector.told() == told


def test_scores_out_of_reach_count_in_the_outermost_bins() -> None:
    collector = Collector()
    collector.add(FACTS._replace(kept_scores={SCORE_REACH: 1, 40: 2, SCORE_REACH - 1: 3, 0: 4}))
    collector.add(FACTS._replace(kept_scores={-SCORE_REACH: 1, -40: 2}))
    kept = collector.told()["scores"]["kept"]
    assert (kept[0], kept[SCORE_REACH], kept[-1]) == (3, 4, 6)
    assert sum(kept) == 13
