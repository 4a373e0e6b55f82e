"""Thresholds: every number that decides once the model has given its scores, each with its source.

A score is the log-odds that a block is main content. "Held out" means chosen by `benchmarks.fit.held_out` on
five folds by site, by networks that had not seen the site; the others are set by hand and still to be fitted.
What a feature or a heuristic measures by stands beside it, and is fitted around by the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.options import Prefer

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP_SCORE: Final[Mapping[Prefer, float]] = {
    Prefer.BALANCE: 0.0,
    Prefer.RECALL: -1.0,
    Prefer.PRECISION: 1.0,
}
"""The score from which a block is kept. Recall and precision: hand-set, to be fitted."""

HEADLINE_SCORE: Final = -0.5
"""Log-odds of headline from which a block is the headline, where headlines stay: a line too many is better
than a headline lost. Held out: of 3,022 plain texts of articles 0 misses 61 headlines and this 36, and takes
7 other lines more for one; -1 misses 19, and takes another 15. Of 2,923 HTML pages, two in three of them
articles put into other pages, 0 misses 13 and this 10."""
DROPPED_HEADLINE_SCORE: Final = 0.0
"""The same where headlines go. Hand-set, to be fitted."""


class Calibration(NamedTuple):
    """What is added to a page's scores before they meet the threshold; see `decide.calibrate`."""

    leniency: float
    """Log-odds that all blocks gain on a page that has no boilerplate beyond doubt."""
    sure_score: float
    """The score below which a block is boilerplate beyond doubt."""
    sure_share: float
    """The share of a page's words that is boilerplate beyond doubt where a page has boilerplate at all."""
    free_uncertainty: float
    """Log-odds of uncertainty that change nothing."""


TEXT_CALIBRATION: Final = Calibration(leniency=1.0, sure_score=-2.0, sure_share=0.02, free_uncertainty=0.0)
"""Of plain text. Held out, by `benchmarks.fit.thresholds`. Without leniency the cost is the same, but bodies
by themselves lose a seventh more."""
HTML_CALIBRATION: Final = Calibration(leniency=3.0, sure_score=-4.0, sure_share=0.05, free_uncertainty=0.3)
"""Of HTML. Hand-set, to be fitted: pages of HTML that are all body are too few among those to fit on. Held
out, a free uncertainty from .2 to .4 is all the same; at 0 news lost .001."""
APPEAL_STRENGTH: Final = 0.5
"""The strength of a claim from which a block is a part of an appeal. Held out, on plain text: .3 and .5 are
the same."""

LEAST_EXPECTED_F1: Final = 0.5
"""The expected F1 of a page is never taken for less: where hardly anything is likely to be body, that is no
reason to keep it. Held out, on plain text, the best of .1 to .9; it changes no set by more than .0005."""

IN_DOUBT_SCORE: Final = 2.0
"""The score up to which, or down to its negative, the student leaves it open whether a block is body."""
MOST_IN_DOUBT: Final = 0.06
"""The words of blocks that it leaves open, as a share of those it keeps, up to which its judgement of a
page of HTML is enough and no one else is asked. By `benchmarks.second_judgement` on 916 pages, every fourth
of WCXB, every second of news pairs and segments, all of fundus and Chinese, judged by the earlier of the two
fits that ship: with `MOST_DOUBT` others are asked about 37 % of the pages (the mean of the sets; 38 % by both
fits). By an expected F1 under .99 and a mean doubt over .015 they were asked about 46 %; against that, no set
loses more than .0003. At .08, fundus loses .0012. Chosen on one half of the pages, no set of the other loses
more than .0005, but segments .0013 in one of the two, and gains as much in the other."""
MOST_DOUBT: Final = 0.025
"""The mean probability of error of the blocks up to which it is enough. Headings of few words in doubt are
next to nothing by words: without this, others are asked about 31 % and segments lose .0007, and an essay of
the quality floor loses two of its headings. At .015 others are asked about 43 %."""

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
MOST_LEFT_OUT: Final = 0.25
"""Words in doubt that trafilatura left out, as a share of the body beyond doubt, up to which they go: where
there are more, it has stopped early, or the page is none for it. On 774 pages, judged by the earlier of the
two fits that ship, .25 gains .0006 on the articles of WCXB and .002 on its other types, and costs nothing; .1
gains .001 and .003, and costs .001 on press."""
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

MAX_REMOVED: Final = 0.89
"""The share of its text from which a document is suspect by default. The smallest that marks at most 1 % of
pages that keep .9 of their body: `benchmarks.max_removed` on every third page of four sets, as text and as
HTML, 1,255 results; it marked 6 of 1,052 sound ones, and 5 of 32 that lost more than half of their body."""

LEAST_BODY_LEFT: Final = 0.3
"""The share of the generic body that a rule file must leave of a page, and the body of a file hold, to be
believed there. Hand-set: of rule files written from one page, good ones took 6 % at most and bad ones left
.2 % of a page; `benchmarks.rule_alarms` measures both on pages."""
FEWEST_BODY_CHARACTERS: Final = 300
"""Characters of the generic body below which a page says nothing about rules. Hand-set, to be fitted."""


class AlarmLimits(NamedTuple):
    """Shares of what the generic part keeps, from which taking more is an alarm of `cleaner rules try`."""

    of_all: float
    """Of all pages of its file together. For a body, blocks below `DOUBTFUL_SCORE` do not count."""
    of_sure_page: float
    """Of one page of which the generic part is sure, as most of what it keeps there scores `SURE_BODY_SCORE`.
    Blocks below `DOUBTFUL_SCORE` do not count."""
    of_page: float
    """Of one page of which it is not, such as those of shops, where it keeps too much."""


ALARM_LINE: Final = AlarmLimits(0.1, 0.1, 0.5)
ALARM_PATTERN: Final = AlarmLimits(0.03, 0.03, 0.03)
"""For a pattern of one word that may stand anywhere in a block."""
ALARM_RUN: Final = AlarmLimits(0.15, 0.25, 0.25)
ALARM_SELECTOR: Final = AlarmLimits(0.25, 0.1, 0.7)
ALARM_BODY: Final = AlarmLimits(0.03, 1.0, 1.0)
"""By what a rule goes by. `benchmarks.rule_alarms --sites 100` on 71 sites of WCXB, Fundus and news pairs:
each limit is above the largest good rule of the half to choose by, and never under .03, as the earlier of the
two fits judges them. With both fits, on that half 113 of 113 wrong rules of five kinds are alarmed and none
of 49 good ones, on the other 117 of 117 and 1 of 59, a box that F1 is better without. Of boxes that hold but
a part of the body it is 12 of 13 and 13 of 17. Single words that happen to do good take as much as words of
articles do, and are alarmed as these are: 9 of 21 and 11 of 16, which an anchor mends. The errors on both
halves had been looked at.

A body may take all of a page: if it is right, it mends pages that the generic part gets wrong, and if it is
not, it is not believed. For the same reason blocks below `DOUBTFUL_SCORE` do not count in its share of all
pages. Of 65 bounds of 40 sites, on the half to choose by none of 3 good ones takes more than .002 and both
that cost .01 or more are alarmed, on the other none of 4 (.023 at most) and both of 2. With all blocks and a
limit of .1 it was one of these four, and one of the four good ones."""
DOUBTFUL_SCORE: Final = 2.0
"""The score of a block below which a rule that takes it agrees with the generic part's doubt. From the same
half: good rules took blocks of 1.3 on pages that are sure, wrong ones of 3.4."""
ALARM_PAGES: Final = 2
"""Pages of a file from which a selector that finds nothing on any of them is an alarm."""
