"""Finds the rule file for a document: by its URL, or else by a signature in its text or in its page's head.

The user's folders come before the built-in rules, in order: a match in an earlier folder wins. Within a
folder the longest domain wins, then the longest path. Signatures are tried where no URL decides; those of
platforms after those of all sites, because a site's file is more specific.

A book is stored as JSON lines (`cleaner.rules.stored`): an index, and then a line for each rule file, which
is parsed when a document first needs it. So a book of thousands of sites opens at once, and its pickle, the
cache and the compiled form are the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import orjson

from cleaner.identify import site as identify
from cleaner.identify.metadata import read_metadata
from cleaner.rules.clock import Clock, RuleTime
from cleaner.rules.conditions import BlockView, fold
from cleaner.rules.signatures import Gates, Signature
from cleaner.rules.stored import condition, site_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.document import Document
    from cleaner.rules.judge import SiteRules

    Addresses = Mapping[str, Sequence[tuple[int, str]]]
    """Domain -> the number of each file that it leads to, and a glob for the path, empty for every path."""

SIGNATURES_SHARE: Final = 0.5
"""The share of a document's time that signatures may use, so that those of other sites leave time for the
rules of the site that is found."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rule file of a document, and the reason."""

    rules: SiteRules
    why: str


class RuleBook:
    """All rule files of a run. Immutable, safe to use from several threads, and can be pickled."""

    def __init__(self, stored: bytes) -> None:
        """`stored` is what `cleaner.rules.compile.compile_book` writes."""
        self._index, *self._lines_of_sites = stored.split(b"\n")
        index: dict[str, Any] = orjson.loads(self._index)
        self._sources: list[str] = index["sources"]
        self._rules: dict[int, SiteRules] = {}
        self.domains: tuple[Addresses, ...] = tuple(index["domains"])
        """For each folder, in order; of one domain, the longest path first."""
        self.lines: dict[str, tuple[int, str]] = index["lines"]
        """Folded line -> the first file of which it is a signature, and the place of the signature."""
        self.names: dict[str, tuple[int, str]] = index["names"]
        """Likewise for the site's name in the head of an HTML page, folded."""
        self._signatures: list[list[Any]] = index["signatures"]

    def __reduce__(self) -> tuple[type[RuleBook], tuple[bytes]]:
        """Pickle the stored form only."""
        return type(self), (self.stored,)

    @property
    def stored(self) -> bytes:
        """The stored form: the same bytes for the same files in every process."""
        return b"\n".join((self._index, *self._lines_of_sites))

    @property
    def sites(self) -> tuple[SiteRules, ...]:
        """Every site and platform, the user's first, then by name."""
        return tuple(map(self._site, range(len(self._sources))))

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """All signatures but single lines and names, in the order of their files."""
        return tuple(
            Signature(site, where, tuple(map(condition, conditions)), name)
            for site, where, name, conditions in self._signatures
        )

    @cached_property
    def _gates(self) -> Gates:
        return Gates(self.signatures)

    def site_for(self, document: Document, time: RuleTime | None = None) -> SiteRules | None:
        """The rules for `document`, or None where no file matches."""
        found = self.find(document, time)
        return found.rules if found else None

    def find(self, document: Document, time: RuleTime | None = None) -> Found | None:
        """Like `site_for`, with the reason in words.

        `time` is the time of all rules on this document; it records the signatures that ran out of it.
        """
        wrong_path: set[int] = set()
        if document.url and (host := identify.host(document.url)):
            path = identify.path(document.url)
            for domains in self.domains:
                for domain, site, glob in _addresses(domains, host):
                    if not glob or fnmatchcase(path, glob):
                        where = f" and path {glob}" if glob else ""
                        why = f"the URL's host {host} is in the domain {domain}{where}"
                        return Found(self._site(site), why)
                    wrong_path.add(site)
        return self._by_signature(document, wrong_path, time or RuleTime())

    def _site(self, number: int) -> SiteRules:
        if number not in self._rules:
            self._rules[number] = site_rules(self._lines_of_sites[number])
        return self._rules[number]

    def _by_signature(self, document: Document, excluded: set[int], time: RuleTime) -> Found | None:
        """The file with a signature in the text; `excluded` files have the URL's domain, but not its path."""
        view = BlockView(document)
        best = min((it for it in self._looked_up(document, view) if it[0] not in excluded), default=None)
        for place in self._gates.open(view) if self._signatures else ():
            signature = self.signatures[place]
            if best is not None and best[0] < signature.site:
                break
            if signature.site not in excluded and _all_hold(signature, view, time):
                best = signature.site, signature.where, "text"
                break
        if best is None:
            return None
        site, where, what = best
        return Found(self._site(site), f"its {what} has the signature at {where}")

    def _looked_up(self, document: Document, view: BlockView) -> Iterator[tuple[int, str, str]]:
        """Files with a signature that is a line or the site's name, its place, and where it was found."""
        if self.names and document.dom is not None:
            name = fold(read_metadata(document.dom.head, document.url).site or "")
            if name in self.names:
                yield *self.names[name], "head"
        if self.lines:
            for line in view.lines & self.lines.keys():
                yield *self.lines[line], "text"


def _addresses(domains: Addresses, host: str) -> Iterator[tuple[str, int, str]]:
    """The addresses of `host` and of the domains above it, the longest domain first."""
    while host:
        for site, glob in domains.get(host, ()):
            yield host, site, glob
        host = host.partition(".")[2]


def _all_hold(signature: Signature, view: BlockView, time: RuleTime) -> bool:
    """Whether every condition holds for some block. A pattern out of time does not, and is recorded."""
    clock = Clock(time.each, time, SIGNATURES_SHARE)
    try:
        clock.look(len(view) * len(signature.conditions))
        return all(
            any(condition.holds(view, index, clock) for index in range(len(view)))
            for condition in signature.conditions
        )
    except TimeoutError:
        time.leave_out([signature.name])
        return False
