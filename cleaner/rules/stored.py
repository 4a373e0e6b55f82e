"""Serialisation of a site's rules as JSON, for the compiled form, the cache and pickles.

Dataclasses become objects with their fields, and sets become sorted lists, so that the same rules are the
same bytes in every process. Reading the JSON needs neither YAML nor pydantic, and compiles no pattern.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from cleaner.rules.conditions import Condition, While
from cleaner.rules.judge import Period, Rewrite, Rule, SiteRules
from cleaner.rules.patterns import Pattern
from cleaner.rules.runs import End, Run, Singles, Window
from cleaner.rules.selectors import Selector
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    Stored = Mapping[str, Any]


def to_json(stored: object) -> bytes:
    """`stored` as one line of JSON, without a line end."""
    return orjson.dumps(stored, default=sorted)


def site_rules(line: bytes) -> SiteRules:
    """The rules in a line that `to_json` made of `SiteRules`."""
    stored: Stored = orjson.loads(line)
    return SiteRules(
        name=stored["name"],
        source=stored["source"],
        platform=stored["platform"],
        rules=tuple(map(_rule, stored["rules"])),
        rewrites=tuple(map(_rewrite, stored["rewrites"])),
        body=tuple(map(_rule, stored["body"])),
        headline=tuple(map(_rule, stored["headline"])),
        selectors=tuple(map(_selector, stored["selectors"])),
        believe_always=stored["believe_always"],
    )


def condition(stored: Stored) -> Condition:
    """The condition in the JSON of a `Condition`."""
    return Condition(
        lines=frozenset(stored["lines"]),
        pattern=_pattern(stored["pattern"]) if stored["pattern"] else None,
        selector=_selector(stored["selector"]) if stored["selector"] else None,
    )


def _rule(stored: Stored) -> Rule:
    finder = stored["finder"]
    return Rule(
        name=stored["name"],
        keep=stored["keep"],
        label=Label(stored["label"]),
        evidence=stored["evidence"],
        finder=None if finder is None else (_singles(finder) if "condition" in finder else _run(finder)),
        judged=Label(stored["judged"]) if stored["judged"] else None,
        period=_period(stored["period"]),
        outside=stored["outside"],
        inside_is_judged=stored["inside_is_judged"],
        least=stored["least"],
        excepted=tuple(map(condition, stored["excepted"])),
        rank=stored["rank"],
    )


def _rewrite(stored: Stored) -> Rewrite:
    return Rewrite(
        name=stored["name"],
        pattern=_pattern(stored["pattern"]),
        replace=stored["replace"],
        evidence=stored["evidence"],
        period=_period(stored["period"]),
    )


def _period(stored: Stored) -> Period:
    since, until = (date.fromisoformat(it) if it else None for it in (stored["since"], stored["until"]))
    return Period(since, until)


def _singles(stored: Stored) -> Singles:
    return Singles(condition(stored["condition"]), Window(**stored["window"]), stored["which"])


def _run(stored: Stored) -> Run:
    return Run(
        start=_end(stored["start"]),
        stop=_end(stored["stop"]),
        count=stored["count"],
        at_most=stored["at_most"],
        guard=_guard(stored["guard"]),
        window=Window(**stored["window"]),
        which=stored["which"],
    )


def _end(stored: Stored | None) -> End | None:
    if stored is None:
        return None
    return End(condition(stored["condition"]) if stored["condition"] else None, stored["inclusive"])


def _guard(stored: Stored | None) -> While | None:
    if stored is None:
        return None
    asked = condition(stored["condition"]) if stored["condition"] else None
    return While(asked, stored["longest"], stored["off_topic"])


def _pattern(stored: Stored) -> Pattern:
    return Pattern(stored["text"], tuple(map(tuple, stored["clauses"])))


def _selector(stored: Stored) -> Selector:
    return Selector(tuple(stored["css"]), tuple(stored["xpath"]), stored["partly"])
