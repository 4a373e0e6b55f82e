"""Errors for the person who meets them: what is wrong, where, and what to do."""

from __future__ import annotations

from reprlib import Repr
from typing import TYPE_CHECKING, Final

from cleaner.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_REPR: Final = Repr()
_REPR.maxstring = _REPR.maxother = 60


class CleanerError(Exception):
    """Anything this package raises on purpose; its text is meant to be shown as it is."""


class RuleError(CleanerError):
    """One or more rule files are wrong; one line a fault, each `file:line:column: what; what to do`."""

    def __init__(self, faults: Sequence[object]) -> None:
        """Faults quote rule files, so they are escaped."""
        self.faults = [printable(str(it)) for it in faults]
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[type[RuleError], tuple[list[str]]]:
        """Made again from the same faults, when it comes from a worker process."""
        return type(self), (self.faults,)


class DocumentError(CleanerError):
    """One document cannot be cleaned; the others can."""


class OptionError(CleanerError, ValueError):
    """An option, or another argument of a call, is nothing that it may be; its text says what it may be."""


class MissingExtraError(CleanerError):
    """A feature needs an optional extra that is not installed; the text names the extra."""


def shown_value(value: object) -> str:
    """`value` as an error shows it: its `repr`, shortened, as `one_line` writes it."""
    return one_line(_REPR.repr(value))


def internal_error(error: Exception) -> str:
    """What to say of an error that is this package's own fault."""
    return f"internal error: {type(error).__name__}: {error}; please report it"


def one_line(text: str) -> str:
    """`text` on one line, what cannot be printed escaped."""
    folded = " ".join(text.split())
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode("ascii") for it in folded)
