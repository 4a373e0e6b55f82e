"""Every choice a caller has, in one frozen value: no function takes a row of flags."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from enum import StrEnum
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.errors import OptionError, shown_value
from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Callable


_Choice = TypeVar("_Choice", bound=StrEnum)


class Engine(StrEnum):
    """How HTML is read; plain text knows no difference."""

    FULL = "full"
    """Where one network is in doubt, all others judge in its place, and trafilatura reads the page too."""
    FAST = "fast"
    """One fast parser alone, and one network that needs no heuristics; removed blocks are named by their
    phrases and by what the page itself calls them."""


class Prefer(StrEnum):
    """What happens to a block that is in doubt."""

    BALANCE = "balance"
    """It stays from the score on that was fitted."""
    RECALL = "recall"
    """More stays: for who would rather have boilerplate than lose body."""
    PRECISION = "precision"
    """Less stays."""


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are cleaned; the defaults are those of the command line.

    An engine, labels and what to prefer may be given by name, and labels in any collection. Raises
    OptionError for a value that is none of what an option may be.
    """

    site_rules: bool = True
    """Whether site rules take part, or the generic part judges alone."""
    title: bool = True
    """Whether the article's own headline stays, as the first line of `Result.text`."""
    keep: frozenset[Label] = field(default_factory=frozenset)
    """Labels that stay besides body, headline and section headings."""
    drop: frozenset[Label] = field(default_factory=frozenset)
    """Labels that go although they stay by default. `drop` wins over `keep`."""
    prefer: Prefer = Prefer.BALANCE
    """Whether blocks in doubt stay as fitted, or more of them (`recall`), or fewer (`precision`)."""
    engine: Engine = Engine.FULL
    find_metadata: bool = False
    """Whether author and date are looked for in the text of pages that do not give them in their head.

    trafilatura does it, for 26 ms a page, when `Result.metadata` is asked for. It finds most dates and a
    third of the authors that are missing; three in four of these dates are right, three in five authors."""
    links: bool = True
    """Whether `Result.markdown` and `Result.html` have links; `Result.text` has none."""
    images: bool = False
    """Whether they have images."""
    rule_seconds: float = 0.1
    """How long one rule's patterns may run on one document, in CPU time, before the rule is skipped."""
    total_rule_seconds: float = 1.0
    """The same for all site rules together, signatures and selectors included; `Result.timed_out` names what
    was skipped. A selector that already runs is not interrupted."""
    max_seconds: float | None = None
    """How long one document may take, by the clock, before it is a DocumentError; None is without a limit.

    The clock is looked at between the steps of the pipeline, in any thread, without signals. A step that has
    begun is not interrupted: a document ends late by up to a third of all the time that it needs, and by the
    few seconds that trafilatura takes for a page of tens of thousands of tags, if the engine is full. So the
    limit stops no single call that never returns, and no rule before its own limit. It does not count what
    is loaded for the first document, nor what `Result` makes when it is asked (`markdown`, `metadata`), and
    says nothing of memory. To be sure of a document's end, clean it in a process that can be killed, as
    `cleaner run --max-seconds` does.
    """

    def __post_init__(self) -> None:
        """Check every value, and turn names into what they name."""
        for name, checked in _CHECKS.items():
            object.__setattr__(self, name, checked(name, getattr(self, name)))

    def __reduce__(self) -> tuple[Callable[..., Options], tuple[tuple[tuple[str, Any], ...]]]:
        """Pickled as plain values in a fixed order: sets are pickled in one that the hash seed decides."""
        return _from_plain, (tuple((it.name, _plain(getattr(self, it.name))) for it in fields(self)),)

    @property
    def kept_labels(self) -> frozenset[Label]:
        """The labels whose blocks stay."""
        return (MAIN_CONTENT | self.keep) - self.dropped_labels

    @property
    def dropped_labels(self) -> frozenset[Label]:
        """The labels whose blocks go, whoever would keep them."""
        return self.drop if self.title else self.drop | {Label.HEADLINE}


def _from_plain(values: tuple[tuple[str, Any], ...]) -> Options:
    return Options(**dict(values))


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return tuple(sorted(map(str, value)))
    return str(value) if isinstance(value, StrEnum) else value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise OptionError(f"{name} is {shown_value(value)}; give True or False")
    return value


def _engine(name: str, value: object) -> Engine:
    return _one_of(Engine, name, value)


def _prefer(name: str, value: object) -> Prefer:
    return _one_of(Prefer, name, value)


def _one_of(choices: type[_Choice], name: str, value: object) -> _Choice:
    if isinstance(value, str):
        for choice in choices:
            if value == choice.value:
                return choice
    raise OptionError(f"{name} is {shown_value(value)}; give {' or '.join(choices)}")


def _labels(name: str, value: object) -> frozenset[Label]:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, Iterable) and not isinstance(names, bytes | Mapping):
        names = list(names)
        if all(isinstance(it, str) for it in names):
            try:
                return frozenset(map(Label.parse, names))
            except ValueError as error:
                raise OptionError(f"{name}: {error}") from None
    raise OptionError(f"{name} is {shown_value(value)}; give labels. Labels: {', '.join(Label)}")


def _seconds(name: str, value: object) -> float:
    if isinstance(value, Real) and not isinstance(value, bool):
        with suppress(OverflowError):
            seconds = float(value)
            if 0 < seconds < math.inf:
                return seconds
    raise OptionError(f"{name} is {shown_value(value)}; give a number of seconds above 0")


def _limit(name: str, value: object) -> float | None:
    return None if value is None else _seconds(name, value)


_CHECKS: dict[str, Callable[[str, Any], object]] = {
    "site_rules": _flag,
    "title": _flag,
    "keep": _labels,
    "drop": _labels,
    "prefer": _prefer,
    "engine": _engine,
    "find_metadata": _flag,
    "links": _flag,
    "images": _flag,
    "rule_seconds": _seconds,
    "total_rule_seconds": _seconds,
    "max_seconds": _limit,
}
"""What each option is checked by."""
