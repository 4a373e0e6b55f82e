"""Thresholds: every number that decides once the model has given its log-odds, each with its source.

Those that scores are compared with belong to the model, as they are fitted with it. The others say how far
names go, and when a veto speaks. What a feature or a heuristic measures by stands beside it, and is fitted
around by the model.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cleaner.options import Prefer


class Thresholds(NamedTuple):
    """What the log-odds of one model are compared with. They are stored and fitted with its weights.

    `benchmarks.fit.thresholds` chooses them on articles of sites that the networks had not seen: those of the
    best word F1, where a page that loses over a tenth of its body counts twice.
    """

    body: float = 0.0
    """Log-odds of body from which a block is kept on a page that leaves no doubt."""
    recall: float = -1.0
    """What is added to it for `Prefer.RECALL`: a lost word counts four times a kept one of boilerplate."""
    precision: float = 1.0
    """The same for `Prefer.PRECISION`: a lost word counts a quarter."""
    uncertainty: float = 0.3
    """Log-odds of uncertainty that change nothing: what an expected F1 of less than 1 is free to be."""
    leniency: float = 0.0
    """Log-odds that all blocks gain on a page without boilerplate beyond doubt; less the more there is."""
    headline: float = -0.5
    """Log-odds of headline from which a block is the headline, where headlines stay: one that is missed
    counts twice a line that is wrongly taken for one."""
    dropped_headline: float = 0.0
    """The same where headlines go: both count alike."""

    def keep_score(self, prefer: Prefer) -> float:
        """The score from which a block is kept."""
        return {Prefer.RECALL: self.recall, Prefer.PRECISION: self.precision}.get(prefer, 0.0)


SURE_BOILERPLATE_SCORE: Final = -4.0
"""The score below which a block is boilerplate beyond doubt. Held out, with 2 log-odds of leniency, -3 loses
over a tenth on .004 of bodies alone in place of .003, and -5 costs .002 on WCXB's articles."""
SURE_BOILERPLATE_SHARE: Final = 0.05
"""The share of a page's words that is such where a page has boilerplate at all. Held out, twice as much costs
.002 on WCXB's articles and changes nothing for bodies alone."""
LEAST_EXPECTED_F1: Final = 0.1
"""The expected F1 of a page is never taken for less, as its log-odds would have no bound."""

SURE_BODY_SCORE: Final = 4.0
"""The score from which a block is body beyond doubt, for the veto. Held out, for two fits; half or twice as
much changes little. So were the five below."""
SURE_BODY_WORDS: Final = 150
"""Words of body beyond doubt from which a page has enough of it for less doubt to be due to the rest."""
SENTENCE_WORDS: Final = 8
"""Words from which a block can be body of its own; shorter ones are repeated by chance."""
LINK_SCORE: Final = 2.0
"""The score that a block must have which is a link through and through."""
LEFT_OUT_SCORE: Final = 1.0
"""The score that a block must have which trafilatura left out."""
VETO_SCORE: Final = -1.0
"""The score of a block that a veto removes. Hand-set: any number below 0 gives the same decisions."""

NAMING_CLAIM: Final = 0.25
"""The strength from which a claim, or a name in the markup, names a block. Hand-set, to be fitted."""
ELEMENT_STRENGTH: Final = 0.5
"""The strength of an element (nav, form, button, figure) as a name: less than a name on the block or just
around it, more than one far up. Hand-set, to be fitted."""
TEASER_WORDS: Final = 12
"""Words beyond which a block that nothing names is a teaser, and no menu entry or link. Hand-set, to be
fitted."""

HEADING_WORDS: Final = 14
"""Words of the longest section heading. Hand-set, to be fitted."""
LONGER_WORDS: Final = 2
"""Words by which what follows a section heading is longer than it. Hand-set, to be fitted."""
