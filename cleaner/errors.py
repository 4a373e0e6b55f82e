"""Errors for the person who meets them: what is wrong, where, and what to do."""

from __future__ import annotations

from cleaner.escapes import escaped


class CleanerError(Exception):
    """Anything this package raises on purpose; its text is meant to be shown as it is."""


class RuleError(CleanerError):
    """One or more rule files are wrong; one line a fault, each `file:line: what; what to do`."""

    def __init__(self, faults: list[str]) -> None:
        """Faults quote rule files, so they are escaped."""
        self.faults = list(map(escaped, faults))
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[type[RuleError], tuple[list[str]]]:
        """Made again from the same faults, when it comes from a worker process."""
        return type(self), (self.faults,)


class DocumentError(CleanerError):
    """One document cannot be cleaned; the others can."""


class MissingExtraError(CleanerError):
    """A feature needs an optional extra that is not installed; the text names the extra."""
