"""One page of each article: a site often has the same one under several URLs, and all of it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.learn.limits import SAME_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.learn.page import SitePage


def distinct(pages: Sequence[SitePage]) -> list[SitePage]:
    """`pages` without those that have most of their body in common with one before."""
    bodies = [{page.folded[block]: len(page.texts[block]) for block in page.paragraphs} for page in pages]
    taken: list[int] = []
    for number, body in enumerate(bodies):
        if not any(_same(body, bodies[other]) for other in taken):
            taken.append(number)
    return [pages[number] for number in taken]


def _same(one: dict[str, int], other: dict[str, int]) -> bool:
    common = sum(one[text] for text in one.keys() & other.keys())
    return common > 0 and common >= SAME_ARTICLE * min(sum(one.values()), sum(other.values()))
