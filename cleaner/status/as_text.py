"""The status of rules as text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.status.stale import FileStatus, RuleStatus, Status


def as_text(status: Status) -> str:
    """All rules with their months, then what is stale."""
    return "\n".join(_lines(status))


def _lines(status: Status) -> Iterator[str]:
    for file in status.files:
        yield from _file(file)
        yield ""
    for source in status.unused:
        yield f"{source}: for none of these pages"
    if status.without_file:
        yield f"no rule file: {_pages(status.without_file)}"
    for rule in status.stale:
        yield from (f"STALE {rule.where} {rule.name}: {message}" for message in rule.stale)
    with_rules = _pages(status.pages - status.without_file)
    yield f"{_pages(status.pages)}, {with_rules} with rules, {len(status.stale)} stale"


def _file(file: FileStatus) -> Iterator[str]:
    yield f"{file.source} ({file.name}): {_pages(sum(file.pages.values()))}"
    for rule in file.rules:
        yield from _rule(rule)


def _rule(rule: RuleStatus) -> Iterator[str]:
    checked = rule.checked
    tried = f"; tried {checked.date}: {checked.share:.0%} of {_pages(checked.pages)}" if checked else ""
    yield f"  {rule.name}{tried}{'  STALE' if rule.stale else ''}"
    for month, counts in rule.months.items():
        nothing = f"; its selector found nothing on {counts.no_element}" if counts.no_element else ""
        yield f"    {month}: spoke on {counts.spoke} of {_pages(counts.pages)} ({counts.share:.0%}){nothing}"


def _pages(count: int) -> str:
    return f"{count:,} page" if count == 1 else f"{count:,} pages"
