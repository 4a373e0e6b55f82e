"""Why a rule finds nothing on a page: each of its limits is lifted in turn, until it finds something.

For people who write rules; deciding on a page needs none of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cleaner.identify.site import url_dates
from cleaner.rules.clock import Clock, RuleTime
from cleaner.rules.runs import Run, Singles, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.document import Document
    from cleaner.rules.conditions import BlockView, Condition
    from cleaner.rules.judge import Rule, SiteRules

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
"""Why a rule has no effect, in words."""


def reasons(site: SiteRules, silent: set[str], document: Document, page: str | None) -> dict[str, str]:
    """Why each of the `silent` rules, by name, finds nothing on `document`; `page` is its HTML."""
    time = RuleTime()
    view = site.view(document, page, time)
    written = url_dates(document.url)
    found: dict[str, str] = {}
    for rule in (*site.rules, *site.headline, *site.body):
        if rule.name in silent:
            found[rule.name] = (
                _reason(rule, view, time, is_page=page is not None)
                if rule.period.covers(written)
                else OTHER_LAYOUT
            )
    return found


def _reason(rule: Rule, view: BlockView, time: RuleTime, *, is_page: bool) -> str:
    if rule.finder is None:
        return NOT_LABELLED
    try:
        clock = Clock(time.each, time)
        if rule.excepted and _finds(rule.finder, view, clock):
            return EXCEPTED
        if isinstance(rule.finder, Singles):
            return _of_singles(rule.finder, view, clock, is_page=is_page)
        return _of_run(rule.finder, view, clock, is_page=is_page)
    except TimeoutError:
        return OUT_OF_TIME


def _of_singles(finder: Singles, view: BlockView, clock: Clock, *, is_page: bool) -> str:
    if _finds(replace(finder, window=Window()), view, clock):
        return OUTSIDE_WINDOW
    return _missing(finder.condition, view, NO_BLOCK, is_page=is_page)


def _of_run(run: Run, view: BlockView, clock: Clock, *, is_page: bool) -> str:
    for without, reason in _lifted(run):
        if _finds(without, view, clock):
            return reason
    for end, reason in ((run.start, NO_BEGIN), (run.stop, NO_END)):
        if end and end.condition and not _finds(Singles(end.condition), view, clock):
            return _missing(end.condition, view, reason, is_page=is_page)
    return NO_END


def _lifted(run: Run) -> Iterator[tuple[Run, str]]:
    """The run without its limits, one after the other, each with the reason that it was."""
    run = replace(run, which=None)
    yield (run := replace(run, window=Window())), OUTSIDE_WINDOW
    yield (run := replace(run, at_most=None)), TOO_LONG
    yield replace(run, guard=None), GUARDED


def _finds(finder: Singles | Run, view: BlockView, clock: Clock) -> bool:
    return next(iter(finder.blocks(view, clock)), None) is not None


def _missing(condition: Condition, view: BlockView, otherwise: str, *, is_page: bool) -> str:
    """Whether it is the condition's selector that finds nothing, or `otherwise`."""
    if condition.selector is None:
        return otherwise
    if not is_page:
        return PLAIN_TEXT
    return otherwise if view.inside(condition.selector) else NO_ELEMENT
