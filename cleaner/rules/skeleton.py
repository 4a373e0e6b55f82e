"""The text of a rule file for a new site: what was found on its pages, and comments that explain the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Sample:
    """A test case: a text or a page, and lines of it that go or stay."""

    name: str
    keep: tuple[str, ...]
    drop: tuple[str, ...] = ()
    text: str | None = None
    html: str | None = None
    url: str | None = None


_NO_PAGE = Sample(
    "the article stays",
    keep=("The first paragraph of an article on this site.", "The second paragraph, which stays too."),
    text="The first paragraph of an article on this site.\nThe second paragraph, which stays too.",
)


@dataclass(frozen=True, slots=True)
class Start:
    """What a first rule file says; by default nothing but the domain."""

    pages: int = 0
    """The pages that were looked at."""
    having: int = 0
    """Those of them that have the body there."""
    site_name: str | None = None
    signatures: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    """Lines that may be signatures or go, for a person to look at."""
    css: str | None = None
    """Where the body is, on pages."""
    after: str | None = None
    """The line before the body."""
    until: str | None = None
    """The line after it."""
    headline: str | None = None
    """A CSS selector."""
    sample: Sample | None = None

    @property
    def has_body(self) -> bool:
        """Whether it says where the body is."""
        return any((self.css, self.after, self.until))

    def without(self, *parts: str) -> Start:
        """The same without some of `headline`, `body` and `sample`."""
        left = self
        if "headline" in parts:
            left = replace(left, headline=None)
        if "body" in parts:
            left = replace(left, css=None, after=None, until=None)
        return replace(left, sample=None) if "sample" in parts else left


def skeleton(domain: str, start: Start | None = None) -> str:
    """The text of a rule file for `domain` that says what is in `start`."""
    start = start or Start()
    parts = (_match(domain, start), _body(start), _headline(start), _RULES, _cases(start.sample or _NO_PAGE))
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _match(domain: str, start: Start) -> Iterator[str]:
    yield f"site: {domain}"
    yield "match:"
    yield f"  domains: [{domain}]                # with all subdomains"
    yield "  # For documents without a URL: what is on every page of this site, and on no other."
    if start.site_name or start.signatures:
        yield "  signatures:"
        if start.site_name:
            yield f"    - site_name: {_quoted(start.site_name)}"
        yield from (f"    - line: {_quoted(it)}" for it in start.signatures)
    elif not start.candidates:
        yield "  # signatures:"
        yield '  #   - line: "The motto of the site"'
    if start.candidates:
        yield "  # These lines are candidates; give those that no other site has, and that never change."
        yield "  # signatures:"
        yield from (f"  #   - line: {_quoted(it)}" for it in start.candidates)


def _body(start: Start) -> Iterator[str]:
    yield "# Where the article is. What is outside goes; inside the generic part judges; or `inside: kept`."
    if not start.has_body:
        yield from ("# body:", "#   css: article .text", "#   inside: judged")
        yield "#   why: every article has its text in this box"
        return
    yield "body:"
    if start.css:
        yield f"  css: {_quoted(start.css)}"
    if start.after:
        yield f"  after: {{line: {_quoted(start.after)}}}"
    if start.until:
        yield f"  until: {{line: {_quoted(start.until)}}}"
    yield "  inside: judged"
    yield f"  why: {_found('the whole article is there', start)}"


def _headline(start: Start) -> Iterator[str]:
    if start.headline is None:
        yield from (
            "# headline:",
            "#   css: article h1",
            "#   why: the site's name is no h1 inside the article",
        )
        return
    yield "headline:"
    yield f"  css: {_quoted(start.headline)}"
    yield f"  why: {_found('the headline is there', start)}"


def _found(what: str, start: Start) -> str:
    if start.pages == 1:
        return f"{what} on the page that was looked at"
    every = f"all {start.pages}" if start.having == start.pages else f"{start.having} of {start.pages}"
    return f"{what} on {every} pages that were looked at"


_RULES = (
    "# What goes. A rule says what the blocks are, and why it is safe on every page of the site.",
    "# drop:",
    "#   - label: navigation",
    "#     why: the menu stands before every article, the same word for word",
    '#     line: "Sign up for our newsletter"',
    "#   - label: related link",
    "#     why: headlines of other stories, from their heading to the end of the page",
    "#     from: {line: Read also}",
    "#     to: end",
    "#     at_most: 20                        # a longer run is left alone",
    "#   - label: advertisement",
    "#     why: on pages with HTML, the class tells",
    "#     css: .ad",
    "",
    "# What must stay although a rule or the generic part would drop it.",
    "# keep:",
    "#   - why: the editor's note belongs to the article",
    "#     pattern: '^Editor.s note: '",
)


def _cases(sample: Sample) -> Iterator[str]:
    yield "# For `cleaner rules test`. List under drop what must go, under keep more of what must stay."
    yield "cases:"
    yield f"  - name: {sample.name}"
    if sample.url:
        yield f"    url: {_quoted(sample.url)}"
    for key, value in (("text", sample.text), ("html", sample.html)):
        if value is not None:
            yield f"    {key}: |"
            yield from (f"      {line}" for line in value.split("\n"))
    yield from _listed("drop", sample.drop)
    yield from _listed("keep", sample.keep)


def _listed(key: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"    {key}:"
        yield from (f"      - {_quoted(line)}" for line in lines)


def _quoted(text: str) -> str:
    """`text` as a YAML string; JSON strings are YAML strings."""
    return json.dumps(text, ensure_ascii=False)
