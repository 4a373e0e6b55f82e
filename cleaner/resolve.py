"""Evidence -> one decision a block.

The fitted judge has weighed every block among its neighbours; here its word is joined with what
site rules say, which is certain, and with the options; `cleaner.second_look` puts out what is in doubt.
Of what is dropped, the heuristic with the strongest claim names the label. A rule that keeps wins over
every rule that drops.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.model import BODY, HEADLINE
from cleaner.second_look import second_look
from cleaner.verdict import CERTAIN, MAIN_CONTENT, Decision, Label, Verdict
from cleaner.witness import NOBODY, Witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cleaner.heuristics.claim import Claim
    from cleaner.options import Options
    from cleaner.rules import JudgedRule, RuleFindings
    from cleaner.view.page import Page

_decision: Final[Callable[[tuple[bool, Label, str, float, tuple[Verdict, ...]]], Decision]] = partial(
    tuple.__new__, Decision
)
"""A decision made of all its fields in half the time that its constructor takes; pages have hundreds."""
_JUDGE: Final = "model"
_AGAIN: Final = "second look"
_NAMED: Final = 0.25
"""A claim weaker than this does not name a block."""
_LEFT_ALONE: Final = 0.5
"""Where no block stands out as body, only claims stronger than this remove anything."""
_SURE: Final = -4.0
"""Log-odds from which a block is surely boilerplate."""
_SOME: Final = 0.05
"""The share of a page's words that is surely boilerplate on any page that has boilerplate at all."""
_IN_DOUBT: Final = 3.0
"""Log-odds that nothing is removed for where nothing is surely boilerplate.

On sites held out, so much left one word more in seventy of gold texts by themselves, and pages with
boilerplate as they were.
"""
_USUAL_DOUBT: Final = 0.3
"""Log-odds that any page may be in doubt by, which change nothing: an expected F1 of .85.

On sites held out, pages that are no articles gained .006, and articles as good as nothing; from .2 to .4 all
the same. Without it news lost .001.
"""
_LEAST_EXPECTED: Final = 0.1
"""Of a page that seems to have no body at all no more is made than of one with so little."""
_PUT_OUT: Final = -1.0
"""The log-odds of a block that does not stay after a second look."""
_RARE: Final = {Label.APPEAL: (0.3, 9.0), Label.RELATED_LINK: (0.5, 3.0), Label.TEASER: (0.95, 1.5)}
"""Label -> the strength from which its heuristic's claim counts, and the log-odds of a full one.

Appeals of several paragraphs and lists of teasers without headings are hardly found on the pages the judge
was fitted on, and links between the paragraphs of an article are in some gold texts and not in others. On
sites held out in five folds, links cost nothing on any set and gained .002 on news; twice as much for teasers
costs .002 on articles.
"""
_LONGEST_HEADING: Final = 14
"""Words of a section heading."""
_LONGER: Final = 2
"""Words by which what follows a section heading is longer than it."""
_TEASER_WORDS: Final = 12
"""A dropped block that no heuristic names is a teaser if it is longer, a menu entry or link if not."""


def resolve(
    page: Page,
    claims: Sequence[Claim],
    log_odds: NDArray[np.float32],
    findings: RuleFindings | None,
    options: Options,
    witnesses: Witnesses = NOBODY,
) -> list[Decision]:
    """The decisions on all blocks of `page`; `log_odds` as `cleaner.model.judge` gives them."""
    strongest: dict[int, Verdict] = {}
    for verdict in sorted(findings.verdicts if findings else (), key=lambda verdict: -verdict.weight):
        strongest.setdefault(verdict.block, verdict)
    decisions = _generic(page, claims, log_odds, strongest, options.kept_labels, witnesses)
    if findings:
        judged = _of_judged_labels(decisions, findings.judged)
        for block, verdicts in findings.by_block(judged).items():
            decisions[block] = _by_rules(verdicts, decisions[block], options)
    return decisions


def _of_judged_labels(decisions: Sequence[Decision], judged: Mapping[Label, JudgedRule]) -> Iterator[Verdict]:
    """What rules say of the blocks that the generic part gave a certain label."""
    for block, decision in enumerate(decisions):
        if rule := judged.get(decision.label):
            weight = CERTAIN if rule.keep else -CERTAIN
            yield Verdict(block, decision.label, weight, rule.rule, rule.why)


def _by_rules(verdicts: tuple[Verdict, ...], decision: Decision, options: Options) -> Decision:
    """The decision on a block that rules speak of; of body that they keep, the generic part names headings.

    A rule that drops says what a block is, too: it stays if the options ask for that label. That it is not
    body leaves the naming to the generic part, and is nothing against a headline.
    """
    rule = verdicts[0]
    label = rule.label
    if rule.weight < 0:
        if label is Label.BODY:
            if decision.label is Label.HEADLINE:
                return decision
            label = Label.WIDGET if decision.label in MAIN_CONTENT else decision.label
        return Decision(label in options.keep - options.drop, label, rule.judge, rule.weight, verdicts)
    if label is Label.BODY and decision.label in (Label.HEADLINE, Label.SECTION_HEADING):
        label = decision.label
    return Decision(label not in options.dropped_labels, label, rule.judge, rule.weight, verdicts)


