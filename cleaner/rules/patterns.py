"""Patterns of rules: each is compiled when it is first run, and run only where its literals occur.

`cleaner.rules.literals` finds the literals that every match of a pattern must contain. Searching for them is
twenty times as cheap as running the pattern, and possible for the patterns of all sites at once. They are
searched for in `searchable` text, in which characters that a pattern could take for each other are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

_MOST_COMPILED: Final = 4096
"""Compiled patterns that a process keeps; a run may have thousands of sites, each with one page."""


def searchable(text: str) -> str:
    """`text` without case, for searching in it.

    It is mapped character by character, so a substring of the text becomes a substring of the result; and all
    characters that a pattern which ignores case takes for each other become the same.

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
    """Literals as in `searchable` text: of each clause at least one must occur. Empty where unknown."""

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.text)

    def may_match(self, folded: str) -> bool:
        """Whether the pattern may match in a text whose `searchable` form is `folded`."""
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
