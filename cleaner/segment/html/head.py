"""The head of a page: title, meta tags, links and JSON-LD, as written.

`cleaner.identify.metadata` interprets them, and only when metadata is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST: Final = 500
"""Meta tags, links and scripts that are read of each; a hostile page may have a million."""
_LARGEST: Final = 1 << 20
"""Characters. A longer script of JSON-LD is not read."""
_BETWEEN_TITLES: Final = re.compile(r"\s+[|–—·•»-]\s+")
_ARTICLE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:\w*Article|BlogPosting|Report|\w*NewsArticle)"')


@dataclass(slots=True)
class Head:
    """The metadata elements of a page, filled by the traversal."""

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
        """Add a `meta` element, in the head or elsewhere."""
        content = attributes.get("content")
        if not content or len(self.meta) >= _MOST:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                self.meta.setdefault(name.lower(), content)

    def add_link(self, attributes: Mapping[str, str | None]) -> None:
        """Add a `link` element."""
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href and len(self.links) < _MOST:
            self.links.setdefault(rel.lower(), href)

    def add_script(self, text: str | None) -> None:
        """Add a `script` element with JSON-LD."""
        if text and len(text) <= _LARGEST and len(self.scripts) < _MOST:
            self.scripts.append(text)

    @property
    def headline(self) -> str | None:
        """The title of the page, without the name of the site where it is separated from it."""
        own = self.meta.get("og:title") or self.meta.get("twitter:title")
        if own or not self.title:
            return own
        parts = _BETWEEN_TITLES.split(self.title)
        return max(parts, key=len)

    @property
    def description(self) -> str | None:
        """The description for search engines and shares, a sentence or two."""
        return self.meta.get("og:description") or self.meta.get("description")

    @property
    def is_article(self) -> bool:
        """Whether the page is declared to be an article, in Open Graph or in JSON-LD."""
        if self.meta.get("og:type", "").lower() == "article":
            return True
        return any(_ARTICLE.search(script) for script in self.scripts)

    def json_ld(self) -> Sequence[dict[str, Any]]:
        """Every JSON-LD object of the page that has a type, those in graphs and lists included, in order.

        Parsed once: an article in it may be longer than the page.
        """
        from cleaner.segment.html.json_ld_objects import objects  # noqa: PLC0415 - for pages with JSON-LD alone

        if self._json_ld is None:
            self._json_ld = [it for script in self.scripts for it in objects(script)]
        return self._json_ld
