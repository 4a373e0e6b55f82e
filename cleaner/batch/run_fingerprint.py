"""The fingerprint of a run: everything besides the input files that decides the bytes of its output.

A resumed run compares its fingerprint with that of the previous run, and refuses to start where they differ.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.fingerprint import content, options_content, own_content, rules_content

if TYPE_CHECKING:
    from cleaner.batch.plan import Plan
    from cleaner.batch.workers import Setup


LIMIT: Final = "limit (--max-size, --max-seconds, --max-memory)"
"""The key of the limits. With `--retry-failures` they may differ: only failures depend on them."""
INPUT: Final = "INPUT"
"""The key of the INPUT arguments, which are stored independently of the working folder."""


def run_fingerprint(plan: Plan, setup: Setup) -> dict[str, str]:
    """The parts of the fingerprint. The keys are the names that messages use for a part that has changed.

    Raises OSError where the manifest or a rule file cannot be read.
    """
    request = plan.request
    chosen = f"{request.limit} {request.sample} {request.shard}"
    return {
        "version of cleaner": own_content(),
        "set of rules (--rules)": rules_content(list(map(Path, setup.rules))),
        "choice of options": "; ".join(
            (options_content(setup.options), f"max_removed={setup.max_removed}", f"as={setup.form}")
        ),
        LIMIT: str(setup.limits),
        "choice of formats (--from, --to)": f"{request.read_as} {request.write_as}",
        INPUT: "\n".join(_absolute(it) for it in request.sources),
        "choice of documents (--limit, --sample, --shard)": chosen,
        "manifest": content([request.manifest] if request.manifest else []),
        "answer to whether --removed is wanted": str(setup.removed),
    }


def _absolute(typed: str) -> str:
    """An INPUT argument that means the same in every working folder; a path as hex, as it may be no text."""
    return typed if typed == "-" or "://" in typed else os.fsencode(Path(typed).absolute()).hex()
