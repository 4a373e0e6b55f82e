"""Which rules should not be used as they are, after a trial on real pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.decide.thresholds import (
    ALARM_BODY,
    ALARM_LINE,
    ALARM_PAGES,
    ALARM_PATTERN,
    ALARM_RUN,
    ALARM_SELECTOR,
    AlarmLimits,
)
from cleaner.rules.silence import NO_ELEMENT
from cleaner.trial.account import domains_of
from cleaner.trial.compare import BODY, PATTERN, RUN, SELECTOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.trial.account import Account, FileAccount, RuleAccount


_LIMITS: Final = {
    BODY: ALARM_BODY,
    PATTERN: ALARM_PATTERN,
    RUN: ALARM_RUN,
    SELECTOR: ALARM_SELECTOR,
}
"""By what a rule goes by; for the others `ALARM_LINE`."""
_REMEDY: Final = {
    BODY: "add the place of the body on such pages to first_of",
    PATTERN: "let it begin with ^ or end with $, or give the lines under line",
    RUN: "give it nearer ends, at_most or while",
    SELECTOR: "select a smaller box, or one that such pages do not have",
}
_SIGNATURES: Final = "give lines that no other site has, or several under all"
_OTHER_REMEDY: Final = "leave out what is text there, with except or by a longer line"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a rule or a file that its author should look at before it is used."""

    file: str
    rule: str
    """Empty where it is about the whole file."""
    message: str


def alarms(
    account: Account, addresses: Mapping[str, tuple[str, ...]], share: float | None = None
) -> list[Alarm]:
    """The alarms of a trial, in the order of the files.

    `addresses` are the domains and hosts of each file; `share` is what one rule may take of what the generic
    part keeps on all pages of its file, and on one page, where its kind may take less there.
    """
    return [
        alarm
        for source, file in sorted(account.files.items())
        for alarm in (
            *_of_file(source, file, addresses.get(source, ())),
            *(it for name, rule in file.rules.items() for it in _of_rule(source, name, rule, share)),
        )
    ]


def _of_rule(source: str, name: str, rule: RuleAccount, share: float | None) -> Iterator[Alarm]:
    limits = _LIMITS.get(rule.kind, ALARM_LINE)
    if share is not None:
        limits = AlarmLimits(share, max(share, limits.of_sure_page), max(share, limits.of_page))
    if taken := _too_much(rule, limits):
        yield Alarm(source, name, f"{taken}; {_REMEDY.get(rule.kind, _OTHER_REMEDY)}")
    stale = rule.silent.get(NO_ELEMENT, 0)
    if not rule.spoke and stale >= ALARM_PAGES:
        what = f"its selector finds nothing on any of {stale} pages"
        yield Alarm(source, name, f"{what}; select what these have, or remove it")


def _too_much(rule: RuleAccount, limits: AlarmLimits) -> str:
    """What the rule takes beyond its limits; empty where it keeps to them."""
    keeps = "of what the generic part keeps"
    share, aside = rule.own_share, ""
    if rule.kind == BODY:
        share, aside = rule.certain_share, ", doubtful blocks aside"
    if share > limits.of_all:
        return f"takes {share:.0%} {keeps}{aside}, more than {limits.of_all:.0%}"
    of_sure, sure_page = rule.own.worst(sure=True)
    if of_sure > limits.of_sure_page:
        certain = f"where it is sure of the article, more than {limits.of_sure_page:.0%}"
        return f"takes {of_sure:.0%} {keeps} of {sure_page}, {certain}"
    of_page, page = rule.own.worst(sure=False)
    return (
        f"takes {of_page:.0%} {keeps} of {page}, more than {limits.of_page:.0%}"
        if of_page > limits.of_page
        else ""
    )


def _of_file(source: str, file: FileAccount, addresses: tuple[str, ...]) -> Iterator[Alarm]:
    if file.not_believed:
        pages = f"{file.not_believed} of {file.totals.pages} pages, first {file.doubted_page}"
        yield Alarm(
            source,
            "",
            f"leaves so little that it, or its body, is not believed on {pages}; look at that page",
        )
    if file.platform:
        return
    own = domains_of(addresses) or set(file.by_address)
    others = sorted(set(file.by_signature) - own)
    if addresses and others:
        yield Alarm(source, "", f"its signatures hold on pages of {_listed(others)}; {_SIGNATURES}")
    elif not addresses and len(file.by_signature) > 1:
        found = f"its signatures hold on pages of several sites: {_listed(others)}"
        yield Alarm(source, "", f"{found}; {_SIGNATURES}")


def _listed(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
