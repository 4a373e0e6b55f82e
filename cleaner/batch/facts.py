"""What decides the bytes that a run writes, so that another run can tell whether it would write the same."""

from __future__ import annotations

import dataclasses
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cleaner
from cleaner.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.batch.plan import Plan
    from cleaner.batch.workers import Setup


LIMIT: Final = "limit (--max-size, --max-seconds, --max-memory)"
"""This may be another when failures are tried again: what did not fail is not touched by it."""


INPUT: Final = "INPUT"


def facts(plan: Plan, setup: Setup) -> dict[str, str]:
    """Each fact under the name that people are told when it has changed."""
    options = {it.name: getattr(setup.options, it.name) for it in dataclasses.fields(setup.options)}
    request = plan.request
    told = [
        f"{name}={sorted(value) if isinstance(value, frozenset) else value}"
        for name, value in sorted({**options, "max_removed": setup.max_removed}.items())
    ]
    return {
        "version of cleaner": f"{cleaner.__version__} {_digest(_own_data())}",
        "set of rules (--rules)": _digest(Path(it) for it in setup.rules),
        "choice of options": "; ".join(told),
        LIMIT: str(setup.limits),
        "choice of formats (--from, --to)": f"{request.read_as} {request.write_as}",
        INPUT: "\n".join(_whole(it) for it in request.sources),
        "choice of documents (--limit, --sample)": f"{request.limit} {request.sample}",
        "manifest": _digest([request.manifest] if request.manifest else []),
        "answer to whether --removed is wanted": str(setup.removed),
    }


def _own_data() -> list[Path]:
    return [Path(cleaner.__file__).parent / "model", rules_folder()]


def _whole(typed: str) -> str:
    return typed if typed == "-" or "://" in typed else os.fsencode(Path(typed).absolute()).hex()


def _digest(places: Iterable[Path]) -> str:
    """The names and contents of all files in `places`."""
    digest = blake2b(digest_size=16)
    for place in places:
        files = sorted(it for it in place.rglob("*") if it.is_file()) if place.is_dir() else [place]
        for file in files:
            if file.suffix not in {".pyc", ".py"}:
                digest.update(os.fsencode(file.relative_to(place) if file != place else file.name))
                digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()
