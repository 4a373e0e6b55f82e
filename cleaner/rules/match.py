"""Which rule file a document belongs to: by its URL, else by text or a page's head that gives the site away.

The user's folders come before the built-in rules, each folder on its own: whatever a user's file matches
is the user's. Within a folder the longest domain wins, then the longest path. Signatures are tried when
no URL decides; platforms only after every site, because a site's file knows more.

All of a book is in one piece of JSON lines (`cleaner.rules.stored`): what leads to rule files, and then a
line for each of these, which is read when a document is found to be its. So a book of thousands of sites is
ready at once, and a pickle of it, a cache, and what is compiled ahead are the same bytes.
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
"""The part of a document's time that signatures may use: those of other sites must not use up what the rules
of the site need that is found in the end."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rule file for a document, and why."""

    rules: SiteRules
    why: str


class RuleBook:
    """All rule files of a run. Never changes, may be used from several threads, and can be pickled."""

    def __init__(self, stored: bytes) -> None:
        """`stored` is what `cleaner.rules.compile` makes of rule files."""
        self._index, *self._lines_of_sites = stored.split(b"\n")
        index: dict[str, Any] = orjson.loads(self._index)
        self._sources: list[str] = index["sources"]
        self._rules: dict[int, SiteRules] = {}
        self.domains: tuple[Addresses, ...] = tuple(index["domains"])
        """For each folder, in order: those with the longest path first."""
        self.lines: dict[str, tuple[int, str]] = index["lines"]
        """Folded line -> the first file of which it is a signature, and where that stands."""
        self.names: dict[str, tuple[int, str]] = index["names"]
        """Likewise for what the head of an HTML page calls the site, folded."""
        self._signatures: list[list[Any]] = index["signatures"]

    def __reduce__(self) -> tuple[type[RuleBook], tuple[bytes]]:
        """Pickled as it is stored, whatever was made of that since."""
        return type(self), (self.stored,)

    @property
    def stored(self) -> bytes:
        """What the book was made from: the same bytes for the same files in every process."""
        return b"\n".join((self._index, *self._lines_of_sites))

    @property
    def sites(self) -> tuple[SiteRules, ...]:
        """Every site and platform, the user's first, then by name."""
        return tuple(map(self._site, range(len(self._sources))))

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """All signatures that are neither a line alone nor a name, in the order of their files."""
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

        `time` is what all rules have on this document, and learns which signatures ran out of it.
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
        """The file whose signature is in the text; `excluded` files have said that the URL is not theirs."""
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
        """Files that a line or the site's name leads to, where its signature is, and what has it."""
        if self.names and document.dom is not None:
            name = fold(read_metadata(document.dom.head, document.url).site or "")
            if name in self.names:
                yield *self.names[name], "head"
        if self.lines:
            for line in view.lines & self.lines.keys():
                yield *self.lines[line], "text"


def _addresses(domains: Addresses, host: str) -> Iterator[tuple[str, int, str]]:
    """What is known of `host` and the domains above it, the longest domain first."""
    while host:
        for site, glob in domains.get(host, ()):
            yield host, site, glob
        host = host.partition(".")[2]


def _all_hold(signature: Signature, view: BlockView, time: RuleTime) -> bool:
    """Whether every condition holds in some block. A pattern that takes too long does not, and is noted."""
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
