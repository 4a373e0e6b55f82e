"""A rule that is proposed, with what speaks for it: support, examples, a case and a counter-case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaner.learn.limits import CASE_CHARACTERS

if TYPE_CHECKING:
    from cleaner.learn.page import SitePage
    from cleaner.learn.site_pages import SitePages


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
    ends: frozenset[str] = frozenset()
    """Of a bound for texts: its lines, folded."""

    @property
    def is_body(self) -> bool:
        """Whether it is the body of the file, rather than something that is dropped."""
        return self.id == "body"


def paragraphs(site: SitePages, page: SitePage, near: int, most: int) -> list[str]:
    """Up to `most` distinct paragraphs for a case: those of `page` near a block, its own before others.

    Where it has too few, other pages of the site give some.
    """
    texts: dict[str, None] = {}
    for source in (page, *(it for it in site.all if it is not page)):
        own = set(site.own(source))
        for block in sorted(source.paragraphs, key=lambda it: (it not in own, abs(it - near))):
            text = _shortened(source.texts[block])
            if text.isprintable():
                texts.setdefault(text)
        if len(texts) >= most:
            break
    return list(texts)[:most]


def _shortened(text: str) -> str:
    """The words of `text` up to `CASE_CHARACTERS`."""
    if len(text) <= CASE_CHARACTERS:
        return text
    return text[:CASE_CHARACTERS].rpartition(" ")[0] or text[:CASE_CHARACTERS]
