"""The thresholds that fitting chooses: of least loss on pages whose labels are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.fit.thresholds import Judged, fit_thresholds
from cleaner import Prefer
from cleaner.decide.calibrate import calibrate

SHORT, LONG = 10.0, 40.0


def page(
    scores: list[float],
    body: list[bool],
    *,
    size: list[float] | None = None,
    headlines: list[float] | None = None,
    headline: int | None = None,
    of: str = "a set",
) -> Judged:
    """A page whose blocks have these log-odds of body, and are body or not."""
    found = np.array([scores, headlines or [-9.0] * len(scores)], dtype=np.float32).T
    return Judged(
        of,
        titled=headlines is not None,
        size=np.array(size or [LONG] * len(scores)),
        body=np.array(body),
        headline=np.arange(len(scores)) == (-1 if headline is None else headline),
        log_odds=found,
    )


SURE = [*[9.0] * 12, -9.0]
BODY = [*[True] * 12, False]


def keeps(pages: list[Judged], block: int = -1, *, of: int = 0) -> bool:
    """Whether a block of one of `pages` stays with the thresholds that are fitted on all."""
    _, _, size, _, _, log_odds = pages[of]
    return bool(calibrate(size, log_odds, fit_thresholds(pages)).score[block] >= 0)


def test_nothing_is_changed_where_nothing_is_in_doubt() -> None:
    chosen = fit_thresholds([page(SURE, BODY)])
    assert (chosen.body, chosen.recall, chosen.precision) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("score", [-1.1, -0.7, 0.7, 1.1])
@pytest.mark.parametrize("body", [True, False])
def test_body_stays_and_boilerplate_goes_wherever_their_scores_lie(score: float, body: bool) -> None:  # noqa: FBT001
    assert keeps([page([*SURE, score], [*BODY, body])]) is body


@pytest.mark.parametrize(("lost", "kept", "stays"), [(SHORT, LONG, False), (LONG, SHORT, True)])
def test_what_costs_more_decides(lost: float, kept: float, stays: bool) -> None:  # noqa: FBT001
    """A block of body and one of boilerplate have the wrong order: only one of them can be right."""
    both = page([*SURE, -0.5, 0.5], [*BODY, True, False], size=[LONG] * 13 + [lost, kept])
    assert keeps([both], -2) is stays


def test_who_prefers_recall_keeps_no_less_and_who_prefers_precision_no_more() -> None:
    chance = np.random.default_rng(0)
    pages = []
    for _ in range(60):
        body = chance.random(30) < 0.5
        scores = np.where(body, 1.0, -1.0) + chance.normal(0, 1, 30)
        pages.append(page(scores.tolist(), body.tolist()))
    chosen = fit_thresholds(pages)
    assert chosen.keep_score(Prefer.RECALL) < chosen.keep_score(Prefer.BALANCE)
    assert chosen.keep_score(Prefer.BALANCE) < chosen.keep_score(Prefer.PRECISION)


def test_a_small_set_counts_as_much_as_a_large_one() -> None:
    large = [page([*SURE, 0.5], [*BODY, True], size=[LONG] * 13 + [SHORT], of="large")] * 20
    small = [page([*SURE, 0.5], [*BODY, False], of="small")]
    assert not keeps(large + small)
    assert keeps([it._replace(of="large") for it in large + small])


def test_a_headline_counts_more_where_it_stays() -> None:
    right = [page(SURE, BODY, headlines=[-0.7, *[-9.0] * 12], headline=0)] * 3
    wrong = [page(SURE, BODY, headlines=[-0.7, *[-9.0] * 12])] * 4
    chosen = fit_thresholds(right + wrong)
    assert chosen.headline < -0.7 < chosen.dropped_headline
