"""Which rules should not be used as they are, after a trial on real pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.decide.thresholds import ALARM_LINES_OF_PAGE, ALARM_PAGES, ALARM_TAKEN, ALARM_TAKEN_OF_PAGE
from cleaner.rules.silence import NO_ELEMENT
from cleaner.trial.account import domains_of
from cleaner.trial.compare import BODY, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.trial.account import Account, FileAccount, RuleAccount


_MOST_OF_PAGE: Final = {TEXT: ALARM_LINES_OF_PAGE, BODY: 1.0}
"""What a rule may take of one page, by what it goes by, where that is not `ALARM_TAKEN_OF_PAGE`."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a rule or a file that its author should look at before it is used."""

    file: str
    rule: str
    """Empty where it is about the whole file."""
    message: str


def alarms(
    account: Account, addresses: Mapping[str, tuple[str, ...]], share: float = ALARM_TAKEN
) -> list[Alarm]:
    """The alarms of a trial, in the order of the files.

    `addresses` are the domains and hosts of each file; `share` is what one rule may take of what the generic
    part keeps on all pages of its file.
    """
    return [
        alarm
        for source, file in sorted(account.files.items())
        for alarm in (
            *_of_file(source, file, addresses.get(source, ())),
            *(it for name, rule in file.rules.items() for it in _of_rule(source, name, rule, share)),
        )
    ]


def _of_rule(source: str, name: str, rule: RuleAccount, share: float) -> Iterator[Alarm]:
    worst, worst_page = rule.own.worst
    if rule.own_share > share:
        yield Alarm(
            source, name, f"takes {rule.own_share:.0%} of what the generic part keeps, more than {share:.0%}"
        )
    elif worst > _MOST_OF_PAGE.get(rule.kind, ALARM_TAKEN_OF_PAGE):
        message = f"takes {worst:.0%} of what the generic part keeps of {worst_page}"
        yield Alarm(source, name, message)
    stale = rule.silent.get(NO_ELEMENT, 0)
    if not rule.spoke and stale >= ALARM_PAGES:
        yield Alarm(source, name, f"its selector finds nothing on any of {stale} pages")


def _of_file(source: str, file: FileAccount, addresses: tuple[str, ...]) -> Iterator[Alarm]:
    if file.not_believed:
        pages = f"{file.not_believed} of {file.totals.pages} pages, first {file.doubted_page}"
        yield Alarm(source, "", f"leaves so little that it, or its body, is not believed on {pages}")
    if file.platform:
        return
    own = domains_of(addresses) or set(file.by_address)
    others = sorted(set(file.by_signature) - own)
    if addresses and others:
        yield Alarm(source, "", f"its signatures hold on pages of {_listed(others)}")
    elif not addresses and len(file.by_signature) > 1:
        yield Alarm(source, "", f"its signatures hold on pages of several sites: {_listed(others)}")


def _listed(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
