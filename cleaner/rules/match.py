"""Finds the rule file for a document: by its URL, or else by a signature in its text or in the page's head.

A match in an earlier folder wins, with the built-in rules as the last one. Within a folder the longest domain
wins, then the longest path. Signatures are tried only where the URL leads to no file. Those of platforms come
after those of all sites, since a site's file is more specific.

A book is stored as JSON lines (`cleaner.rules.stored`): an index, and a line for each rule file, which is
parsed when a document first needs it. So a book of thousands of sites opens at once. Its pickle, the cache
and the compiled form are the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import islice
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
    from collections.abc import Set as AbstractSet

    from cleaner.document import Document
    from cleaner.rules.judge import SiteRules

    Addresses = Mapping[str, Sequence[tuple[int, str]]]
    """Domain -> the number of each file that it leads to, with a glob for the path; empty for all paths."""

EXACT: Final = "="
"""Begins the key of a host that is meant without its subdomains, among the domains."""

_ENDS_OF_WORDS: Final = re.compile(r"(?<=\S)(?=\W|$)")
_MOST_WORDS: Final = 20
_MOST_OF_GENERATOR: Final = 200
"""Words and characters of a meta generator in which the name of the program is sought."""

SIGNATURES_SHARE: Final = 0.5
"""The share of a document's time that signatures may use. The rest is left for the rules of its file."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rules for a document, and why they were chosen, in words."""

    rules: SiteRules
    why: str
    by_signature: bool = False
    """Whether it was a signature rather than the URL."""


class RuleBook:
    """All rule files of a run. Immutable, safe to use from several threads, and can be pickled."""

    def __init__(self, stored: bytes) -> None:
        """`stored` is what `cleaner.rules.compile_rules.compile_book` writes."""
        self._index, *self._lines_of_sites = stored.split(b"\n")
        index: dict[str, Any] = orjson.loads(self._index)
        self._sources: list[str] = index["sources"]
        self._rules: dict[int, SiteRules] = {}
        self.domains: tuple[Addresses, ...] = tuple(index["domains"])
        """One mapping a folder, in order. The files of a domain are sorted, the longest path first."""
        self.lines: dict[str, tuple[int, str]] = index["lines"]
        """Folded line -> the first file that has it as a signature, and the signature's `file:line`."""
        self.names: dict[str, tuple[int, str]] = index["names"]
        """Likewise for the folded name of a site in the head of an HTML page."""
        self.generators: dict[str, tuple[int, str]] = index["generators"]
        """Likewise for the folded name of the program that made a page."""
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
        """The signatures that are neither a single line nor a name, in the order of their files."""
        return tuple(
            Signature(site, where, tuple(map(condition, conditions)), name)
            for site, where, name, conditions in self._signatures
        )

    @cached_property
    def _gates(self) -> Gates:
        return Gates(self.signatures, self.lines)

    def site_for(self, document: Document, time: RuleTime | None = None) -> SiteRules | None:
        """The rules for `document`, or None where no file matches."""
        found = self.find(document, time)
        return found.rules if found else None

    def find(self, document: Document, time: RuleTime | None = None) -> Found | None:
        """As `site_for`, with the reason in words.

        `time` is the time of all rules on this document. It records signatures that run out of time.
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
        """The file with a signature in the document. `excluded` files have the URL's domain, not its path."""
        view = BlockView(document)
        possible = self._gates.open(view)
        lines = view.lines if possible.lines else frozenset()
        best = min((it for it in self._looked_up(document, lines) if it[0] not in excluded), default=None)
        for place in possible.signatures:
            signature = self.signatures[place]
            if best is not None and best[0] < signature.site:
                break
            if signature.site not in excluded and _all_hold(signature, view, time):
                best = signature.site, signature.where, "text"
                break
        if best is None:
            return None
        site, where, what = best
        return Found(self._site(site), f"its {what} has the signature at {where}", by_signature=True)

    def _looked_up(self, document: Document, lines: AbstractSet[str]) -> Iterator[tuple[int, str, str]]:
        """File, `file:line` of the signature, and head or text, for each signature found by line or name.

        `lines` are those of the text, folded, where any may be a signature.
        """
        if self.names and document.dom is not None:
            name = fold(read_metadata(document.dom.head, document.url).site or "")
            if name in self.names:
                yield *self.names[name], "head"
        if self.generators and document.dom is not None:
            for generator in document.dom.head.generators:
                for name in _beginnings(fold(generator[:_MOST_OF_GENERATOR])):
                    if name in self.generators:
                        yield *self.generators[name], "head"
        for line in lines & self.lines.keys():
            yield *self.lines[line], "text"


def _beginnings(generator: str) -> Iterator[str]:
    """What `generator` begins with, up to the end of each of its first words: its program and version."""
    for end in islice(_ENDS_OF_WORDS.finditer(generator), _MOST_WORDS):
        yield generator[: end.start()]


def _addresses(domains: Addresses, host: str) -> Iterator[tuple[str, int, str]]:
    """Domain, file and glob for `host` itself, then for each domain that it is in, the longest first."""
    for site, glob in domains.get(f"{EXACT}{host}", ()):
        yield host, site, glob
    while host:
        for site, glob in domains.get(host, ()):
            yield host, site, glob
        host = host.partition(".")[2]


def _all_hold(signature: Signature, view: BlockView, time: RuleTime) -> bool:
    """Whether each condition holds for some block. False where time runs out, which is recorded."""
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
