"""Host, registered domain, path and date of a URL.

URLs in crawls are often broken, and a broken URL must not cost the document. So every function here takes any
string, and returns None or an empty path rather than raising.
"""

from __future__ import annotations

import calendar
import ipaddress
import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DATES: Final = (
    re.compile(rf"(?<!\d){_YEAR}(?P<mark>[/_.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}/(?P<name>{'|'.join(_MONTHS)})/(?P<day>\d{{1,2}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}/(?P<month>\d\d)(?=/)"),
)
"""Forms of a date in a path, the most reliable first; the last gives a month only."""


@lru_cache(maxsize=64)
def _parts(url: str) -> tuple[str | None, str]:
    """The raw host and path of `url`, with or without a scheme; a document's is asked for several times."""
    url = url.strip()
    with suppress(ValueError):
        split = urlsplit(url if _SCHEME.match(url) or url.startswith("//") else f"//{url}")
        return split.hostname, split.path
    return None, ""


def ascii_host(host: str) -> str | None:
    """`host` in lower case and ASCII (IDNA), without a trailing dot; None where it is no host name.

    IP addresses are returned as they are.
    """
    host = host.strip().rstrip(".").lower()
    with suppress(ValueError):
        return str(ipaddress.ip_address(host.strip("[]")))
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if _HOST.fullmatch(host) else None


def host(url: str) -> str | None:
    """The host of `url`, normalised by `ascii_host`; the scheme may be missing.

    >>> host("HTTPS://Www.Example.ORG:8080/a")
    'www.example.org'
    """
    found, _ = _parts(url)
    return ascii_host(found) if found else None


def path(url: str) -> str:
    """The path of `url`, percent-decoded; `/` where it has none.

    >>> path("example.org/caf%C3%A9?page=2")
    '/café'
    """
    return unquote(_parts(url)[1]) or "/"


def registered_domain(url: str) -> str | None:
    """The registered domain of `url`, by the public suffix list that ships with `tld`.

    None for invalid URLs, IP addresses, single words such as `localhost`, and bare suffixes.

    >>> registered_domain("http://news.bbc.co.uk/2/hi/")
    'bbc.co.uk'
    """
    name = host(url)
    return _registered(name) if name else None


@lru_cache(maxsize=4096)
def _registered(name: str) -> str | None:
    if name.replace(".", "").isdigit() or ":" in name:
        return None
    from tld import get_tld  # noqa: PLC0415 - its list of suffixes is slow to read

    found = get_tld(f"https://{name}", fail_silently=True, as_object=True)
    domain = str(getattr(found, "fld", ""))
    return domain if "." in domain and domain != str(found) else None


def url_dates(url: str | None) -> tuple[date, date] | None:
    """The first and last day on which a page may have been written, by a date in the path of its URL.

    `/2023/09/11/` and similar forms give one day, `/2023/09/` a whole month, anything else None.

    >>> url_dates("https://example.org/2023/09/11/the-old-mill")
    (datetime.date(2023, 9, 11), datetime.date(2023, 9, 11))
    """
    if not url:
        return None
    where = path(url)
    for form in _DATES:
        for found in form.finditer(where):
            with suppress(ValueError):
                return _span(found.groupdict())
    return None


def _span(found: dict[str, str]) -> tuple[date, date]:
    year = int(found["year"])
    month = _MONTHS.index(found["name"].lower()) + 1 if "name" in found else int(found["month"])
    if "day" in found:
        day = date(year, month, int(found["day"]))
        return day, day
    first = date(year, month, 1)
    return first, first.replace(day=calendar.monthrange(year, month)[1])
