"""Judged pages of sites held out -> the thresholds of least loss.

The loss of a page is 1 minus an F-measure over its words, in which a word of body that is lost counts as much
as one and a half words of boilerplate that are kept (six where recall is preferred, a quarter for precision).
A page that loses over a tenth of its body counts twice. The loss of all is the mean over sets of articles, so
that the largest does not have its way. Bodies without any boilerplate are a set, too: a text that looks like
all body is to be left alone.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from benchmarks.fit.variations import AS_CAPTURED, BODY_ALONE
from benchmarks.flatten import FLATTENERS
from benchmarks.teacher import NAME as TAUGHT
from cleaner.decide.calibrate import calibrate
from cleaner.decide.thresholds import Thresholds
from cleaner.features.feature_groups import Features
from cleaner.model import HEADLINE, predict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.fit.examples import Example
    from cleaner.model import Model

_BODY: Final = np.arange(-1.2, 1.21, 0.2).round(1).tolist()
_LENIENCY: Final = (0.0, 1.0, 2.0, 3.0, 4.0)
_UNCERTAINTY: Final = (0.0, 0.1, 0.3, 0.8)
_PREFERENCE: Final = np.arange(0.0, 4.01, 0.2).round(1).tolist()
_HEADLINE: Final = np.arange(-3.0, 3.01, 0.25).tolist()
"""What is tried of each."""
_MISSED: Final = 1.5
_MISSED_FOR_RECALL: Final = 6.0
_MISSED_FOR_PRECISION: Final = 0.25
"""How much a lost word of body counts beside a kept word of boilerplate; the first as in fitting."""
_OTHER_FLATTENERS: Final = frozenset([*FLATTENERS][1:])
_LOST: Final = 0.1
"""The share of its body beyond which a page counts twice that loses it."""
_MISSED_HEADLINE: Final = 2.0
"""How much a headline that is lost counts beside a line that is wrongly taken for one and stays."""


class Judged(NamedTuple):
    """A page, and what a model that has not seen its site makes of it; arrays have shape (blocks,)."""

    of: str
    """Its set."""
    titled: bool
    size: NDArray[np.float64]
    """Words, times how far the label is believed."""
    body: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    log_odds: NDArray[np.float32]
    """Shape (blocks, 2)."""


def judged(examples: Iterable[Example], names: tuple[str, ...], model: Model) -> Iterator[Judged]:
    """The pages among `examples` that thresholds are chosen on: real articles with a gold, and bodies alone.

    `names` are those of the examples' features. Of several flatteners' texts of a page one is enough.
    """
    for it in examples:
        of, seen_by = it.name.split("/", 1)[0], it.name.rsplit("/", 1)[1]
        chosen = it.kind in (AS_CAPTURED, BODY_ALONE) and it.article and of != TAUGHT
        if chosen and seen_by not in _OTHER_FLATTENERS:
            values = Features(names, np.ascontiguousarray(it.values, dtype=np.float32))
            yield Judged(
                of if it.kind == AS_CAPTURED else it.kind,
                it.titled and it.kind == AS_CAPTURED,
                it.weight.astype(float),
                it.body > 0.5,  # noqa: PLR2004 - labels are 0 or 1
                it.headline > 0.5,  # noqa: PLR2004 - likewise
                predict(model, values),
            )


def fit_thresholds(pages: Sequence[Judged]) -> Thresholds:
    """The thresholds of least loss on `pages`; of several that do as well, those nearest to no change."""
    whole = [page for page in pages if (page.size * page.body).any()]

    def loss(body: float, leniency: float, free: float, missed: float, more: float = 0.0) -> float:
        return _mean_loss(whole, Thresholds(body, 0.0, 0.0, free, leniency), missed, more)

    body, leniency, free = min(
        product(_BODY, _LENIENCY, _UNCERTAINTY),
        key=lambda at: (round(loss(at[0], at[1], at[2], _MISSED), 5), abs(at[0]), at[1], -at[2]),
    )
    recall, precision = (
        min(_PREFERENCE, key=lambda at: (round(loss(body, leniency, free, missed, sign * at), 5), at))
        for missed, sign in ((_MISSED_FOR_RECALL, -1), (_MISSED_FOR_PRECISION, 1))
    )
    titled = [page for page in pages if page.titled]
    stays, goes = (
        min(_HEADLINE, key=lambda at: (_headline_loss(titled, at, missed), abs(at)))
        for missed in (_MISSED_HEADLINE, 1.0)
    )
    return Thresholds(body, 0.0 - recall, precision, free, leniency, stays, goes)


def _mean_loss(pages: Iterable[Judged], thresholds: Thresholds, missed: float, least: float) -> float:
    losses: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        score = calibrate(page.size, page.log_odds, thresholds).score
        losses[page.of].append(_loss(page, score >= least, missed))
    return float(np.mean([np.mean(some) for some in losses.values()]))


def _loss(page: Judged, kept: NDArray[np.bool_], missed: float) -> float:
    whole = float(page.size @ page.body)
    found = float(page.size @ (kept & page.body))
    wrong = float(page.size @ (kept & ~page.body))
    lost = whole - found
    loss = 1 - (1 + missed) * found / ((1 + missed) * found + missed * lost + wrong)
    return 2 * loss if lost > _LOST * whole else loss


def _headline_loss(pages: Sequence[Judged], least: float, missed: float) -> float:
    """How many headlines are missed, and lines wrongly taken for one."""
    total = 0.0
    for page in pages:
        best = int(page.log_odds[:, HEADLINE].argmax())
        found = page.log_odds[best, HEADLINE] > least
        right = bool(found and page.headline[best])
        total += missed * (page.headline.any() and not right) + (found and not right)
    return total
