"""Adds up on how many pages each rule spoke, month by month, in memory that does not grow with the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cleaner.rules.silence import NO_ELEMENT, PLAIN_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

RECENT_PAGES: Final = 20
"""The latest months that have so many pages of a file together show whether its rules still speak."""


@dataclass(slots=True)
class Month:
    """What a rule did in one month, or in several together."""

    pages: int = 0
    """Pages that were given the rule's file."""
    spoke: int = 0
    """Those on which the rule decided about some block."""
    no_element: int = 0
    """Those on which its selector found nothing."""
    plain: int = 0
    """Plain texts, which it has no selector for."""

    @property
    def share(self) -> float:
        """The share of pages that the rule spoke on, 0 to 1."""
        return self.spoke / self.pages if self.pages else 0.0

    def add(self, other: Month) -> None:
        """Add the pages of another month."""
        self.pages += other.pages
        self.spoke += other.spoke
        self.no_element += other.no_element
        self.plain += other.plain


@dataclass(slots=True)
class RuleMonths:
    """The months of one rule. Alternatives of a body (`body.1`, `body.2`) are rules here."""

    kind: str = ""
    """What it goes by, see `cleaner.trial.compare.kind_of`."""
    months: dict[str, Month] = field(default_factory=dict)

    @property
    def whole(self) -> Month:
        """All months together."""
        return self._together(list(self.months))

    @property
    def recent(self) -> tuple[str, Month]:
        """The first of the latest months with `RECENT_PAGES` pages, and these months together."""
        names = sorted(self.months, reverse=True)
        taken: list[str] = []
        while names and self._together(taken).pages < RECENT_PAGES:
            taken.append(names.pop(0))
        return (taken[-1] if taken else ""), self._together(taken)

    def _together(self, names: list[str]) -> Month:
        found = Month()
        for name in names:
            found.add(self.months[name])
        return found


@dataclass(slots=True)
class FileMonths:
    """The rules of one file, and how many pages it was for, by month."""

    name: str = ""
    pages: dict[str, int] = field(default_factory=dict)
    rules: dict[str, RuleMonths] = field(default_factory=dict)


class ByMonth:
    """All pages of an input by rule file, rule and month."""

    def __init__(self) -> None:
        self.pages = 0
        self.without_file = 0
        """Pages that no rule file is for."""
        self.files: dict[str, FileMonths] = {}

    def add(self, month: str, page: Mapping[str, Any]) -> None:
        """Add a page of `month`; `page` is what `cleaner.trial.compare.compared` gave."""
        self.pages += 1
        if "file" not in page:
            self.without_file += 1
            return
        file = self.files.setdefault(page["file"], FileMonths())
        file.name = page["name"]
        file.pages[month] = file.pages.get(month, 0) + 1
        for about in page["rules"]:
            rule = file.rules.setdefault(about["name"], RuleMonths())
            rule.kind = about["kind"]
            silent = about.get("silent")
            page_alone = Month(1, silent is None, silent == NO_ELEMENT, silent == PLAIN_TEXT)
            rule.months.setdefault(month, Month()).add(page_alone)
