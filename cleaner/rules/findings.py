"""What the rules of a site say of one document, before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleaner.verdict import Label, Verdict


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """The decision of a site rule on every block to which the generic part gives a certain label."""

    keep: bool
    label: Label
    rule: str
    """The name of the rule in verdicts, `rule:site/id`."""
    why: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """What one alternative of a file's `body` finds on a page."""

    name: str
    """`site/id` of the alternative."""
    inside: frozenset[int]
    """Indexes of the blocks inside; never empty."""
    verdicts: tuple[Verdict, ...]
    """Negative on the blocks outside, positive inside unless these are judged; all with the label body."""
    least: float | None = None
    """See `Rule.least`."""


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The verdicts of a site's rules on one document."""

    verdicts: tuple[Verdict, ...] = ()
    """Sorted by block; of a block, the strongest first. Weights are `CERTAIN` or its negative."""
    timed_out: tuple[str, ...] = ()
    """`site/id` of the rules that were left out on this document, sorted."""
    judged: Mapping[Label, JudgedRule] = field(default_factory=dict)
    """Label of the generic part -> the decision on its blocks."""
    bounds: tuple[Bound, ...] = ()
    """The alternatives of the body that find any block, in order: the first that is believed counts. Verdicts
    of rules override those of the body. The headline may be outside."""
    ranks: Mapping[str, int] = field(default_factory=dict)
    """Rule in verdicts -> rank, where it is not 0."""
    name: str = ""
    """The name of the site or platform."""
    believe_always: bool = False
    """Whether the file is believed on pages of which it leaves next to nothing."""

    @property
    def body(self) -> tuple[Verdict, ...]:
        """The verdicts of the first alternative of the body; empty where none finds anything."""
        return self.bounds[0].verdicts if self.bounds else ()

    def strength(self, verdict: Verdict) -> tuple[int, float]:
        """Sorts verdicts on one block, the strongest first: by rank, and of one rank those that keep."""
        return self.ranks.get(verdict.judge, 0), -verdict.weight

    def by_block(
        self, more: Iterable[Verdict] = (), body: Iterable[Verdict] | None = None
    ) -> dict[int, tuple[Verdict, ...]]:
        """The verdicts on each block, the strongest first: rules that keep, rules that drop, the body.

        The body has no verdict on a block that a rule drops and none keeps. `more` are the verdicts of rules
        on labels of the generic part; `body` are those of the alternative that counts, by default the first.
        """
        found: dict[int, list[Verdict]] = {}
        for verdict in sorted((*self.verdicts, *more), key=self.strength):
            found.setdefault(verdict.block, []).append(verdict)
        for verdict in self.body if body is None else body:
            said = found.setdefault(verdict.block, [])
            if not said or said[0].weight > 0:
                said.append(verdict)
        return {block: tuple(said) for block, said in found.items()}
