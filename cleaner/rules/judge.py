"""What the rules of one site say about the blocks of one document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner.identify.site import url_dates
from cleaner.options import Options
from cleaner.rules.conditions import BlockView, Clock
from cleaner.verdict import CERTAIN, Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import regex

    from cleaner.document import Document
    from cleaner.rules.runs import Run, Singles

RULE_SECONDS: Final = Options().rule_seconds
"""The time limit where the caller names none."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days for which a layout holds, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def covers(self, written: tuple[date, date] | None) -> bool:
        """Whether a page written on one of these days may have the layout. Unknown days may."""
        if written is None:
            return True
        first, last = written
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


ALWAYS: Final = Period()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule file, ready to use."""

    name: str
    """`site/id`."""
    keep: bool
    label: Label
    evidence: str
    """Why, and where the rule stands."""
    finder: Singles | Run | None
    """How to find its blocks; None where it goes by the label that the generic part gives."""
    judged: Label | None = None
    period: Period = ALWAYS

    @property
    def judge(self) -> str:
        """How verdicts name this rule."""
        return f"rule:{self.name}"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A replacement inside the text that stays."""

    name: str
    pattern: regex.Pattern[str]
    replace: str
    evidence: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """What a site rule says of every block that the generic part gives a certain label."""

    keep: bool
    label: Label
    rule: str
    """As verdicts name it, `rule:site/id`."""
    why: str


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """What the rules of a site say about one document."""

    verdicts: tuple[Verdict, ...] = ()
    """By block, what keeps a block before what drops it; weights are plus or minus `CERTAIN`."""
    timed_out: tuple[str, ...] = ()
    """`site/id` of the rules that were left out on this document, sorted."""
    judged: Mapping[Label, JudgedRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Html:
    """Where an HTML page of the site has its parts: CSS selectors, or XPaths after `xpath:`."""

    body: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of one site, with those of everything its file extends."""

    name: str
    source: str
    """The rule file, as messages name it."""
    platform: bool = False
    """Whether this is a platform shared by many sites, so that `name` names no site."""
    rules: tuple[Rule, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    html: Html = Html()

    def judge(self, document: Document, seconds: float = RULE_SECONDS) -> RuleFindings:
        """What these rules say about `document`; each rule's patterns may run for `seconds`.

        A rule that runs out of time is left out on this document. Where that is a rule that keeps, every
        rule that drops is left out with it: nobody can tell any more what they must not touch.
        """
        view = BlockView(document)
        written = url_dates(document.url)
        verdicts: list[Verdict] = []
        timed_out: list[Rule] = []
        judged: dict[Label, JudgedRule] = {}
        rules = [rule for rule in self.rules if rule.period.covers(written)]
        for rule in rules:
            if rule.judged is not None:
                _note(judged, rule.judged, rule)
            try:
                verdicts += _verdicts(rule, view, Clock(seconds))
            except TimeoutError:
                timed_out.append(rule)
        if any(rule.keep for rule in timed_out):
            timed_out = [rule for rule in rules if not rule.keep or rule in timed_out]
            verdicts = [verdict for verdict in verdicts if verdict.weight > 0]
            judged = {label: rule for label, rule in judged.items() if rule.keep}
        verdicts.sort(key=lambda verdict: (verdict.block, -verdict.weight))
        return RuleFindings(tuple(verdicts), tuple(sorted({rule.name for rule in timed_out})), judged)

    def rewrite(self, text: str, *, url: str | None = None, seconds: float = RULE_SECONDS) -> str:
        """`text` after the site's replacements, in the order of the file.

        `url` dates the page, for replacements that belong to a layout. A replacement that runs longer than
        `seconds` is left out.
        """
        written = url_dates(url) if self.rewrites else None
        for rewrite in self.rewrites:
            if not rewrite.period.covers(written):
                continue
            try:
                text = rewrite.pattern.sub(rewrite.replace, text, timeout=seconds)
            except TimeoutError:
                continue
        return text


def _verdicts(rule: Rule, view: BlockView, clock: Clock) -> list[Verdict]:
    weight = CERTAIN if rule.keep else -CERTAIN
    blocks = rule.finder.blocks(view, clock) if rule.finder else ()
    return [Verdict(block, rule.label, weight, rule.judge, rule.evidence) for block in blocks]


def _note(judged: dict[Label, JudgedRule], label: Label, rule: Rule) -> None:
    """Remember what `rule` says of `label`: the first that keeps it counts, else the first that drops it."""
    known = judged.get(label)
    if known is None or (rule.keep and not known.keep):
        judged[label] = JudgedRule(rule.keep, rule.label, rule.judge, rule.evidence)
