"""Patterns of rules: compiled when first run, and run only on texts that contain their literals.

`cleaner.rules.literals` finds literals that every match of a pattern must contain. Searching for literals is
twenty times as cheap as running the pattern, and possible for the patterns of all sites at once. They are
searched for in the `searchable` form of a text, in which characters that differ only by case are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

_MOST_COMPILED: Final = 4096
"""Compiled patterns that a process keeps. A run may have thousands of sites, with one page each."""


def searchable(text: str) -> str:
    """`text` without differences of case, to search for literals in it.

    Characters are mapped one by one, so that a substring of `text` becomes a substring of the result.
    Characters that are equal to a pattern that ignores case become the same.

    >>> searchable("SUBSCRİBE, Straße")
    'subscribe, strasse'
    """
    if text.isascii():
        return text.lower()
    return text.casefold().replace("\u0307", "").replace("ı", "i")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, and the literals that a text must contain for it to match."""

    text: str
    clauses: tuple[tuple[str, ...], ...] = ()
    """Literals in `searchable` form, at least one of each clause in every match. Empty where unknown."""

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.text)

    def may_match(self, folded: str) -> bool:
        """Whether the pattern may match in a text whose `searchable` form is `folded`.

        >>> Pattern("Sign (up|in)", (("sign ",),)).may_match("sign here")
        True
        """
        for literals in self.clauses:
            for literal in literals:
                if literal in folded:
                    break
            else:
                return False
        return True


@lru_cache(maxsize=_MOST_COMPILED)
def _compiled(text: str) -> regex.Pattern[str]:
    return regex.compile(text, cache_pattern=False)
