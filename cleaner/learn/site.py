"""One site: its pages are judged, rules proposed, and tried on the pages left out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from cleaner.identify.site import host
from cleaner.learn.attempt import attempt
from cleaner.learn.html_bounds import html_bounds
from cleaner.learn.limits import FEWEST_PAGES, MOST_SIGNATURES
from cleaner.learn.page import SitePage
from cleaner.learn.proposal import Proposal
from cleaner.learn.repeats import repeated_blocks
from cleaner.learn.rule_file import Draft, Match, Signature
from cleaner.learn.signatures import candidates, of_page
from cleaner.learn.site_pages import SitePages
from cleaner.learn.text_bounds import text_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cleaner.learn.attempt import Refused
    from cleaner.pipeline import Cleaner


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt about one site."""

    draft: Draft
    signatures: Sequence[Signature]
    """Candidates; those that stand on other sites are still among them."""
    seen: Sequence[int]
    """Digests of all that might be a signature of another site."""
    refused: Sequence[Refused] = ()


def learn_site(name: str, pages: Sequence[SitePage], match: Match, cleaner: Cleaner, day: date) -> Learnt:
    """What is learnt from the `pages` of a site, in an order that chance has made.

    `cleaner` tries it; `day` goes into the stamps. A site without an address is tried with its candidates as
    signatures.
    """
    site = SitePages(pages)
    seen = sorted({it for page in site.all for it in of_page(page)})
    if len(site.all) < FEWEST_PAGES:
        return Learnt(Draft(name, match, len(site.all), ()), (), seen)
    signatures = candidates(site, name)
    if not (match.domains or match.hosts):
        match = Match(signatures=tuple(signatures[:MOST_SIGNATURES]))
    body = _bound(site)
    proposals = [*([body] if body else []), *repeated_blocks(site, body.ends if body else ())]
    proposed = Draft(name, match, len(site.all), proposals if match.keys() else ())
    draft, refused = attempt(proposed, site.left_out, cleaner, day)
    return Learnt(draft, signatures, seen, refused)


def common_domain(urls: Sequence[str]) -> str:
    """The longest domain that the hosts of all `urls` are in, `www.` aside; empty where there is none.

    >>> common_domain(["https://www.example.org/a", "https://example.org/b"])
    'example.org'
    >>> common_domain(["https://blog.example.org/a", "https://blog.example.org/b"])
    'blog.example.org'
    """
    hosts = [(host(url) or "").removeprefix("www.").split(".")[::-1] for url in urls]
    common = takewhile(lambda names: len(set(names)) == 1, zip(*hosts, strict=False))
    return ".".join([names[0] for names in common][::-1])


def judged_page(page: Mapping[str, Any], cleaner: Cleaner) -> SitePage:
    """A page with `source`, `url`, `language`, and `text` or `html`, judged by the generic part."""
    judged = cleaner.compare(
        page.get("text"), html=page.get("html"), url=page.get("url"), language=page.get("language")
    )
    return SitePage(page["source"], judged)


def _bound(site: SitePages) -> Proposal | None:
    bounds = [it for it in (html_bounds(site), text_bounds(site)) if it is not None]
    return _together(bounds)


def _together(bounds: Sequence[Proposal]) -> Proposal | None:
    """The bound for pages and the bound for texts as alternatives of one body."""
    if len(bounds) < 2:  # noqa: PLR2004 - one of each
        return bounds[0] if bounds else None
    for_pages, for_texts = bounds
    shared = ("inside", "why")
    places = for_pages.rule.get("first_of") or [_without(for_pages.rule, shared)]
    rule = {
        "first_of": [*places, _without(for_texts.rule, shared)],
        "inside": "judged",
        "why": f"{for_pages.rule['why']}; {for_texts.rule['why']}",
    }
    return Proposal(
        "body",
        rule,
        for_pages.pages + for_texts.pages,
        for_pages.of + for_texts.of,
        examples=(*for_pages.examples, *for_texts.examples),
        cases=(*for_pages.cases, *for_texts.cases),
        ends=for_texts.ends,
    )


def _without(rule: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in rule.items() if key not in keys}
