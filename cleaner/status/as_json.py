"""The status of rules as JSON, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from cleaner.status.stale import RuleStatus, Status


def as_json(status: Status) -> str:
    """All rules with their months, and what is stale."""
    value = {
        "pages": status.pages,
        "without_file": status.without_file,
        "files": {
            file.source: {
                "name": file.name,
                "pages": file.pages,
                "rules": {rule.name: _rule(rule) for rule in file.rules},
            }
            for file in status.files
        },
        "unused_files": list(status.unused),
        "stale": [
            {"rule": rule.name, "where": rule.where, "message": message}
            for rule in status.stale
            for message in rule.stale
        ],
    }
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _rule(rule: RuleStatus) -> dict[str, Any]:
    return {
        "where": rule.where,
        "checked": rule.checked.model_dump() if rule.checked else None,
        "months": {month: {**asdict(it), "share": round(it.share, 4)} for month, it in rule.months.items()},
        "stale": list(rule.stale),
    }
