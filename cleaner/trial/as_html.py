"""A trial as an HTML page by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.trial.account import Account
    from cleaner.trial.alarms import Alarm


def as_html(account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> str:
    """The whole account; `unused` are the user's files that no page got."""
    return render(
        "trial.html",
        styles=("base.css", "tables.css", "trial.css"),
        account=account,
        alarms=found,
        alarmed={(it.file, it.rule) for it in found},
        unused=unused,
    )
