"""What each rule of a site's file did on a document: the blocks it speaks of, or why it speaks of none.

This is done for explanations alone; `silence` looks again at the rules that speak of no block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.judge import rule_blocks
from cleaner.rules.silence import Inquiry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cleaner.document import Document
    from cleaner.rules.judge import Rewrite, Rule, SiteRules
    from cleaner.rules.match import Found
    from cleaner.verdict import Decision, Label

_LEFT_OUT: Final = "it ran out of time, or a rule that keeps did, and was left out"
_NOT_BELIEVED: Final = "its file leaves next to nothing here, so it is not believed"
_BODY_NOT_BELIEVED: Final = "it leaves next to nothing here, so it is not believed"


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
    left_out: Collection[str],
    not_believed: Collection[str],
) -> AppliedRules:
    """What the rules in `found` did on `document`; `page` is the HTML that it came from.

    `decisions` are those that rules took part in, `left_out` the rules that ran out of time, and
    `not_believed` the names of the file and the bodies that are not believed on the document.
    """
    site = found.rules
    outcomes = _Outcomes(site, document, page, decisions, left_out, not_believed)
    return AppliedRules(site.source, found.why, tuple(outcomes.of_all()))


class _Outcomes:
    """The outcomes of the rules of a site on one document."""

    def __init__(
        self,
        site: SiteRules,
        document: Document,
        page: str | None,
        decisions: Sequence[Decision],
        left_out: Collection[str],
        not_believed: Collection[str],
    ) -> None:
        self._site = site
        self._inquiry = Inquiry(site, document, page)
        self._kept = [place for place, decision in enumerate(decisions) if decision.keep]
        self._spoken = _spoken(decisions)
        self._left_out = left_out
        self._not_believed = not_believed

    def of_all(self) -> Iterator[RuleOutcome]:
        """The outcome of every rule."""
        for rule in self._site.rules:
            yield self._of_rule(rule, "keep" if rule.keep else "drop")
        for action, parts in (("body", self._site.body), ("headline", self._site.headline)):
            found = None
            for rule in parts:
                outcome = self._of_rule(rule, action)
                if found is not None and not outcome.blocks:
                    outcome = outcome._replace(silent=f"{found} comes before it and has found the {action}")
                found = found or (rule.name if outcome.blocks else None)
                yield outcome
        yield from map(self._of_rewrite, self._site.rewrites)

    def _of_rule(self, rule: Rule, action: str) -> RuleOutcome:
        blocks = self._spoken.get(rule.judge, ())
        if rule.outside is not None and rule.judge in self._spoken:
            blocks = tuple(rule_blocks(rule, self._inquiry.view, self._inquiry.clock()))
        silent = None if blocks else self._silence(rule)
        return RuleOutcome(rule.name, action, rule.label, rule.evidence, blocks, silent)

    def _silence(self, rule: Rule) -> str:
        if rule.name in self._not_believed:
            return _BODY_NOT_BELIEVED
        return self._of_file(rule.name) or self._inquiry.of_rule(rule).told

    def _of_file(self, name: str) -> str | None:
        """Why none of its blocks was looked at; None where it is not for the file or the time."""
        if self._site.name in self._not_believed:
            return _NOT_BELIEVED
        return _LEFT_OUT if name in self._left_out else None

    def _of_rewrite(self, rewrite: Rewrite) -> RuleOutcome:
        blocks: tuple[int, ...] = ()
        silent = self._of_file(rewrite.name)
        if silent is None and (other := self._inquiry.of_period(rewrite.period)) is not None:
            silent = other.told
        if silent is None:
            clock, texts = self._inquiry.clock(), self._inquiry.view.texts
            try:
                blocks = tuple(it for it in self._kept if clock.search(rewrite.pattern, texts[it]))
                silent = None if blocks else "its pattern occurs in no block that is kept"
            except TimeoutError:
                silent = "it ran out of time when it was looked at again"
        return RuleOutcome(rewrite.name, "rewrite", None, rewrite.evidence, blocks, silent)


def _spoken(decisions: Sequence[Decision]) -> Mapping[str, tuple[int, ...]]:
    """Judge -> the blocks that it has a verdict on; of a body, those outside, too."""
    found: dict[str, list[int]] = {}
    for block, decision in enumerate(decisions):
        for verdict in decision.verdicts:
            if verdict.judge.startswith("rule:"):
                found.setdefault(verdict.judge, []).append(block)
    return {judge: tuple(dict.fromkeys(blocks)) for judge, blocks in found.items()}
