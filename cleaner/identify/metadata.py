"""Metadata of a page: canonical URL, site name, headline, authors, dates and language.

It is read from what sites write for search engines and social networks, the more deliberate source first:
JSON-LD, then Open Graph and the like, then older meta tags, and for dates the URL. A value that cannot be
right (an author who is a web address, a canonical URL that is the front page) is skipped for the next.
Nothing is checked against the text: nine of ten values are right, and a third of the pages have no author or
date. `complete` searches the text for these.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from cleaner.characters.surrogates import replace_surrogates
from cleaner.identify.site import url_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.document import Document
    from cleaner.dom import Head

log = logging.getLogger(__name__)

_ARTICLE: Final = re.compile(r"Article|Posting|Report|Review|WebPage")
"""Types of JSON-LD objects that describe the page as a whole."""
_OTHER_WORK: Final = re.compile(r"CreativeWork|Recipe|Question|HowTo|Video|Episode|Book")
"""Types that do so where there is none of the others."""
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"https?:|www\.|@\w+\.|^[\W\d_]*$")
_BEFORE_NAME: Final = " \t,;:|·•–—-"
_BEFORE_SITE: Final = re.compile(r"\s*[|–—·•»:-]\s*$")
_LONGEST_NAME: Final = 120
_LONGEST_TITLE: Final = 400
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
    *(
        "publish_date",
        "publish-date",
        "published_date",
        "published-date",
        "date-pub",
        "og:article:published_time",
    ),
    *("article.published", "article:published", "dcterms.issued", "dc.date.created", "citation_date"),
    *("citation_online_date", "bt:pubdate", "rbpubdate", "date_published", "dateposted", "datecreated"),
    *("date", "last-modified"),
)
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")
_LOCALE: Final = ("og:locale", "content-language", "dc.language", "language", "inlanguage")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; None or empty where it has none."""

    url: str | None = None
    """The canonical URL, absolute."""
    site: str | None = None
    """The name of the site, as it is on the page."""
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601 date."""
    modified: str | None = None
    language: str | None = None
    """ISO 639 code, lower case, without the country. Templates are copied, so the text is better evidence."""


def read_metadata(head: Head, url: str | None = None) -> Metadata:
    """The metadata of a page that was fetched from `url`."""
    from cleaner.segment.html.json_ld_objects import json_ld  # noqa: PLC0415 - for pages alone

    objects = json_ld(head)
    things = _of_type(objects, _ARTICLE) or _of_type(objects, _OTHER_WORK)
    meta = head.meta
    site = _first_name([*_pick(meta, _SITE), *_publishers(things)])
    own_url = _canonical((head.links.get("canonical"), meta.get("og:url")), url)
    return Metadata(
        url=own_url,
        site=site,
        headline=_headline([*_values(things, "headline"), *_pick(meta, _TITLE), head.title or ""], site),
        authors=_authors(things, objects, meta, site),
        published=_first_date([*_values(things, "datePublished"), *_pick(meta, _PUBLISHED)])
        or _date_of_url(url or own_url),
        modified=_first_date([*_values(things, "dateModified"), *_pick(meta, _MODIFIED)]),
        language=_language([head.language or "", *_pick(meta, _LOCALE), *_values(things, "inLanguage")]),
    )


def with_own_url(document: Document) -> Document:
    """`document` with the canonical URL of its page, where the caller gave no URL.

    Where the head was copied from another page, that does no harm: rules that do not fit do nothing.
    """
    if document.url or document.dom is None:
        return document
    head = document.dom.head
    return replace(document, url=_canonical((head.links.get("canonical"), head.meta.get("og:url")), None))


def complete(known: Metadata, page: str, document: Document) -> Metadata:
    """`known`, with author and date from trafilatura and htmldate where they are missing.

    `document` came from `page`. It costs as much as an extraction. htmldate's extensive search is off,
    because it gives every page a date. Never raises.
    """
    if known.authors and known.published:
        return known
    from cleaner.segment.html.libxml2 import for_libxml2  # noqa: PLC0415 - only when asked for

    readable = for_libxml2(page, document)
    if readable is None:
        return known
    try:
        from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - slow, only when asked for

        found = extract_metadata(readable, default_url=document.url, extensive=False)
    except Exception as error:  # noqa: BLE001 - what the library cannot read stays unknown
        log.info("trafilatura gave up on the metadata of a page: %s: %s", type(error).__name__, error)
        return known
    if found is None:  # from trafilatura before 2.0, where it finds nothing on the page
        return known
    author = replace_surrogates(found.author or "")[0]
    authors = tuple(it.strip() for it in author.split(";") if it.strip())
    return replace(known, authors=known.authors or authors, published=known.published or found.date or None)


def _pick(meta: dict[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _values(things: Iterable[dict[str, Any]], key: str) -> Iterator[str]:
    """The texts under `key` in all of the JSON-LD objects."""
    for thing in things:
        value = thing.get(key)
        for it in value if isinstance(value, list) else [value]:
            if isinstance(it, str):
                yield it


def _people(value: object, known: dict[str, Any] | None = None) -> Iterator[str]:
    """Names of persons or organisations in JSON-LD: text, an object, or a list of either.

    `known` has the objects that are referenced by `@id`.
    """
    for it in value if isinstance(value, list) else [value]:
        whole = (known or {}).get(str(it.get("@id")), it) if isinstance(it, dict) and "name" not in it else it
        name = whole.get("name") if isinstance(whole, dict) else whole
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


def _of_type(objects: Iterable[dict[str, Any]], types: re.Pattern[str]) -> list[dict[str, Any]]:
    return [it for it in objects if types.search(str(it["@type"]))]


def _first_name(claims: Iterable[str]) -> str | None:
    return next(_names(claims), None)


def _headline(claims: Iterable[str], site: str | None) -> str | None:
    """The first title, without the site's name at its end."""
    title = next(_names(claims, length=_LONGEST_TITLE), None)
    if title and site and title.endswith(site):
        rest = title.removesuffix(site)
        if found := _BEFORE_SITE.search(rest):
            return rest[: found.start()] or title
    return title


