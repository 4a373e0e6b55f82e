"""What each rule of a site's file did on a document: the blocks it speaks of, or why it speaks of none.

A rule that is silent is looked at again, one bound after the other: what it would find without its window,
its guard or its limit says what held it back. This is done for explanations alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cleaner.identify.site import url_dates
from cleaner.rules.clock import Clock, RuleTime
from cleaner.rules.conditions import BlockView
from cleaner.rules.runs import Run, Singles, Window
from cleaner.rules.selectors import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from cleaner.document import Document
    from cleaner.rules.conditions import Condition
    from cleaner.rules.judge import Period, Rewrite, Rule, SiteRules
    from cleaner.rules.match import Found
    from cleaner.verdict import Decision, Label


class RuleOutcome(NamedTuple):
    """One rule on one document."""

    name: str
    """`site/id`."""
    action: str
    """`keep`, `drop`, `body`, `headline` or `rewrite`."""
    label: Label | None
    """What the rule calls its blocks; None where it rewrites."""
    why: str
    """The reason that the file gives, and `file:line`."""
    blocks: tuple[int, ...]
    """Indexes of the blocks that it speaks of, whether it decided or was overruled."""
    silent: str | None
    """Why it speaks of no block; None where it speaks of some."""


class AppliedRules(NamedTuple):
    """The rule file of a document and what its rules did."""

    file: str
    chosen: str
    """Why this file, in words."""
    outcomes: tuple[RuleOutcome, ...]
    """In the order of the file: keep and drop, body, headline, rewrite."""


def applied_rules(
    found: Found,
    document: Document,
    page: str | None,
    decisions: Sequence[Decision],
    left_out: Sequence[str],
) -> AppliedRules:
    """What the rules in `found` did on `document`; `page` is the HTML that it came from.

    `decisions` are those that rules took part in, and `left_out` the rules that ran out of time.
    """
    site = found.rules
    inquiry = _Inquiry(site, document, page, decisions, left_out)
    return AppliedRules(site.source, found.why, tuple(inquiry.outcomes()))


class _Inquiry:
    """Looks at the rules of a site once more, with a time limit of its own."""

    def __init__(
        self,
        site: SiteRules,
        document: Document,
        page: str | None,
        decisions: Sequence[Decision],
        left_out: Sequence[str],
    ) -> None:
        self._site = site
        self._time = RuleTime()
        self._is_page = page is not None
        selection = None
        if page is not None and site.selectors:
            texts = [block.text for block in document.blocks]
            selection = Selection(page, texts, site.selectors, self._time)
        self._view = BlockView(document, selection)
        self._kept = [place for place, decision in enumerate(decisions) if decision.keep]
        self._spoken = _spoken(decisions)
        self._left_out = frozenset(left_out)
        self._written = url_dates(document.url)

    def outcomes(self) -> Iterator[RuleOutcome]:
        """The outcome of every rule."""
        for rule in self._site.rules:
            yield self._outcome(rule, "keep" if rule.keep else "drop")
        for action, parts in (("body", self._site.body), ("headline", self._site.headline)):
            found = None
            for rule in parts:
                outcome = self._outcome(rule, action)
                if found is not None and not outcome.blocks:
                    outcome = outcome._replace(silent=f"{found} comes before it and has found the {action}")
                found = found or (rule.name if outcome.blocks else None)
                yield outcome
        yield from map(self._rewrite, self._site.rewrites)

    def _outcome(self, rule: Rule, action: str) -> RuleOutcome:
        blocks = self._spoken.get(rule.judge, ())
        silent = None if blocks else self._silence(rule)
        return RuleOutcome(rule.name, action, rule.label, rule.evidence, blocks, silent)

    def _rewrite(self, rewrite: Rewrite) -> RuleOutcome:
        blocks: tuple[int, ...] = ()
        silent = self._bounds(rewrite.name, rewrite.period)
        if silent is None:
            clock = self._clock()
            try:
                blocks = tuple(it for it in self._kept if clock.search(rewrite.pattern, self._view.texts[it]))
                silent = None if blocks else "its pattern occurs in no block that is kept"
            except TimeoutError:
                silent = _OUT_OF_TIME
        return RuleOutcome(rewrite.name, "rewrite", None, rewrite.evidence, blocks, silent)

    def _bounds(self, name: str, period: Period) -> str | None:
        """Why a rule did not even look at the blocks; None where it did."""
        if name in self._left_out:
            return "it ran out of time, or a rule that keeps did, and was left out"
        return None if period.covers(self._written) else _other_days(period, self._written)

    def _silence(self, rule: Rule) -> str:
        if (reason := self._bounds(rule.name, rule.period)) is not None:
            return reason
        if rule.judged is not None:
            return f"the generic part calls no block {rule.judged}"
        try:
            if isinstance(rule.finder, Run):
                return self._of_run(rule.finder)
            if isinstance(rule.finder, Singles):
                return self._of_singles(rule.finder)
        except TimeoutError:
            return _OUT_OF_TIME
        return _OVERRULED

    def _of_singles(self, finder: Singles) -> str:
        place = self._first(replace(finder, window=Window()))
        if place is None:
            return self._missing(finder.condition)
        if self._first(finder) is not None:
            return _OVERRULED
        return f"what it looks for is block {place + 1} of {len(self._view)}, outside of its window"

    def _of_run(self, run: Run) -> str:
        for end, name in ((run.start, "beginning"), (run.stop, "end")):
            if end and end.condition and self._first(Singles(end.condition)) is None:
                return f"its {name} is not there: {self._missing(end.condition)}"
        if self._first(run) is not None:
            return _OVERRULED
        relaxed = (
            (replace(run, window=Window()), "outside of its window"),
            (replace(run, at_most=None), f"longer than the {run.at_most} blocks that at_most allows"),
            (replace(run, guard=None), "held back by its guard (while)"),
        )
        for finder, reason in relaxed:
            if (place := self._first(finder)) is not None:
                return f"the run at block {place + 1} is {reason}"
        return "its ends are there, but not in their order within its bounds"

    def _missing(self, condition: Condition) -> str:
        """Why no block meets `condition`."""
        if condition.selector is not None:
            if not self._is_page:
                return "plain text has no elements for its selector"
            has_text = condition.pattern is not None or bool(condition.lines)
            if has_text and (place := self._first(Singles(replace(condition, selector=None)))) is not None:
                return f"its text is block {place + 1}, but not inside its selector"
            if not has_text:
                return "its selector matches no element with text"
        if condition.pattern is not None:
            return "its pattern occurs in no block"
        return f"no block is its line{self._nearest(condition)}"

    def _nearest(self, condition: Condition) -> str:
        """The block that is most like a line of `condition`, if one is close: sites reword their lines."""
        from difflib import get_close_matches  # noqa: PLC0415 - for lines that are not found alone

        folded = self._view.folded[:_MOST_COMPARED]
        for line in sorted(condition.lines)[:_MOST_LINES]:
            if near := get_close_matches(line, folded, n=1, cutoff=_CLOSE):
                return f"; nearest is block {folded.index(near[0]) + 1}"
        return ""

    def _first(self, finder: Singles | Run) -> int | None:
        return next(iter(finder.blocks(self._view, self._clock())), None)

    def _clock(self) -> Clock:
        return Clock(self._time.each, self._time)


_OUT_OF_TIME = "it ran out of time when it was looked at again"
_OVERRULED = "another rule that finds the same block, or what the headline is, came before it"
_MOST_COMPARED = 500
"""Blocks that a missing line is compared with."""
_MOST_LINES = 20
"""Lines of a rule that are compared."""
_CLOSE = 0.75
"""Similarity (`difflib`, 0 to 1) from which a block is told as near to a line."""


def _spoken(decisions: Sequence[Decision]) -> Mapping[str, tuple[int, ...]]:
    """Judge -> the blocks that it has a verdict on; of the body's selectors, the blocks inside."""
    found: dict[str, list[int]] = {}
    for block, decision in enumerate(decisions):
        for verdict in decision.verdicts:
            if verdict.judge.startswith("rule:") and not verdict.evidence.startswith("outside the body: "):
                found.setdefault(verdict.judge, []).append(block)
    return {judge: tuple(dict.fromkeys(blocks)) for judge, blocks in found.items()}


def _other_days(period: Period, written: tuple[date, date] | None) -> str:
    since = f" from {period.since}" if period.since else ""
    until = f" until {period.until}" if period.until else ""
    day = "" if written is None else f", and the URL says {written[0]}"
    return f"its layout is of the days{since}{until}{day}"
