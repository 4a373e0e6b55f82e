"""Addresses of links and images: absolute where the page's own address is known, and safe to follow.

Trackers in an address are left as they are. A relative address stays relative where no URL is known. Links
with a scheme that runs code or shows local files are no links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SCHEMES: Final = frozenset(
    ("http", "https", "mailto", "tel", "ftp", "ftps", "sms", "xmpp", "irc", "ircs", "news", "magnet", "geo")
)
"""Of links; an allowlist, as unknown schemes open unknown programs."""
_WEB: Final = frozenset(("http", "https"))
_SCHEME: Final = re.compile(r"([^/?#:]*):")
"""A scheme, or what a browser might take for one."""
_ABSOLUTE: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://[^/?#;]+(?=/)")
_PLAIN_PATH: Final = re.compile(r"/(?![/.])(?:[\w%~()!$&'*+,:@=.-]|/(?!\.))*", re.ASCII)
"""A path from the root of a site, without anything that would be resolved, such as `..`."""
_PLAIN_NAME: Final = re.compile(r"#[\w.:-]+", re.ASCII)
_PLAIN_PAGE: Final = re.compile(r"https?://[\w.-]+/[\w/.~%-]*", re.ASCII)
"""An address without a query or a name."""
_IGNORED: Final = re.compile(r"[\t\n\r]+")
"""Characters that browsers take out of an address before they read it, so that they cannot hide a scheme."""
_CONTROLS: Final = "".join(map(chr, range(33)))
_RASTER: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
"""The only `data:` that is shown: an SVG may hold scripts."""
_PLACEHOLDER: Final = re.compile(
    r"^data:|(?:^|[/_-])(?:blank|spacer|pixel|placeholder|loading|lazy|transparent|1x1)\b[^/]*$",
    re.IGNORECASE,
)
"""What stands in `src` until a script loads the image."""
_ONE_PIXEL: Final = "data:image/gif;base64,R0lGODlhAQAB"
"""How a GIF of one pixel begins: it holds the place of an image that a script loads."""
_CANDIDATE: Final = re.compile(r"\s*,*\s*(\S+[^\s,])(?:\s+([\d.]+)[wxh][^,]*)?\s*(?:,|$)")
"""A candidate of `srcset`: an address that may hold commas, and its width or density."""
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src")
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")


def base_of(tree: LexborHTMLParser, url: str | None) -> str | None:
    """The address that relative addresses of a page are relative to: `base`, or the page's own."""
    element = tree.css_first("base[href]")
    given = clean_address(element.attributes.get("href") or "") if element is not None else ""
    joined = _join(url, given) if given else url or ""
    return joined if _ABSOLUTE.match(joined) else url


def clean_address(address: str) -> str:
    """`address` as browsers read it: without white space around it and line ends in it."""
    address = address.strip(_CONTROLS)
    return address if address.isprintable() else _IGNORED.sub("", address)


def link_address(href: str | None, base: str | None) -> str:
    r"""The address of a link; empty for what is none, such as `#` and `javascript:`.

    >>> link_address("../b?x=1", "https://example.org/a/"), link_address("java\nscript:f()", None)
    ('https://example.org/b?x=1', '')
    """
    address = clean_address(href or "")
    scheme = _SCHEME.match(address)
    if not address or address == "#" or (scheme and scheme[1].lower() not in _SCHEMES):
        return ""
    return address if scheme else _join(base, address)


def image_address(image: LexborNode, base: str | None) -> str:
    """The address of an image: what `src` says, or what a script would put there; empty without any."""
    given = image.attributes
    own = clean_address(given.get("src") or "")
    if own and not _PLACEHOLDER.search(own):
        return _shown(own, base)
    lazy = next((it for name in _SOURCES if (it := given.get(name))), None) or _from_sets(given)
    address = clean_address(lazy or _from_picture(image) or own)
    return "" if address.startswith(_ONE_PIXEL) else _shown(address, base)


def is_preview(given: Mapping[str, str | None]) -> bool:
    """Whether an image has no address but `src`: where the same is shown without scripts, a small one."""
    return not any(given.get(name) for name in (*_SOURCES, *_SETS))


def _shown(address: str, base: str | None) -> str:
    """The absolute address of an image, if browsers would load it and it is safe."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _join(base, address) if address else ""
    return address if scheme[1].lower() in _WEB or _RASTER.match(address) else ""


def _from_sets(given: Mapping[str, str | None]) -> str:
    """The largest candidate of the first `srcset` there is."""
    candidates = next((it for name in _SETS if (it := given.get(name))), None)
    found = _CANDIDATE.findall(candidates or "")
    return max(found, key=lambda it: _size(it[1]))[0] if found else ""


def _size(number: str) -> float:
    """The width or density of a candidate."""
    try:
        return float(number or 0)
    except ValueError:
        return 0.0


def _from_picture(image: LexborNode) -> str:
    """The largest candidate of the first `source` beside an image in a `picture`."""
    around = image.parent
    if around is None or around.tag != "picture":
        return ""
    return next((it for node in around.css("source") if (it := _from_sets(node.attributes))), "")


def _join(base: str | None, address: str) -> str:
    if not base or _ABSOLUTE.match(address):
        return address
    if _PLAIN_PATH.fullmatch(address) and (host := _HOST.match(base)):
        return host[0] + address  # what `urljoin` does in ten times the time; likewise the next
    if _PLAIN_NAME.fullmatch(address) and _PLAIN_PAGE.fullmatch(base):
        return base + address
    try:
        return urljoin(base, address)
    except ValueError:  # such as a bracket that is no IPv6 address
        return address
