"""The report of a run as an HTML page by itself: `cleaner run --report FILE.html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.pages.render import render
from cleaner.report.groups import share

if TYPE_CHECKING:
    from collections.abc import Mapping


def report_page(report: Mapping[str, Any]) -> str:
    """The page of a report, in the form that `--report FILE.json` writes."""
    return render("report.html", styles=("base.css", "tables.css", "report.css"), part_of=share, **report)
