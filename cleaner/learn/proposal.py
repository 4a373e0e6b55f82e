"""A rule that is proposed, with what speaks for it: support, examples, a case and a counter-case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cleaner.learn.limits import CASE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.learn.page import SitePage


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule, as its part of a rule file."""

    id: str
    """Its name in the file; `body` for the body."""
    rule: dict[str, Any]
    pages: int
    """Pages that it was found on."""
    of: int
    """Pages that were looked at."""
    notes: tuple[str, ...] = ()
    """What else speaks for it."""
    examples: tuple[str, ...] = ()
    """Pages, and what stands there."""
    cases: tuple[dict[str, Any], ...] = ()
    """A case, and a counter-case."""
    outside: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Of a bound: page that it is found on -> the blocks outside, which need no rule of their own."""

    @property
    def is_body(self) -> bool:
        """Whether it is the body of the file, rather than something that is dropped."""
        return self.id == "body"


def paragraphs(page: SitePage, own: Sequence[int], near: int, most: int) -> list[str]:
    """Up to `most` distinct paragraphs of `page`, its `own` before others, those nearest to a block first."""
    chosen = sorted(own, key=lambda it: abs(it - near))
    chosen += sorted(set(page.paragraphs) - set(own), key=lambda it: abs(it - near))
    texts = dict.fromkeys(shortened(page.texts[it]) for it in chosen)
    return [it for it in texts if it.isprintable()][:most]


def shortened(text: str) -> str:
    """The words of `text` up to `CASE_CHARACTERS`."""
    return (
        text
        if len(text) <= CASE_CHARACTERS
        else text[:CASE_CHARACTERS].rpartition(" ")[0] or text[:CASE_CHARACTERS]
    )
