"""A trial as JSON, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.trial.account import Account, FileAccount
    from cleaner.trial.alarms import Alarm


def as_json(account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> str:
    """The whole account; `unused` are the user's files that no page got."""
    value = {
        "all": asdict(account.all),
        "without_file": asdict(account.without_file),
        "alarms": [asdict(it) for it in found],
        "files": {source: _file(it) for source, it in sorted(account.files.items())},
        "unused_files": list(unused),
        "sites": {name: asdict(it) for name, it in sorted(account.sites.items())},
        "most_changed": account.changed,
    }
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _file(file: FileAccount) -> dict[str, Any]:
    value = asdict(file)
    for name, rule in file.rules.items():
        worst, page = max(rule.own.worst(sure=it) for it in (True, False))
        value["rules"][name] |= {
            "share": round(rule.share, 4),
            "own_share": round(rule.own_share, 4),
            "spoke_share": round(rule.spoke_share, 4),
            "worst": {"page": page, "share": round(worst, 4)},
        }
        del value["rules"][name]["own"]
    return value
