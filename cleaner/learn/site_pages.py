"""The distinct pages of one site: those that rules are learnt from, those left out, and what repeats."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.learn.duplicates import distinct
from cleaner.learn.limits import LEFT_OUT, LONG_WORDS
from cleaner.learn.page import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.learn.page import SitePage


class SitePages:
    """The pages of a site, an article once."""

    def __init__(self, pages: Sequence[SitePage]) -> None:
        """`pages` in an order that chance has made."""
        self.all = distinct([page for page in pages if page.decisions])
        left_out = range(LEFT_OUT - 1, len(self.all), LEFT_OUT) or range(1, len(self.all))
        self.left_out = [self.all[place] for place in left_out]
        self.learnt = [page for place, page in enumerate(self.all) if place not in left_out]

    @cached_property
    def spread(self) -> Counter[str]:
        """Folded block -> pages that it stands on."""
        return Counter(text for page in self.all for text in set(page.folded))

    def own(self, page: SitePage) -> list[int]:
        """The paragraphs of `page` that stand on no other page: what is certainly of the article."""
        return [block for block in page.paragraphs if self.spread[page.folded[block]] == 1]

    @cached_property
    def refrain_share(self) -> float:
        """The share of the body that long blocks are which stand on several pages, amid a page's own text."""
        body = sum(page.body_characters for page in self.learnt)
        found = sum(size for page in self.learnt for size in self._refrains(page))
        return found / body if body else 0.0

    def _refrains(self, page: SitePage) -> Iterator[int]:
        own = self.own(page)
        for block in range(own[0], own[-1]) if own else ():
            text = page.texts[block]
            if page.kept[block] and self.spread[page.folded[block]] > 1 and word_count(text) >= LONG_WORDS:
                yield len(text)
