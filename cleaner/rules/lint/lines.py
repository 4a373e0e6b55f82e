"""Rules that are in each other's way: two for one line, and what is kept that another rule drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.rules.conditions import fold
from cleaner.rules.schema import Drop, Keep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.mistake import Mistake


def check(file: RuleFile) -> Iterator[Mistake]:
    """The rules of `file` for lines or patterns that another rule of it has."""
    seen: dict[tuple[str, str], NamedRule] = {}
    for named in sorted(file.rules, key=lambda it: isinstance(it.rule, Drop)):  # keeps first, as they win
        for key, text in _texts(named):
            other = seen.setdefault((key, text), named)
            if other is named:
                continue
            if isinstance(named.rule, Drop) and isinstance(other.rule, Keep):
                what = f'"{named.id}" drops what "{other.id}" keeps, so it has no effect there; remove one'
            else:
                what = f'"{named.id}" is for the same {key} as "{other.id}"; remove one'
            yield file.mistake((*named.place, key), what, is_warning=True)


def _texts(named: NamedRule) -> Iterator[tuple[str, str]]:
    """The lines and the pattern of a rule for single blocks that holds everywhere and always."""
    rule = named.rule
    if not isinstance(rule, Drop | Keep) or rule.is_run or rule.selects or named.layout is not None:
        return
    if rule.within_first or rule.within_last or rule.beyond_first or rule.which or rule.except_:
        return
    for line in rule.line or ():
        yield "line", fold(line)
    if rule.pattern is not None:
        yield "pattern", rule.pattern
