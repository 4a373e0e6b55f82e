"""Record, site rules and options -> one decision a block.

A block is kept from a score on (`thresholds.KEEP_SCORE`); vetoes, site rules and the options come after the
score, in this order, and whoever spoke last has decided. A site rule is certain, as long as its file leaves
enough of the page to be believed (`cleaner.decide.believe`); one that keeps wins over every one that drops.
"""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.decide.believe import GenericBody, choose_bound, doubt_of_file
from cleaner.decide.calibrate import calibrate
from cleaner.decide.label import label_blocks
from cleaner.decide.thresholds import (
    DROPPED_HEADLINE_SCORE,
    HEADING_WORDS,
    HEADLINE_SCORE,
    KEEP_SCORE,
    LONGER_WORDS,
    VETO_SCORE,
)
from cleaner.decide.veto import veto
from cleaner.references.align import NO_REFERENCES, References
from cleaner.verdict import CERTAIN, MAIN_CONTENT, Decision, Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cleaner.decide.believe import Doubt
    from cleaner.decide.block_record import Record
    from cleaner.features.claim import Claim
    from cleaner.features.page import Page
    from cleaner.options import Options
    from cleaner.rules import JudgedRule, RuleFindings

MODEL: Final = "model"
VETO: Final = "veto"
OPTIONS: Final = "options"
REPEAT: Final = "repeat of the headline"
"""Who decides, beside site rules."""
_Fields = tuple[bool, Label, str, float, tuple[Verdict, ...], str]
_decision: Final[Callable[[_Fields], Decision]] = partial(tuple.__new__, Decision)
"""A decision made of all its fields in half the time that its constructor takes; pages have hundreds."""


class Decided(NamedTuple):
    """The decisions on all blocks of a page, and what they were made from."""

    decisions: list[Decision]
    record: Record
    generic: list[Decision]
    """The decisions of the generic part alone; `decisions` itself where no rule is believed."""
    ruled: list[Decision]
    """The decisions with all rules, whether they are believed or not."""
    doubts: tuple[Doubt, ...] = ()


def resolve(
    page: Page,
    claims: Sequence[Claim],
    log_odds: NDArray[np.float32],
    findings: RuleFindings | None,
    options: Options,
    references: References = NO_REFERENCES,
    *,
    fitted: Sequence[Claim] | None = None,
) -> Decided:
    """Decide on all blocks of `page`; `log_odds`, shape (blocks, 2), from `model.predict`.

    All `claims` name blocks; the calibration counts those that the model was `fitted` with, by default all.
    """
    record = calibrate(page, claims if fitted is None else fitted, log_odds)
    least = KEEP_SCORE[options.prefer]
    record.vetoes.update(veto(page, record.score, references, least))
    generic = _by_score(page, claims, record, least, options.kept_labels)
    scored = generic.copy() if findings else generic
    _decide_headline(page, record, generic, {}, options)
    if findings is None:
        return Decided(generic, record, generic, generic)
    return _with_rules(page, record, scored, generic, findings, options)


def _with_rules(
    page: Page,
    record: Record,
    scored: list[Decision],
    generic: list[Decision],
    findings: RuleFindings,
    options: Options,
) -> Decided:
    """The decisions with site rules, as far as these are believed; `scored` are those without a headline."""
    ruled, body = scored, GenericBody(page, generic)
    _decide_headline(page, record, ruled, _strongest(findings), options)
    bound, doubt = choose_bound(findings, body)
    judged = _of_judged_labels(ruled, findings.judged)
    for block, verdicts in findings.by_block(judged, bound.verdicts if bound else ()).items():
        ruled[block] = _by_rules(verdicts, ruled[block], options)
    doubts = [it for it in (doubt, doubt_of_file(findings, body, ruled)) if it is not None]
    is_believed = all(it.believed for it in doubts if it.name == findings.name)
    return Decided(ruled if is_believed else generic, record, generic, ruled, tuple(doubts))


def _strongest(findings: RuleFindings) -> dict[int, Verdict]:
    """The verdict of rules that counts on each block."""
    strongest: dict[int, Verdict] = {}
    for verdict in sorted(findings.verdicts, key=findings.strength):
        strongest.setdefault(verdict.block, verdict)
    return strongest


