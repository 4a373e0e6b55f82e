"""Which rules have gone stale: their selector finds nothing any more, or they speak far less than once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner.decide.thresholds import ALARM_PAGES
from cleaner.status.by_month import Month, RuleMonths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.schema_parts import Checked
    from cleaner.status.by_month import ByMonth

LEAST_OF_SHARE: Final = 0.5
"""The part of the share of pages that a rule spoke on when it was tried that it must still speak on."""
FEWEST_EXPECTED: Final = 2.0
"""Pages on which a rule would speak by its earlier share; with fewer, its silence may be chance."""


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """One rule of a file: how often it speaks, when it was tried, and what is wrong with it."""

    name: str
    """`site/id`."""
    where: str
    """`file:line`."""
    months: dict[str, Month]
    checked: Checked | None
    stale: tuple[str, ...] = ()
    """Why it is stale; empty where it is not, or nobody can tell."""


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One rule file."""

    source: str
    name: str
    pages: dict[str, int]
    """Month -> pages that were given this file."""
    rules: tuple[RuleStatus, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """All of the user's rule files on the pages of an input."""

    pages: int
    without_file: int
    files: tuple[FileStatus, ...]
    unused: tuple[str, ...] = field(default=())
    """Files that no page was given, nor any file that extends them."""

    @property
    def stale(self) -> list[RuleStatus]:
        """The rules that are stale."""
        return [rule for file in self.files for rule in file.rules if rule.stale]


def status(files: Sequence[RuleFile], found: ByMonth) -> Status:
    """The status of the user's `files` by what was `found` on pages."""
    known = _by_name(found)
    of_files = []
    unused = []
    for file in files:
        rules = tuple(it for named in file.rules if (it := _of_rule(file, named, known)) is not None)
        account = found.files.get(file.shown)
        if account is None and not rules:
            unused.append(file.shown)
            continue
        pages = dict(sorted(account.pages.items())) if account else {}
        of_files.append(FileStatus(file.shown, file.model.site, pages, rules))
    return Status(found.pages, found.without_file, tuple(of_files), tuple(unused))


def _by_name(found: ByMonth) -> dict[str, RuleMonths]:
    """Each rule on the pages of all files that have it: files share the rules of those that they extend."""
    known: dict[str, RuleMonths] = {}
    for file in found.files.values():
        for name, rule in file.rules.items():
            merged = known.setdefault(name, RuleMonths(rule.kind))
            for month, counts in rule.months.items():
                merged.months.setdefault(month, Month()).add(counts)
    return known


def _of_rule(file: RuleFile, named: NamedRule, known: dict[str, RuleMonths]) -> RuleStatus | None:
    """The status of a rule; None where no page was given its file."""
    name = f"{file.model.site}/{named.id}"
    parts = {key: it for key, it in known.items() if key == name or key.startswith(f"{name}.")}
    if not parts:
        return None
    whole = _any_of(list(parts.values()))
    stale = [message for key, part in parts.items() for message in _lost_selector(key, name, part)]
    if not stale:
        stale = list(_fading(whole, named.rule.checked))
    months = dict(sorted(whole.months.items()))
    return RuleStatus(name, file.where(*named.place), months, named.rule.checked, tuple(stale))


def _any_of(parts: Sequence[RuleMonths]) -> RuleMonths:
    """The rule that speaks where one of `parts`, the alternatives of a body, does; on a page one does."""
    if len(parts) == 1:
        return parts[0]
    together = RuleMonths(parts[0].kind)
    for month in sorted({it for part in parts for it in part.months}):
        counts = [part.months[month] for part in parts if month in part.months]
        pages = max(it.pages for it in counts)
        spoke = min(pages, sum(it.spoke for it in counts))
        no_element, plain = (min(getattr(it, key) for it in counts) for key in ("no_element", "plain"))
        together.months[month] = Month(pages, spoke, no_element, plain)
    return together


def _lost_selector(key: str, name: str, part: RuleMonths) -> Iterator[str]:
    """That the selector of a rule, or of an alternative of a body, finds nothing on the latest pages."""
    since, recent = part.recent
    if recent.spoke or recent.no_element < max(ALARM_PAGES, recent.pages - recent.plain):
        return
    whole = part.whole
    earlier = Month(whole.pages - recent.pages, whole.spoke)
    if earlier.spoke and earlier.share * recent.pages < FEWEST_EXPECTED:
        return
    which = "" if key == name else f" ({key.removeprefix(name).lstrip('.')} of first_of)"
    when = f"since {since}" if earlier.spoke else "at all"
    yield f"its selector{which} finds nothing {when}, on {recent.no_element} pages"


def _fading(rule: RuleMonths, checked: Checked | None) -> Iterator[str]:
    """That a rule speaks on less than half of the share of pages that it spoke on when it was tried."""
    since, recent = rule.recent
    if checked is None or checked.share * recent.pages < FEWEST_EXPECTED:
        return
    if recent.share < LEAST_OF_SHARE * checked.share:
        yield (
            f"speaks on {recent.share:.0%} of {recent.pages} pages since {since}, and did on "
            f"{checked.share:.0%} when it was tried on {checked.date}"
        )
