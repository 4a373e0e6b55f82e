"""All conditions of a rule file with their places: those of rules, of their ends, guards and exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.schema import BlockRule
from cleaner.rules.schema_conditions import Condition, Selecting, Signature, TextCondition, While
from cleaner.rules.schema_parts import Alternative, Body, Headline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.marked_yaml import Place

_ENDS: Final = {"from_": "from", "after": "after", "to": "to", "until": "until", "while_": "while"}
Form = BlockRule | Body | Headline | Alternative | Condition | While | Signature | TextCondition


class Placed(NamedTuple):
    """A condition and where it stands."""

    place: Place
    form: Form
    role: str
    """`rule`, `body`, `headline`, `signature`, `except`, or the key of an end or guard."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""
        return getattr(self.form, "line", None) or ()

    @property
    def pattern(self) -> str | None:
        """Its pattern."""
        found: str | None = getattr(self.form, "pattern", None)
        return found

    @property
    def css(self) -> tuple[str, ...]:
        """Its CSS selectors."""
        return (self.form.css or ()) if isinstance(self.form, Selecting) else ()

    @property
    def xpath(self) -> tuple[str, ...]:
        """Its XPaths."""
        return (self.form.xpath or ()) if isinstance(self.form, Selecting) else ()


def conditions(file: RuleFile) -> Iterator[Placed]:
    """Every condition of `file`, in the order of its rules, and after them its signatures."""
    for named in file.rules:
        yield from of_rule(named)
    for index, form in enumerate(file.model.match.signatures if file.model.match else ()):
        place: Place = ("match", "signatures", index)
        yield Placed(place, form, "signature")
        for number, part in enumerate(form.all or ()):
            yield Placed((*place, "all", number), part, "part")


def of_rule(named: NamedRule) -> Iterator[Placed]:
    """The conditions of one rule; a `rewrite` has none."""
    rule = named.rule
    if isinstance(rule, Body | Headline | BlockRule):
        role = "rule" if isinstance(rule, BlockRule) else type(rule).__name__.lower()
        yield Placed(named.place, rule, role)
        yield from _ends(named.place, rule)
    if isinstance(rule, BlockRule):
        for index, form in enumerate(rule.except_):
            yield Placed((*named.place, "except", index), form, "except")
    if isinstance(rule, Body):
        for index, other in enumerate(rule.first_of):
            place: Place = (*named.place, "first_of", index)
            yield Placed(place, other, "body")
            yield from _ends(place, other)


def _ends(place: Place, form: Form) -> Iterator[Placed]:
    for name, key in _ENDS.items():
        end = getattr(form, name, None)
        if isinstance(end, Condition | While):
            yield Placed((*place, key), end, key)