def _names(claims: Iterable[str], length: int = _LONGEST_NAME) -> Iterator[str]:
    for claim in claims:
        name = " ".join(unescape(claim).split())
        if 0 < len(name) <= length and not _NO_NAME.search(name):
            yield name


def _authors(
    things: list[dict[str, Any]], objects: Sequence[dict[str, Any]], meta: dict[str, str], site: str | None
) -> tuple[str, ...]:
    """The first claimed authors with first and last names; or else the first valid claim.

    Many sites claim their pages for themselves, or give a login name.
    """
    known = {str(it["@id"]): it for it in objects if "@id" in it and "name" in it}
    claims = [tuple(_people(thing.get("author"), known)) for thing in things]
    claims += [(it,) for it in [*_pick(meta, _AUTHOR), *_twitter_label(meta)] if not it.startswith("@")]
    found = [names for claim in claims if (names := tuple(dict.fromkeys(map(_bare, _names(claim)))))]
    persons = (names for names in found if names != (site,) and any(" " in name for name in names))
    return next(persons, found[0] if found else ())


def _bare(name: str) -> str:
    return name.lstrip(_BEFORE_NAME)


def _twitter_label(meta: dict[str, str]) -> list[str]:
    """The author in Yoast's tags for Twitter cards, whose second value is the reading time."""
    name, minutes = meta.get("twitter:data1", ""), meta.get("twitter:data2", "")
    return [name] if minutes[:1].isdigit() and not any(map(str.isdigit, name)) else []


def _date_of_url(url: str | None) -> str | None:
    """The date in a URL's path, if it has a day."""
    days = url_dates(url)
    return days[0].isoformat() if days and days[0] == days[1] else None


def _first_date(claims: Iterable[str]) -> str | None:
    found = next(filter(None, map(_DATE.search, claims)), None)
    return "-".join(found.groups()) if found else None


def _language(claims: Iterable[str]) -> str | None:
    found = next(filter(None, (_LANGUAGE.match(claim.strip()) for claim in claims)), None)
    return found.group().lower() if found else None
