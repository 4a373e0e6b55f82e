"""What several pages of a site have in common: lines, and the bounds of the body between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.conditions import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cleaner.pipeline import Judged

LONGEST: Final = 120
LEAST: Final = 12
"""Characters of a line that is proposed, at most; and of a signature, at least."""
_NAME: Final = 4
"""Characters of a domain's name below which it is found in words by chance."""


class SeenPage(NamedTuple):
    """The blocks of a page, and which of them the generic part keeps, without lines of the site."""

    judged: Judged
    texts: list[str]
    lines: list[str]
    """The texts, folded."""
    kept: list[int]
    headlines: list[int]
    """Blocks that the generic part takes for headlines."""
    headline: int | None
    """The first of them that is kept."""

    @property
    def body(self) -> list[int]:
        """The blocks that are kept, without the headline."""
        return [it for it in self.kept if it != self.headline]


def own_blocks(pages: Sequence[SeenPage]) -> list[SeenPage]:
    """Pages that differ, without what they all have in common among what is kept; none that has nothing else.

    A line that is word for word on several pages is the site's, though the generic part may keep it.
    """
    distinct = list({tuple(it.lines): it for it in pages}.values())
    if len(distinct) < 2:  # noqa: PLR2004 - one page has nothing in common with itself
        return distinct
    shared = frozenset.intersection(*(frozenset(it.lines) for it in distinct))
    return [it for page in distinct if (it := _without(page, shared)).kept]


def _without(page: SeenPage, shared: Collection[str]) -> SeenPage:
    kept = [it for it in page.kept if page.lines[it] not in shared]
    headline = next((it for it in page.headlines if it in kept), None)
    return page._replace(kept=kept, headline=headline)


def common_lines(pages: Sequence[SeenPage]) -> list[str]:
    """Lines that stand once on every page, and are kept on none, in the order of the first page."""
    return [
        text
        for text, line in zip(pages[0].texts, pages[0].lines, strict=True)
        if is_quotable(text)
        and all(it.lines.count(line) == 1 and it.lines.index(line) not in it.kept for it in pages)
    ]


def signatures(lines: Sequence[str], others: Collection[str], domain: str) -> list[tuple[str, bool]]:
    """Of `lines`, those that may be on no other site, and whether each has the name of the site in it.

    Those with the name come first, then the longest. `others` are folded lines of other sites. Lines with
    digits are left out, as they change from year to year.
    """
    name = domain.partition(".")[0]
    own = [
        (it, len(name) >= _NAME and name in "".join(fold(it).split()))
        for it in lines
        if len(fold(it)) >= LEAST and fold(it) not in others and not any(map(str.isdigit, it))
    ]
    return sorted(own, key=lambda it: (not it[1], -len(it[0]), it[0]))


def bounds(pages: Sequence[SeenPage], lines: Sequence[str]) -> dict[str, str]:
    """The last of `lines` above the body of every page, as `after`, and the first below it, as `until`."""
    above = [it for it in lines if all(_place(page, it) < min(page.kept, default=-1) for page in pages)]
    below = [it for it in lines if all(_place(page, it) > max(page.kept, default=-1) for page in pages)]
    found = {}
    if above and all(page.kept for page in pages):
        found["after"] = above[-1]
    if below and all(page.kept for page in pages):
        found["until"] = below[0]
    return found


def is_quotable(text: str) -> bool:
    """Whether a block can stand in a rule file as it is: on one line, not long, all of it visible."""
    return "\n" not in text and len(text) <= LONGEST and text.isprintable()


def _place(page: SeenPage, line: str) -> int:
    return page.lines.index(fold(line))
