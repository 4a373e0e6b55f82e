"""What a page says of itself where nobody sees it: title, meta tags, links, JSON-LD, as written.

Nothing is interpreted here; that is done by `cleaner.identify.metadata`, and only when asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST: Final = 500
"""Meta tags, links and scripts beyond this many say nothing new; a hostile page may have a million."""
_LARGEST: Final = 1 << 20
"""Characters of JSON-LD that are read."""
_BETWEEN_TITLES: Final = re.compile(r"\s+[|–—·•»-]\s+")
_ARTICLE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:\w*Article|BlogPosting|Report|\w*NewsArticle)"')


@dataclass(slots=True)
class Head:
    """The page's word on itself; filled by the walk."""

    language: str | None = None
    """The `lang` of the `html` element."""
    title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    """`name`, `property`, `itemprop` or `http-equiv`, in lower case -> `content`; the first of each."""
    links: dict[str, str] = field(default_factory=dict)
    """`rel` -> `href`; the first of each."""
    scripts: list[str] = field(default_factory=list)
    """JSON-LD, as text."""
    _json_ld: list[dict[str, Any]] | None = field(default=None, init=False, repr=False, compare=False)

    def add_meta(self, attributes: Mapping[str, str | None]) -> None:
        """A `meta` element, wherever on the page it stands."""
        content = attributes.get("content")
        if not content or len(self.meta) >= _MOST:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                self.meta.setdefault(name.lower(), content)

    def add_link(self, attributes: Mapping[str, str | None]) -> None:
        """A `link` element."""
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href and len(self.links) < _MOST:
            self.links.setdefault(rel.lower(), href)

    def add_script(self, text: str | None) -> None:
        """A `script` element with JSON-LD."""
        if text and len(text) <= _LARGEST and len(self.scripts) < _MOST:
            self.scripts.append(text)

    @property
    def headline(self) -> str | None:
        """The page's title, without the site's name as far as that can be told."""
        own = self.meta.get("og:title") or self.meta.get("twitter:title")
        if own or not self.title:
            return own
        parts = _BETWEEN_TITLES.split(self.title)
        return max(parts, key=len)

    @property
    def description(self) -> str | None:
        """What the page says it is about, in a sentence or two."""
        return self.meta.get("og:description") or self.meta.get("description")

    @property
    def is_article(self) -> bool:
        """Whether the page says it is an article, to whoever shares or indexes it."""
        if self.meta.get("og:type", "").lower() == "article":
            return True
        return any(_ARTICLE.search(script) for script in self.scripts)

    def json_ld(self) -> Sequence[dict[str, Any]]:
        """Every JSON-LD object of the page that has a type, graphs and lists opened, in order.

        Read once, however often it is asked for: an article in it may be longer than the page.
        """
        from cleaner.segment.html.json_ld import objects  # noqa: PLC0415 - for who asks

        if self._json_ld is None:
            self._json_ld = [it for script in self.scripts for it in objects(script)]
        return self._json_ld
