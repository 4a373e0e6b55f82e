"""Patterns of rules at work: each is compiled when it is first run, and runs only where its literals occur.

`cleaner.rules.literals` finds, once, the literals that any match of a pattern must contain. To look for these
is twenty times as cheap as to run the pattern, and can be done for the patterns of all sites in one search.
It is done in `searchable` text, in which characters are the same that a pattern could take for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

_MOST_COMPILED: Final = 4096
"""How many compiled patterns a process keeps; a run may meet thousands of sites, each for one page."""


def searchable(text: str) -> str:
    """`text` without case, for comparing parts of it.

    Character by character, so that a part of a text becomes a part of the result, and that for every
    character which a pattern that ignores case takes for another, both become the same.

    >>> searchable("SUBSCRİBE, Straße")
    'subscribe, strasse'
    """
    if text.isascii():
        return text.lower()
    return text.casefold().replace("\u0307", "").replace("ı", "i")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, and what a text must contain for it to match."""

    text: str
    clauses: tuple[tuple[str, ...], ...] = ()
    """Literals as in `searchable` text: of each clause at least one. None where that is not known."""

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The pattern, ready to use."""
        return _compiled(self.text)

    def may_match(self, folded: str) -> bool:
        """Whether the pattern could be found in a text that is `folded` when made `searchable`."""
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