def _generic(
    page: Page,
    claims: Sequence[Claim],
    log_odds: NDArray[np.float32],
    ruled: Mapping[int, Verdict],
    kept: frozenset[Label],
    witnesses: Witnesses,
) -> list[Decision]:
    """What the generic part makes of every block, knowing what rules have ruled out as a headline."""
    rare = [rare_evidence(claim) for claim in claims if claim.label in _RARE]
    weights = log_odds[:, BODY] - sum(rare, np.zeros(page.blocks))
    strengths = np.array([claim.strength for claim in claims])
    strongest = strengths.max(axis=0)
    if not (weights > 0).any():
        weights = np.where(strongest > _LEFT_ALONE, weights, 0.0)
    if leniency := _leniency(page, weights):
        says_so = [claim.label is not Label.TEASER for claim in claims]
        weights += leniency * (1 - strengths[says_so].max(axis=0))
    weights += _benefit_of_doubt(page, weights)
    put_out = second_look(page, weights, witnesses)
    weights[list(put_out)] = _PUT_OUT
    stays = weights >= 0
    names = [(claim.label, f"heuristic:{claim.heuristic}") for claim in claims]
    names += [
        (label, _JUDGE) for label in (Label.NAVIGATION, Label.TEASER, Label.BODY, Label.SECTION_HEADING)
    ]
    navigation, teaser, body, heading = range(len(claims), len(names))
    by_shape = np.where(page.size > _TEASER_WORDS, teaser, navigation)
    name = np.where(strongest >= _NAMED, strengths.argmax(axis=0), by_shape)
    name = np.where(stays, np.where(_section_headings(page, stays), heading, body), name)
    table = [(label in kept, label, judge) for label, judge in names]
    columns = zip(*map(table.__getitem__, name.tolist()), strict=True)
    decisions = list(map(_decision, zip(*columns, weights.tolist(), repeat(()), strict=False)))
    for block, (seen, why) in put_out.items():
        label = seen or decisions[block].label
        said = Verdict(block, label, _PUT_OUT, _AGAIN, why)
        decisions[block] = Decision(label in kept, label, _AGAIN, _PUT_OUT, (said,))
    headline = _headline(page, log_odds[:, HEADLINE], ruled)
    if headline is not None:
        for block in np.flatnonzero(page.first_same == page.first_same[headline]).tolist():
            decisions[block] = Decision(
                Label.REPEAT in kept, Label.REPEAT, "heuristic:repeat", float(weights[block])
            )
        weight = float(log_odds[headline, HEADLINE])
        decisions[headline] = Decision(Label.HEADLINE in kept, Label.HEADLINE, _JUDGE, weight)
    return decisions


def _leniency(page: Page, weights: NDArray[np.float64]) -> float:
    """What is added to the weights on a page of which hardly anything is surely boilerplate.

    A list of references or a table looks like boilerplate only where there is boilerplate. What says
    so itself, as no teaser does, is in less doubt and gets less.
    """
    share = float(page.size @ (weights < _SURE)) / max(float(page.size.sum()), 1)
    return _IN_DOUBT * max(1 - share / _SOME, 0)


def _benefit_of_doubt(page: Page, weights: NDArray[np.float64]) -> float:
    """What is added to the weights on a page that is hard to judge, so that more of it stays.

    The F1 to be expected of keeping the likeliest blocks is highest if all are kept whose probability is at
    least half of that F1 (Lipton, Elkan and Naryanaswamy 2014): a half where nothing is in doubt, and less
    the more there is.
    """
    likely = 1 / (1 + np.exp(-weights))
    order = np.argsort(-likely)
    words = page.size[order]
    found = np.cumsum(likely[order] * words)
    expected = float((2 * found / np.maximum(np.cumsum(words) + found[-1], 1)).max())
    return max(math.log(2 / max(expected, _LEAST_EXPECTED) - 1) - _USUAL_DOUBT, 0.0)


def rare_evidence(claim: Claim) -> NDArray[np.float64]:
    """The log-odds of boilerplate that a claim adds because the fitted judge met its like too seldom."""
    if claim.label not in _RARE:
        return np.zeros(len(claim.strength))
    least, weight = _RARE[claim.label]
    return np.where(claim.strength >= least, claim.strength * weight, 0.0)


def _headline(page: Page, log_odds: NDArray[np.float32], ruled: Mapping[int, Verdict]) -> int | None:
    """The block that is the article's own headline; the first of several that say the same."""
    possible = log_odds.astype(float)
    for block, verdict in ruled.items():
        if verdict.weight > 0 and verdict.label is Label.HEADLINE:
            return block
        if verdict.weight < 0 or verdict.label is not Label.BODY:
            possible[block] = -CERTAIN
    best = int(possible.argmax())
    if possible[best] <= 0:
        return None
    same = (page.first_same == page.first_same[best]) & (possible > -CERTAIN)
    return int(np.flatnonzero(same)[0])


def _section_headings(page: Page, stays: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Kept blocks that head what follows: short, no sentence, and a longer kept block comes next.

    On a page from HTML, headings by their tag, and no entries of lists and tables.
    """
    kept = np.flatnonzero(stays)
    size = page.size[kept]
    heading = np.zeros(page.blocks, dtype=bool)
    heading[kept[:-1]] = (size[:-1] <= _LONGEST_HEADING) & (size[1:] > size[:-1] + _LONGER)
    heading &= ~page.ends_sentence
    if page.document.dom is not None:
        from cleaner.segment.html.tags import Flag  # noqa: PLC0415 - for pages alone

        flags = page.document.dom.flags
        listed = (flags & np.uint32(Flag.LIST | Flag.TABLE)) != 0
        heading = (heading & ~listed) | ((flags & np.uint32(Flag.HEADING)) != 0)
    return heading
