"""Signatures that a site may be known by where a document has no URL.

A line must stand on nearly all pages of the site, and on none of another site of the input: whether it does
is known only once all sites are read. So candidates come first (`candidates`), and are chosen at the end.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from cleaner.identify.metadata import read_metadata
from cleaner.learn.limits import CANDIDATES, FEWEST_WORDS, LONGEST_SIGNATURE, NAME_LETTERS, ON_ALL_PAGES
from cleaner.learn.page import one_space, word_count
from cleaner.learn.rule_file import Signature
from cleaner.rules.conditions import fold
from cleaner.rules.lint.match import SHORT
from cleaner.verdict import MAIN_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.learn.page import SitePage
    from cleaner.learn.site_pages import SitePages

LINE: Final = "line"
SITE_NAME: Final = "site_name"
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def digest(kind: str, text: str) -> int:
    """Stands for a signature where those of all sites are counted; fits into SQLite's integers."""
    return int.from_bytes(blake2b(f"{kind}:{fold(text)}".encode("utf-8", "replace"), digest_size=7).digest())


def candidates(site: SitePages, name: str) -> list[Signature]:
    """What stands on nearly all pages of the site `name`, the best first."""
    needed = ON_ALL_PAGES * len(site.all)
    first = site.all[0]
    lines: dict[str, str] = {}
    for block, folded in enumerate(first.folded):
        label = first.decisions[block].label
        if site.spread[folded] >= needed and label not in MAIN_CONTENT and _is_telling(first.texts[block]):
            lines.setdefault(folded, first.texts[block])
    best = sorted(lines.values(), key=lambda it: (not names_site(it, name), -len(it), it))
    found = [Signature(LINE, it, site.spread[fold(it)]) for it in best[:CANDIDATES]]
    return [*_site_names(site), *found]


def of_page(page: SitePage) -> Iterator[int]:
    """The digests of all that might be another site's signature."""
    for folded, text in zip(page.folded, page.texts, strict=True):
        if _is_telling(text):
            yield digest(LINE, folded)
    if name := _site_name(page):
        yield digest(SITE_NAME, name)


def names_site(text: str, name: str) -> bool:
    """Whether `text` has the site's own name in it, as its domain spells it.

    >>> names_site("© Lindvik Courier", "lindvikcourier.example"), names_site("Contact us", "us.example")
    (True, False)
    """
    own = "".join(_LETTERS.findall(name.partition(".")[0])).casefold()
    return len(own) >= NAME_LETTERS and own in "".join(_LETTERS.findall(text)).casefold()


def _is_telling(text: str) -> bool:
    size = len(fold(text))
    return SHORT <= size <= LONGEST_SIGNATURE and word_count(text) >= FEWEST_WORDS and text.isprintable()


def _site_names(site: SitePages) -> list[Signature]:
    """The name that the heads of nearly all HTML pages give; empty where there is none."""
    names = [_site_name(page) for page in site.all if page.html]
    name = names[0] if names else ""
    pages = names.count(name)
    is_common = bool(name) and pages >= ON_ALL_PAGES * len(names)
    return [Signature(SITE_NAME, name, pages)] if is_common and len(fold(name)) >= SHORT else []


def _site_name(page: SitePage) -> str:
    dom = page.document.dom
    return one_space(read_metadata(dom.head, page.document.url).site or "") if dom else ""