def _by_score(
    page: Page, claims: Sequence[Claim], record: Record, least: float, kept: frozenset[Label]
) -> list[Decision]:
    """The decisions by score, veto and options."""
    stays = record.score >= least
    stays[list(record.vetoes)] = False
    names, which = label_blocks(page, claims)
    body, heading = len(names), len(names) + 1
    names += [(Label.BODY, MODEL), (Label.SECTION_HEADING, MODEL)]
    which = np.where(stays, np.where(_section_headings(page, stays), heading, body), which)
    table = [
        (label in kept, label, MODEL if (label in kept) == (place >= body) else OPTIONS, by)
        for place, (label, by) in enumerate(names)
    ]
    keep, labels, decided_by, labelled_by = zip(*map(table.__getitem__, which.tolist()), strict=True)
    rows = zip(keep, labels, decided_by, record.score.tolist(), repeat(()), labelled_by, strict=False)
    decisions = list(map(_decision, rows))
    for block, found in record.vetoes.items():
        label, by = (found.label, VETO) if found.label else (labels[block], labelled_by[block])
        keeps = label in kept
        said = Verdict(block, label, VETO_SCORE, VETO, found.why)
        decisions[block] = Decision(keeps, label, OPTIONS if keeps else VETO, VETO_SCORE, (said,), by)
    return decisions


def _decide_headline(
    page: Page,
    record: Record,
    decisions: list[Decision],
    ruled: Mapping[int, Verdict],
    options: Options,
) -> None:
    """Find the article's own headline, and make of blocks that say the same what they are."""
    kept = options.kept_labels
    stays = Label.HEADLINE in kept
    least = KEEP_SCORE[options.prefer] + (HEADLINE_SCORE if stays else DROPPED_HEADLINE_SCORE)
    headline = _headline(page, record.headline, ruled, least)
    if headline is None:
        return
    body = _first_of_body(page, decisions)
    for block in np.flatnonzero(page.first_same == page.first_same[headline]).tolist():
        found = decisions[block]
        if not found.keep or block < body:
            keeps = Label.REPEAT in kept
            by = OPTIONS if keeps else REPEAT if found.keep else found.decided_by
            decisions[block] = found._replace(
                keep=keeps, label=Label.REPEAT, decided_by=by, labelled_by=REPEAT
            )
    score = float(record.headline[headline])
    decisions[headline] = Decision(stays, Label.HEADLINE, MODEL if stays else OPTIONS, score, (), MODEL)


def _first_of_body(page: Page, decisions: Sequence[Decision]) -> int:
    """The place of the first paragraph that is kept; 0 where there is none, as nothing is above it then."""
    paragraphs = np.flatnonzero(page.paragraph).tolist()
    return next((it for it in paragraphs if decisions[it].keep), 0)


def _headline(
    page: Page, log_odds: NDArray[np.float32], ruled: Mapping[int, Verdict], least: float
) -> int | None:
    """The block that is the article's own headline, above `least`; the first of several that say the same."""
    possible = log_odds.astype(float)
    for block, verdict in ruled.items():
        if verdict.weight > 0 and verdict.label is Label.HEADLINE:
            return block
        if verdict.weight < 0 or verdict.label is not Label.BODY:
            possible[block] = -CERTAIN
    best = int(possible.argmax())
    if possible[best] <= least:
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
    heading[kept[:-1]] = (size[:-1] <= HEADING_WORDS) & (size[1:] > size[:-1] + LONGER_WORDS)
    heading &= ~page.ends_sentence
    if page.document.dom is not None:
        from cleaner.segment.html.html_tags import Flag  # noqa: PLC0415 - for pages alone

        flags = page.document.dom.flags
        listed = (flags & np.uint32(Flag.LIST | Flag.TABLE)) != 0
        heading = (heading & ~listed) | ((flags & np.uint32(Flag.HEADING)) != 0)
    return heading


def _of_judged_labels(decisions: Sequence[Decision], judged: Mapping[Label, JudgedRule]) -> Iterator[Verdict]:
    """What rules say of the blocks that the generic part gave a certain label."""
    for block, decision in enumerate(decisions) if judged else ():
        if rule := judged.get(decision.label):
            weight = CERTAIN if rule.keep else -CERTAIN
            yield Verdict(block, decision.label, weight, rule.rule, rule.why)


def _by_rules(verdicts: tuple[Verdict, ...], decision: Decision, options: Options) -> Decision:
    """The decision on a block that rules speak of; of body that they keep, the generic part names headings.

    A rule that drops says what a block is, too: it stays if the options ask for that label. That it is not
    body leaves the naming to the generic part, and is nothing against a headline.
    """
    rule = verdicts[0]
    label, by = rule.label, rule.judge
    if rule.weight < 0:
        if label is Label.BODY:
            if decision.label is Label.HEADLINE:
                return decision
            if decision.label in MAIN_CONTENT:
                label = Label.WIDGET
            else:
                label, by = decision.label, decision.labelled_by
        keep = label in options.keep - options.drop
        return Decision(keep, label, OPTIONS if keep else rule.judge, rule.weight, verdicts, by)
    if label is Label.BODY and decision.label in (Label.HEADLINE, Label.SECTION_HEADING):
        label, by = decision.label, decision.labelled_by
    keep = label not in options.dropped_labels
    return Decision(keep, label, rule.judge if keep else OPTIONS, rule.weight, verdicts, by)
