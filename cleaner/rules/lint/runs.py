"""Runs and windows that cannot be met, or that nothing holds back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.rules.schema import BlockRule, Drop
from cleaner.rules.schema_conditions import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.mistake import Mistake

MOST: Final = 500
"""Blocks beyond which a limit limits nothing."""
_LIMITS: Final = ("at_most", "blocks", "within_first", "within_last", "beyond_first")


def check(file: RuleFile) -> Iterator[Mistake]:
    """The mistakes in the runs and windows of `file`."""
    for named in file.rules:
        if isinstance(named.rule, BlockRule):
            for key, what, is_warning in _mistakes(named.rule):
                place = (*named.place, key) if key else named.place
                yield file.mistake(place, _named(named, what), is_warning=is_warning)


def _named(named: NamedRule, what: str) -> str:
    return f'"{named.id}" {what}'


def _mistakes(rule: BlockRule) -> Iterator[tuple[str, str, bool]]:
    """Key, what is wrong, and whether it is only a warning."""
    yield from _windows(rule)
    yield from _unlimited(rule)
    yield from _ends(rule)
    if any(it == _own_condition(rule) for it in rule.except_):
        yield "except", "excepts all that it finds; make the exception narrower", False
    if rule.which and rule.from_ == "start":
        yield "which", "begins at the document's start, which there is once; remove which", True


def _windows(rule: BlockRule) -> Iterator[tuple[str, str, bool]]:
    first, last, beyond = rule.within_first, rule.within_last, rule.beyond_first
    if first is not None and beyond >= first:
        yield (
            "beyond_first",
            f"can never match: no block is beyond {beyond} and within {first}; widen it",
            False,
        )
    room = min(last or MOST, MOST if first is None else first - beyond)
    if rule.blocks and rule.while_ is None and 0 < room < min(rule.blocks, MOST):
        yield "blocks", f"can never match: {rule.blocks} blocks do not fit into its window; widen it", False
    if first is not None and last is not None:
        what = "must be near both ends, so it holds in short documents alone; keep one of the two"
        yield "within_last", what, True
    if rule.blocks and rule.at_most and rule.at_most < rule.blocks and rule.while_ is None:
        yield "at_most", f"can never match: {rule.blocks} blocks are more than at_most; remove one", False


def _unlimited(rule: BlockRule) -> Iterator[tuple[str, str, bool]]:
    for key in _LIMITS:
        value = getattr(rule, key)
        if value is not None and value > MOST:
            yield key, f"has {key}: {value}, which limits nothing; give what the longest page needs", True
    to_edge = rule.to == "end" or rule.from_ == "start"
    if to_edge and rule.blocks is None and rule.at_most is None and rule.while_ is None:
        edge = ("to", "end") if rule.to == "end" else ("from", "start")
        what = f"runs to the document's {edge[1]} however far that is; give at_most, or while"
        yield edge[0], what, True
    if isinstance(rule, Drop) and _counts_back_unguarded(rule):
        yield "", "counts back, and takes body where it finds less; add while: or beyond_first:", True


def _counts_back_unguarded(rule: Drop) -> bool:
    backward = rule.from_ is None and rule.after is None
    return backward and (rule.blocks or 0) > 1 and rule.while_ is None and not rule.beyond_first


def _ends(rule: BlockRule) -> Iterator[tuple[str, str, bool]]:
    begin, end = rule.from_ or rule.after, rule.to or rule.until
    if not isinstance(begin, Condition) or begin != end:
        return
    if rule.after is not None and rule.to is None:
        return  # what stands between two lines of one kind
    if rule.from_ is not None and rule.to is not None:
        what = "begins and ends with the same condition, so each run is one block; give line or pattern alone"
        yield "to", what, True


def _own_condition(rule: BlockRule) -> Condition | None:
    """The rule's own condition on a block, in the form of an exception."""
    if rule.is_run or rule.judged is not None:
        return None
    given = {key: getattr(rule, key) for key in ("line", "pattern", "css", "xpath")}
    return Condition.model_validate({key: it for key, it in given.items() if it is not None})
