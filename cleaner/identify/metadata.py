"""The page's own word on itself: where it belongs, what it is called, who wrote it, when, in what language.

Read from what sites write for search engines and social networks, the more deliberate source first:
JSON-LD, then Open Graph and its kin, then the old meta tags. A claim that cannot be right (an author
who is a web address, a canonical URL that is the front page) is passed over for the next. None of it
is checked against the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.document import Document
    from cleaner.segment.html.head import Head

_ARTICLE: Final = re.compile(r"Article|Posting|Report|Review|WebPage")
"""Types of JSON-LD objects that speak for the page as a whole."""
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"https?:|www\.|@\w+\.|^\W*$")
_LONGEST_NAME: Final = 120
"""Characters."""

_SITE: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
_TITLE: Final = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")
_AUTHOR: Final = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"),
    *("sailthru.author", "byl", "twitter:creator"),
)
_PUBLISHED: Final = (
    *(
        "article:published_time",
        "datepublished",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
    ),
    *("dcterms.created", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate"),
    *("publish_date", "publish-date", "date", "last-modified"),
)
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")
_LOCALE: Final = ("og:locale", "content-language", "dc.language", "language", "inlanguage")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None, or empty, where it says nothing."""

    url: str | None = None
    """The canonical URL, absolute."""
    site: str | None = None
    """The site's name, as it calls itself."""
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601 date."""
    modified: str | None = None
    language: str | None = None
    """ISO 639 code, lower case, without the country. Templates are copied, so the text knows better."""


def read_metadata(head: Head, url: str | None = None) -> Metadata:
    """The metadata of a page that was fetched from `url`."""
    things = [it for it in head.json_ld() if _ARTICLE.search(str(it.get("@type")))]
    meta = head.meta
    return Metadata(
        url=_canonical((head.links.get("canonical"), meta.get("og:url")), url),
        site=_first_name([*_pick(meta, _SITE), *_publishers(things)]),
        headline=_first_name(
            [*_values(things, "headline"), *_pick(meta, _TITLE), head.title or ""], length=400
        ),
        authors=_authors(things, meta),
        published=_first_date([*_values(things, "datePublished"), *_pick(meta, _PUBLISHED)]),
        modified=_first_date([*_values(things, "dateModified"), *_pick(meta, _MODIFIED)]),
        language=_language([head.language or "", *_pick(meta, _LOCALE), *_values(things, "inLanguage")]),
    )


def with_own_url(document: Document) -> Document:
    """`document`, with the URL that its page gives itself where the caller gave none.

    That a page was copied from elsewhere with its head is no harm: rules that do not fit it do nothing.
    """
    if document.url or document.dom is None:
        return document
    head = document.dom.head
    return replace(document, url=_canonical((head.links.get("canonical"), head.meta.get("og:url")), None))


def complete(known: Metadata, page: str, url: str | None = None) -> Metadata:
    """`known`, with author and date as trafilatura and htmldate find them in the page's text, where missing.

    Costs as much as trafilatura's extraction does, so it is for who asks for these fields. Raises nothing.
    """
    if known.authors and known.published:
        return known
    try:
        from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - slow, for who asks

        found = extract_metadata(page, default_url=url)
    except Exception:  # noqa: BLE001 - what the library cannot read stays unknown
        return known
    authors = tuple(it.strip() for it in (found.author or "").split(";") if it.strip())
    return replace(known, authors=known.authors or authors, published=known.published or found.date or None)


def _pick(meta: dict[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _values(things: Iterable[dict[str, Any]], key: str) -> Iterator[str]:
    """The texts under `key` in any of the JSON-LD objects."""
    for thing in things:
        value = thing.get(key)
        for it in value if isinstance(value, list) else [value]:
            if isinstance(it, str):
                yield it


def _people(value: object) -> Iterator[str]:
    """Names of persons or organisations, as JSON-LD has them: text, an object, or a list of either."""
    for it in value if isinstance(value, list) else [value]:
        name = it.get("name") if isinstance(it, dict) else it
        if isinstance(name, str):
            yield name
        elif isinstance(name, list):
            yield from (part for part in name if isinstance(part, str))


def _publishers(things: Iterable[dict[str, Any]]) -> Iterator[str]:
    for thing in things:
        yield from _people(thing.get("publisher"))


def _canonical(claims: Iterable[str | None], url: str | None) -> str | None:
    for claim in claims:
        try:
            absolute = urljoin(url or "", (claim or "").strip())
            parts = urlsplit(absolute)
            is_front_page = parts.path in {"", "/"} and not parts.query
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                continue
            if claim and not (is_front_page and url and urlsplit(url).path not in {"", "/"}):
                return absolute
        except ValueError:
            continue
    return None


def _first_name(claims: Iterable[str], length: int = _LONGEST_NAME) -> str | None:
    return next(iter(_names(claims, length)), None)


def _names(claims: Iterable[str], length: int = _LONGEST_NAME) -> Iterator[str]:
    for claim in claims:
        name = " ".join(claim.split())
        if 0 < len(name) <= length and not _NO_NAME.search(name):
            yield name


def _authors(things: list[dict[str, Any]], meta: dict[str, str]) -> tuple[str, ...]:
    for thing in things:
        if found := tuple(dict.fromkeys(_names(_people(thing.get("author"))))):
            return found
    claimed = _first_name(it for it in _pick(meta, _AUTHOR) if not it.startswith("@"))
    return (claimed,) if claimed else ()


def _first_date(claims: Iterable[str]) -> str | None:
    found = next(filter(None, map(_DATE.search, claims)), None)
    return "-".join(found.groups()) if found else None


def _language(claims: Iterable[str]) -> str | None:
    found = next(filter(None, (_LANGUAGE.match(claim.strip()) for claim in claims)), None)
    return found.group().lower() if found else None
