"""What a document keeps of the DOM of its page: arrays of blocks and of elements, and the head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

_MOST: Final = 500
"""Meta tags, links and scripts that are read of each; a hostile page may have a million."""
_LARGEST: Final = 1 << 20
"""Characters. A longer script of JSON-LD is not read."""
_BETWEEN_TITLES: Final = re.compile(r"\s+[|–—·•»-]\s+")
_ARTICLE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:\w*Article|BlogPosting|Report|\w*NewsArticle)"')


class Elements(NamedTuple):
    """The block-level elements of a page, one entry each, in document order: parents before children.

    Row 0 is the page itself and its own parent.
    """

    parent: NDArray[np.int32]
    """The row of the nearest block-level element around it."""
    tag: NDArray[np.uint8]
    """Index into `html_tags.TAGS`."""
    depth: NDArray[np.int64]
    """How many block-level elements are around it."""
    end: NDArray[np.int32]
    """One past the last element inside it: `range(row, end[row])` is the element and all inside."""
    names: NDArray[np.uint64]
    """Class-name labels of its class, id, role and itemprop: bits of `class_labels.CLASS_LABELS`.

    0 where no block is inside.
    """
    around: NDArray[np.uint64]
    """Those of it and of all elements around it; likewise."""
    like: NDArray[np.int64]
    """A number that siblings with the same tag and the same class share."""


@dataclass(frozen=True, slots=True)
class Dom:
    """What the DOM knows: arrays of shape (blocks,), the elements that they index, and the page's head."""

    tag: NDArray[np.uint8]
    """The tag of its element, or `tr` for a row of a data table; index into `TAGS`."""
    element: NDArray[np.int32]
    """Row in `elements` of the nearest block-level element around the block."""
    flags: NDArray[np.uint32]
    """What elements it is in: bits of `html_tags.Flag`."""
    inline_names: NDArray[np.uint64]
    """Class-name labels of the inline elements inside it, and of `rel` of its links; bits of
    `CLASS_LABELS`."""
    links: NDArray[np.int32]
    """Links in it."""
    link_characters: NDArray[np.int32]
    """Characters inside links."""
    strong_characters: NDArray[np.int32]
    """Characters inside `b` and `strong`."""
    images: NDArray[np.int32]
    """Images between the end of the block before and its own end."""
    list_level: NDArray[np.int32]
    """How many lists it is in."""
    elements: Elements
    head: Head
    deepest: int
    """The depth of the most deeply nested node, inline elements counted; parsers differ on deep pages."""


@dataclass(slots=True)
class Head:
    """The metadata elements of a page (title, meta tags, links and JSON-LD), as written.

    The traversal fills it. `cleaner.identify.metadata` interprets it, and only when metadata is asked for.
    """

    language: str | None = None
    """The `lang` of the `html` element."""
    title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    """`name`, `property`, `itemprop` or `http-equiv`, in lower case -> `content`; the first of each."""
    generators: list[str] = field(default_factory=list)
    """What made the page, by its `meta` elements of that name: plugins and themes have one each."""
    links: dict[str, str] = field(default_factory=dict)
    """`rel` -> `href`; the first of each."""
    scripts: list[str] = field(default_factory=list)
    """JSON-LD, as text."""
    json_ld: list[dict[str, Any]] | None = field(default=None, init=False, repr=False, compare=False)
    """The objects in these, once `cleaner.segment.html.json_ld_objects` has parsed them."""

    def add_meta(self, attributes: Mapping[str, str | None]) -> None:
        """Add a `meta` element, in the head or elsewhere."""
        content = attributes.get("content")
        if not content or len(self.meta) >= _MOST:
            return
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                self.meta.setdefault(name.lower(), content)
        if (attributes.get("name") or "").lower() == "generator" and len(self.generators) < _MOST:
            self.generators.append(content)

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
