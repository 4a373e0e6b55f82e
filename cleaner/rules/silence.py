"""Why a rule finds nothing on a page: each of its limits is lifted in turn, until it finds something.

For people who write rules; deciding on a page needs none of it. A reason has two forms: one that can be
counted over many pages (`cleaner rules try`), and one that tells of this page alone (`cleaner explain`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.identify.site import url_dates
from cleaner.rules.clock import Clock, RuleTime
from cleaner.rules.judge import rule_blocks
from cleaner.rules.runs import Run, Singles, Window

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from cleaner.document import Document
    from cleaner.rules.conditions import Condition
    from cleaner.rules.judge import Period, Rule, SiteRules

OUT_OF_TIME: Final = "ran out of time"
OTHER_LAYOUT: Final = "the page is of another time than its layout"
PLAIN_TEXT: Final = "plain text, which selectors find nothing in"
NO_ELEMENT: Final = "its selector finds nothing"
NO_BLOCK: Final = "no block is like that"
NO_BEGIN: Final = "no begin found"
NO_END: Final = "no end found"
TOO_LONG: Final = "longer than at_most"
GUARDED: Final = "a block is not as while says"
OUTSIDE_WINDOW: Final = "outside its window"
EXCEPTED: Final = "all that it finds is under except"
NOT_LABELLED: Final = "the generic part gives no block that label"
LOST: Final = "another rule won"
NOT_CHOSEN: Final = "an earlier alternative was found"
"""Why a rule has no effect, as it is counted over pages."""
_MOST_COMPARED: Final = 500
"""Blocks that a missing line is compared with."""
_MOST_LINES: Final = 20
"""Lines of a rule that are compared."""
_CLOSE: Final = 0.75
"""Similarity (`difflib`, 0 to 1) from which a block is told as near to a line."""


class Silence(NamedTuple):
    """Why a rule finds nothing on one page."""

    reason: str
    """One of the constants above."""
    told: str
    """The same for this page, with the numbers of its blocks, counted from 1."""


class Inquiry:
    """Looks at the rules of a site once more on one document, with a time limit of its own."""

    def __init__(self, site: SiteRules, document: Document, page: str | None) -> None:
        """`page` is the HTML that the document came from; None for plain text."""
        self._time = RuleTime()
        self.view = site.view(document, page, self._time)
        self._is_page = page is not None
        self._written = url_dates(document.url)

    def clock(self) -> Clock:
        """The time of one more look at a rule."""
        return Clock(self._time.each, self._time)

    def of_period(self, period: Period) -> Silence | None:
        """Why a rule did not even look at the blocks; None where the page is of its days."""
        if period.covers(self._written):
            return None
        return Silence(OTHER_LAYOUT, _other_days(period, self._written))

    def of_rule(self, rule: Rule) -> Silence:
        """Why a rule that has no effect has none: where it finds something, another rule won."""
        if (other := self.of_period(rule.period)) is not None:
            return other
        if rule.finder is None:
            return Silence(NOT_LABELLED, f"the generic part calls no block {rule.judged}")
        try:
            if rule_blocks(rule, self.view, self.clock()):
                return _OVERRULED
            if self._first(rule.finder) is not None:
                return Silence(EXCEPTED, EXCEPTED)
            return (
                self._of_run(rule.finder) if isinstance(rule.finder, Run) else self._of_singles(rule.finder)
            )
        except TimeoutError:
            return Silence(OUT_OF_TIME, "it ran out of time when it was looked at again")

    def _of_singles(self, finder: Singles) -> Silence:
        place = self._first(replace(finder, window=Window()))
        if place is None:
            return self._missing(finder.condition, NO_BLOCK)
        where = f"what it looks for is block {place + 1} of {len(self.view)}, outside of its window"
        return Silence(OUTSIDE_WINDOW, where)

    def _of_run(self, run: Run) -> Silence:
        for without, reason, told in _lifted(run):
            if (place := self._first(without)) is not None:
                return Silence(reason, f"the run at block {place + 1} is {told}")
        for end, name, reason in ((run.start, "beginning", NO_BEGIN), (run.stop, "end", NO_END)):
            if end and end.condition and self._first(Singles(end.condition)) is None:
                missing = self._missing(end.condition, reason)
                return Silence(missing.reason, f"its {name} is not there: {missing.told}")
        return Silence(NO_END, "its ends are there, but not in their order within its bounds")

    def _missing(self, condition: Condition, reason: str) -> Silence:
        """Why no block meets `condition`: for its selector, or for the `reason` that has its text."""
        if condition.selector is not None:
            if not self._is_page:
                return Silence(PLAIN_TEXT, "plain text has no elements for its selector")
            if not self.view.inside(condition.selector):
                return Silence(NO_ELEMENT, self._without_element(condition))
        if condition.pattern is not None:
            return Silence(reason, "its pattern occurs in no block")
        return Silence(reason, f"no block is its line{self._nearest(condition)}")

    def _without_element(self, condition: Condition) -> str:
        has_text = condition.pattern is not None or bool(condition.lines)
        if has_text and (place := self._first(Singles(replace(condition, selector=None)))) is not None:
            return f"its text is block {place + 1}, but not inside its selector"
        return "its selector matches no element with text"

    def _nearest(self, condition: Condition) -> str:
        """The block that is most like a line of `condition`, if one is close: sites reword their lines."""
        from difflib import get_close_matches  # noqa: PLC0415 - for lines that are not found alone

        folded = self.view.folded[:_MOST_COMPARED]
        for line in sorted(condition.lines)[:_MOST_LINES]:
            if near := get_close_matches(line, folded, n=1, cutoff=_CLOSE):
                return f"; nearest is block {folded.index(near[0]) + 1}"
        return ""

    def _first(self, finder: Singles | Run) -> int | None:
        return next(iter(finder.blocks(self.view, self.clock())), None)


_OVERRULED: Final = Silence(
    LOST, "another rule that finds the same block, or what the headline is, came before it"
)


def silences(
    site: SiteRules, silent: Collection[str], document: Document, page: str | None
) -> dict[str, Silence]:
    """Why each of the `silent` rules, by name, finds nothing on `document`; `page` is its HTML."""
    inquiry = Inquiry(site, document, page)
    rules = (*site.rules, *site.headline, *site.body)
    return {rule.name: inquiry.of_rule(rule) for rule in rules if rule.name in silent}


def _lifted(run: Run) -> Iterator[tuple[Run, str, str]]:
    """The run without its limits, one after the other, each with the reason that it was, counted and told."""
    too_long = f"longer than the {run.at_most} blocks that at_most allows"
    run = replace(run, which=None)
    yield (run := replace(run, window=Window())), OUTSIDE_WINDOW, "outside of its window"
    yield (run := replace(run, at_most=None)), TOO_LONG, too_long
    yield replace(run, guard=None), GUARDED, "held back by its guard (while)"


def _other_days(period: Period, written: tuple[date, date] | None) -> str:
    since = f" from {period.since}" if period.since else ""
    until = f" until {period.until}" if period.until else ""
    day = "" if written is None else f", and the URL says {written[0]}"
    return f"its layout is of the days{since}{until}{day}"
