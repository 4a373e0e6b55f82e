"""What decides the bytes that a run writes, so that another run can tell whether it would write the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.fingerprint import content, options_content, own_content, rules_content

if TYPE_CHECKING:
    from cleaner.batch.plan import Plan
    from cleaner.batch.workers import Setup


LIMIT: Final = "limit (--max-size, --max-seconds, --max-memory)"
"""This may be another when failures are tried again: what did not fail is not touched by it."""


INPUT: Final = "INPUT"


def run_fingerprint(plan: Plan, setup: Setup) -> dict[str, str]:
    """Each fact under the name that people are told when it has changed."""
    request = plan.request
    return {
        "version of cleaner": own_content(),
        "set of rules (--rules)": rules_content(list(map(Path, setup.rules))),
        "choice of options": f"{options_content(setup.options)}; max_removed={setup.max_removed}",
        LIMIT: str(setup.limits),
        "choice of formats (--from, --to)": f"{request.read_as} {request.write_as}",
        INPUT: "\n".join(_absolute(it) for it in request.sources),
        "choice of documents (--limit, --sample)": f"{request.limit} {request.sample}",
        "manifest": content([request.manifest] if request.manifest else []),
        "answer to whether --removed is wanted": str(setup.removed),
    }


def _absolute(typed: str) -> str:
    return typed if typed == "-" or "://" in typed else os.fsencode(Path(typed).absolute()).hex()
