"""The compiled rules of one site, and how they judge the blocks of a document."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cleaner.identify.site import url_dates
from cleaner.rules.clock import RULE_SECONDS, TOTAL_RULE_SECONDS, Clock, RuleTime
from cleaner.rules.conditions import BlockView
from cleaner.rules.findings import Bound, JudgedRule, RuleFindings
from cleaner.rules.patterns import searchable
from cleaner.rules.selectors import Selection
from cleaner.verdict import CERTAIN, Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cleaner.document import Document
    from cleaner.rules.conditions import Condition
    from cleaner.rules.patterns import Pattern
    from cleaner.rules.runs import Run, Singles
    from cleaner.rules.selectors import Selector


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a layout of a site is valid, first and last included; None for no bound."""

    since: date | None = None
    until: date | None = None

    def covers(self, written: tuple[date, date] | None) -> bool:
        """Whether a page `written` between two days may have the layout; True where the days are unknown."""
        if written is None:
            return True
        first, last = written
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


ALWAYS: Final = Period()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule file, compiled."""

    name: str
    """`site/id`."""
    keep: bool
    label: Label
    evidence: str
    """The reason that the file gives, and `file:line`."""
    finder: Singles | Run | None
    """Finds the rule's blocks; None for a rule on a label of the generic part (`judged`)."""
    judged: Label | None = None
    period: Period = ALWAYS
    outside: str | None = None
    """For alternatives of the body: the evidence for dropping the blocks outside. None for other rules."""
    inside_is_judged: bool = False
    """Whether the generic part judges the blocks inside the body, rather than all of them being kept."""
    least: float | None = None
    """The share of the generic body (0 to 1) that an alternative of the body must hold; by default
    `LEAST_BODY_LEFT` in `cleaner.decide.thresholds`."""
    excepted: tuple[Condition, ...] = ()
    """The rule finds no block that meets one of these."""
    rank: int = 0
    """0 for a file's own rules, more for those of files that it extends; a lower rank wins."""

    @property
    def judge(self) -> str:
        """The name of this rule in verdicts."""
        return f"rule:{self.name}"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A replacement inside text that is kept."""

    name: str
    pattern: Pattern
    replace: str
    evidence: str
    period: Period = ALWAYS

    def applied(self, text: str, clock: Clock) -> str:
        """`text` with every match replaced. Raises TimeoutError where the pattern runs out of time."""
        if not self.pattern.may_match(searchable(text)):
            return text
        return clock.replace(self.pattern, self.replace, text)


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of one site, with those of all files that its file extends."""

    name: str
    source: str
    """The name of the rule file in messages."""
    platform: bool = False
    """Whether these are rules of a platform that many sites share, so that `name` names no site."""
    rules: tuple[Rule, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    body: tuple[Rule, ...] = ()
    """Alternatives of the body, the file's own before those of files it extends. The first that finds any
    block and is believed counts."""
    headline: tuple[Rule, ...] = ()
    """Likewise of the headline. Only the first block that is found counts."""
    selectors: tuple[Selector, ...] = ()
    """All selectors in the rules."""
    believe_always: bool = False
    """See `RuleFindings.believe_always`."""

    def judge(
        self,
        document: Document,
        seconds: float = RULE_SECONDS,
        *,
        page: str | None = None,
        time: RuleTime | None = None,
    ) -> RuleFindings:
        """The verdicts of these rules on `document`; the patterns of each rule may run for `seconds`.

        `page` is the HTML that the document came from. Without it, rules with selectors are left out, as are
        rules that run out of time. Where a rule that keeps is left out, all rules that drop are left out,
        too, since they might drop the blocks that it would have kept. `time` is the time of all rules on this
        document. It overrides `seconds`, and records the rules that were left out.
        """
        time = time or RuleTime(seconds, max(seconds, TOTAL_RULE_SECONDS))
        judging = _Judging(self.view(document, page, time), url_dates(document.url), time)
        verdicts, judged = judging.rules(self.rules)
        verdicts += judging.headline(self.headline)
        bounds = judging.body(self.body)
        left_out = [rule.name for rule in judging.left_out]
        if any(rule.keep and rule.outside is None for rule in judging.left_out):
            left_out += [rule.name for rule in (*self.rules, *self.body) if judging.drops(rule)]
            verdicts = [verdict for verdict in verdicts if verdict.weight > 0]
            judged = {label: rule for label, rule in judged.items() if rule.keep}
            bounds = list(map(_without_drops, bounds))
        time.leave_out(left_out)
        parts = (*self.rules, *self.headline)
        findings = RuleFindings(
            timed_out=tuple(sorted(set(left_out))),
            judged=judged,
            bounds=tuple(bounds),
            ranks={rule.judge: rule.rank for rule in parts if rule.rank},
            name=self.name,
            believe_always=self.believe_always,
        )
        verdicts.sort(key=lambda verdict: (verdict.block, findings.strength(verdict)))
        return replace(findings, verdicts=tuple(verdicts))

    def view(self, document: Document, page: str | None, time: RuleTime) -> BlockView:
        """The blocks of `document` for these rules; `page` is the HTML that it came from."""
        selection = None
        if page is not None and self.selectors:
            selection = Selection(page, [block.text for block in document.blocks], self.selectors, time)
        return BlockView(document, selection)

    def rewrite(self, text: str, *, url: str | None = None, seconds: float = RULE_SECONDS) -> str:
        """`text` after the site's replacements, each limited to `seconds`; see `rewritten`."""
        return self.rewritten([text], url, RuleTime(seconds, max(seconds, TOTAL_RULE_SECONDS)))[text]

    def rewritten(self, texts: Iterable[str], url: str | None, time: RuleTime) -> dict[str, str]:
        """Each of a document's `texts` -> the text after all replacements, made in the order of the file.

        The date in `url` decides on replacements of a layout. A replacement that runs out of time on one text
        is left out on all.
        """
        done = {text: text for text in texts}
        written = url_dates(url) if self.rewrites else None
        for rewrite in self.rewrites:
            if rewrite.period.covers(written):
                clock = Clock(time.each, time)
                try:
                    done = {text: rewrite.applied(now, clock) for text, now in done.items()}
                except TimeoutError:
                    time.leave_out([rewrite.name])
        return done

    def changes(
        self, texts: Sequence[str], url: str | None, time: RuleTime
    ) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """Name and evidence of each replacement, and the `texts` that it changes, before and after it.

        One that runs out of time changes nothing.
        """
        written = url_dates(url)
        now = list(texts)
        for rewrite in self.rewrites:
            after = now
            if rewrite.period.covers(written):
                with suppress(TimeoutError):
                    clock = Clock(time.each, time)
                    after = [rewrite.applied(text, clock) for text in now]
            yield (
                rewrite.name,
                rewrite.evidence,
                [pair for pair in zip(now, after, strict=True) if pair[0] != pair[1]],
            )
            now = after


class _Judging:
    """Applies the rules of a site to one document."""

    def __init__(self, view: BlockView, written: tuple[date, date] | None, time: RuleTime) -> None:
        self._view = view
        self._written = written
        self._time = time
        self.left_out: list[Rule] = []

    def rules(self, rules: Sequence[Rule]) -> tuple[list[Verdict], dict[Label, JudgedRule]]:
        """The verdicts of the rules on blocks, and their decisions on labels of the generic part."""
        verdicts: list[Verdict] = []
        judged: dict[Label, JudgedRule] = {}
        for rule in filter(self._holds, rules):
            if rule.judged is not None:
                _note(judged, rule.judged, rule)
            verdicts += [_verdict(rule, block, keep=rule.keep) for block in self._blocks(rule)]
        return verdicts, judged

    def headline(self, parts: Sequence[Rule]) -> list[Verdict]:
        """The verdict on the headline, the first block that any of `parts` finds; empty without one."""
        for rule in filter(self._holds, parts):
            if found := self._blocks(rule):
                return [_verdict(rule, found[0], keep=True)]
        return []

    def body(self, parts: Sequence[Rule]) -> list[Bound]:
        """The alternatives of the body that find any block, in order."""
        found = ((rule, frozenset(self._blocks(rule))) for rule in filter(self._holds, parts))
        return [self._bound(rule, inside) for rule, inside in found if inside]

    def _bound(self, rule: Rule, inside: frozenset[int]) -> Bound:
        """Selectors say nothing of blocks that are not in the tree; the ends of a run have all blocks."""
        by_selector = any(it.selector for it in rule.finder.conditions) if rule.finder else False
        blocks = range(self._view.on_page if by_selector else len(self._view))
        said = (it for it in blocks if not (rule.inside_is_judged and it in inside))
        verdicts = tuple(_verdict(rule, block, keep=block in inside) for block in said)
        return Bound(rule.name, inside, verdicts, rule.least)

    def drops(self, rule: Rule) -> bool:
        """Whether `rule` may cause a block to be dropped."""
        return self._holds(rule) and (not rule.keep or rule.outside is not None)

    def _holds(self, rule: Rule) -> bool:
        """Whether `rule` applies to a page of this date."""
        return rule.period.covers(self._written)

    def _blocks(self, rule: Rule) -> list[int]:
        """The blocks that `rule` finds; empty where it runs out of time, which is recorded in `left_out`."""
        try:
            clock = Clock(self._time.each, self._time)
            return rule_blocks(rule, self._view, clock)
        except TimeoutError:
            self.left_out.append(rule)
            return []


def _verdict(rule: Rule, block: int, *, keep: bool) -> Verdict:
    evidence = rule.evidence if keep or rule.outside is None else rule.outside
    return Verdict(block, rule.label, CERTAIN if keep else -CERTAIN, rule.judge, evidence)


def rule_blocks(rule: Rule, view: BlockView, clock: Clock) -> list[int]:
    """The blocks that `rule` finds, in order. Raises TimeoutError where it runs out of time."""
    found = rule.finder.blocks(view, clock) if rule.finder else ()
    return [it for it in found if not any(no.holds(view, it, clock) for no in rule.excepted)]


def _without_drops(bound: Bound) -> Bound:
    return replace(bound, verdicts=tuple(it for it in bound.verdicts if it.weight > 0))


def _note(judged: dict[Label, JudgedRule], label: Label, rule: Rule) -> None:
    """Record the decision of `rule` on `label`. Of the lowest rank, the first to keep, else the first."""
    known = judged.get(label)
    if known is None or (rule.rank, not rule.keep) < (known.rank, not known.keep):
        judged[label] = JudgedRule(rule.keep, rule.label, rule.judge, rule.evidence, rule.rank)
