"""Every choice a caller has, in one frozen value: no function takes a row of flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cleaner.verdict import MAIN_CONTENT, Label


class Engine(StrEnum):
    """How HTML is read; plain text knows no difference."""

    FULL = "full"
    """trafilatura reads the page too, as a witness, and all networks of the fitted judge are asked."""
    FAST = "fast"
    """One fast parser alone, and one network that needs no heuristics; removed blocks are named by their
    phrases and by what the page itself calls them."""


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are cleaned; the defaults are those of the command line."""

    site_rules: bool = True
    """Whether site rules take part, or the generic part judges alone."""
    title: bool = True
    """Whether the article's own headline stays, as the first line of `Result.text`."""
    keep: frozenset[Label] = field(default_factory=frozenset)
    """Labels that stay besides body, headline and section headings."""
    drop: frozenset[Label] = field(default_factory=frozenset)
    """Labels that go although they stay by default. `drop` wins over `keep`."""
    engine: Engine = Engine.FULL
    find_metadata: bool = False
    """Whether author and date are looked for in the text of pages that do not give them in their head.

    trafilatura does it, for 26 ms a page, when `Result.metadata` is asked for. It finds most dates and a
    third of the authors that are missing; three in four of these dates are right, three in five authors."""
    rule_seconds: float = 0.1
    """How long one rule's patterns may run on one document, in CPU time, before the rule is skipped."""
    total_rule_seconds: float = 1.0
    """The same for all site rules together, signatures and selectors included; `Result.timed_out` names what
    was skipped. A selector that already runs is not interrupted."""

    @property
    def kept_labels(self) -> frozenset[Label]:
        """The labels whose blocks stay."""
        return (MAIN_CONTENT | self.keep) - self.dropped_labels

    @property
    def dropped_labels(self) -> frozenset[Label]:
        """The labels whose blocks go, whoever would keep them."""
        return self.drop if self.title else self.drop | {Label.HEADLINE}
