"""What changed against an earlier run, by the two reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from cleaner.errors import CleanerError
from cleaner.printable import printable
from cleaner.report.groups import share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOTALS: Final = ("read", "cleaned", "empty", "skipped", "failed", "source_chars", "kept_chars")
"""Counts that are compared as they are."""
GROUPED: Final = ("label", "rule", "judge", "language", "site")
_MOST_CHANGES: Final = 25
"""Changes that are listed of each kind, the largest first."""
_LEAST_CHANGE: Final = 0.0005
"""A share that changes by less has not changed."""


class ReportError(CleanerError):
    """A file that was given as a report of a run is none."""


def read_report(path: Path, given_as: str = "--against") -> dict[str, Any]:
    """The report at `path`, the argument `given_as`. Raises ReportError with both, and what to do."""
    name = f"{given_as} {printable(str(path))}"
    try:
        report = json.loads(path.read_bytes())
    except OSError as error:
        raise ReportError(f"{name} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{name} is no JSON; give what --report FILE.json wrote") from error
    if not isinstance(report, dict) or not all(isinstance(report.get(it), int) for it in TOTALS):
        raise ReportError(f"{name} is no report of a run; give what --report FILE.json wrote")
    return report


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The changes from one report to another, as JSON can hold them.

    `totals` has before and after of each count, `kept_share` likewise. For each kind of group, a list of
    those whose share has changed, the largest change first. The share of labels, rules and judges is that of
    all characters; of sites and languages, the part of their own characters that was removed. A report of a
    version that had no groups is compared by its counts alone.
    """
    changes = {kind: _changes(kind, before, after) for kind in GROUPED if f"by_{kind}" in before}
    return {
        "totals": {it: {"before": before[it], "after": after[it]} for it in TOTALS},
        "kept_share": {"before": _kept(before), "after": _kept(after)},
        **{f"by_{kind}": found for kind, found in changes.items()},
        "failure_reasons": _reasons(before, after),
    }


def _kept(report: Mapping[str, Any]) -> float | None:
    return round(report["kept_chars"] / report["source_chars"], 4) if report["source_chars"] else None


def _changes(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    old, new = _mapping(before, f"by_{kind}"), _mapping(after, f"by_{kind}")
    rows: list[dict[str, Any]] = []
    for name in sorted(old.keys() | new.keys()):
        shares = [_share(kind, name, report) for report in (before, after)]
        documents = [_number(_mapping(groups, name), "documents") for groups in (old, new)]
        change = (shares[1] or 0) - (shares[0] or 0)
        if abs(change) >= _LEAST_CHANGE or None in shares:
            rows.append(
                {
                    "name": name,
                    "before": {"documents": documents[0], "share": shares[0]},
                    "after": {"documents": documents[1], "share": shares[1]},
                    "change": round(change, 4),
                }
            )
    rows.sort(key=lambda row: (-abs(row["change"]), row["name"]))
    return rows[:_MOST_CHANGES]


def _share(kind: str, name: str, report: Mapping[str, Any]) -> float | None:
    """The share that is compared; None where the report has no such group."""
    group = _mapping(_mapping(report, f"by_{kind}"), name)
    if not group:
        return None
    kept, removed = _number(group, "kept_chars"), _number(group, "removed_chars")
    return round(share(kind, kept, removed, report["source_chars"]), 4)


def _reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Reasons of failures whose number of documents has changed."""
    old, new = _mapping(before, "failure_reasons"), _mapping(after, "failure_reasons")
    rows = [
        {
            "reason": it,
            "before": _number(_mapping(old, it), "documents"),
            "after": _number(_mapping(new, it), "documents"),
        }
        for it in sorted(old.keys() | new.keys())
    ]
    return [row for row in rows if row["before"] != row["after"]]


def _mapping(report: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping under a key; an empty one where there is none, as in reports of other versions."""
    found = report.get(key)
    return found if isinstance(found, dict) else {}


def _number(group: Mapping[str, Any], key: str) -> int:
    """The count under a key; 0 where there is none."""
    found = group.get(key)
    return found if isinstance(found, int) else 0
