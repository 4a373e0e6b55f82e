"""Which rule file a document belongs to: by its URL, else by text or a page's head that gives the site away.

The user's folders come before the built-in rules, each folder on its own: whatever a user's file matches
is the user's. Within a folder the longest domain wins, then the longest path. Signatures are tried when
no URL decides; platforms only after every site, because a site's file knows more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.identify import site as identify
from cleaner.identify.metadata import read_metadata
from cleaner.rules.conditions import BlockView, Clock, fold
from cleaner.rules.judge import RULE_SECONDS, SiteRules

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cleaner.document import Document
    from cleaner.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Address:
    """A domain, perhaps with a path, that leads to a rule file."""

    rules: SiteRules
    glob: str = ""
    path: re.Pattern[str] | None = None
    """`glob` as a pattern; None matches every path."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What leads to a rule file: every condition must hold, each in some block; a site's name has none."""

    rules: SiteRules
    rank: int
    """Where several signatures hold, the lowest rank wins."""
    where: str
    """`file:line`."""
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The rule file for a document, and why."""

    rules: SiteRules
    why: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rule files of a run. Never changes, can be pickled, and may be used from several threads."""

    sites: tuple[SiteRules, ...] = ()
    """Every site and platform, the user's first, then by name."""
    domains: tuple[Mapping[str, tuple[Address, ...]], ...] = ()
    """For each folder, in order: domain -> files, those with the longest path first."""
    lines: Mapping[str, Signature] = field(default_factory=dict)
    """Folded line -> the signature of lowest rank that consists of this line alone."""
    names: Mapping[str, Signature] = field(default_factory=dict)
    """Likewise for what the head of an HTML page calls the site, folded."""
    signatures: tuple[Signature, ...] = ()
    """All other signatures, by rank. Each costs a search of every block: only `line` scales."""

    @classmethod
    def load(cls, folders: Sequence[Path] = (), *, built_in: bool = True) -> RuleBook:
        """Read the rule files in `folders`, the first strongest, and unless told otherwise the built-in ones.

        Raises RuleError with every fault of every file.
        """
        from cleaner.rules.compile import compile_book  # noqa: PLC0415 - with pydantic, which is slow to import
        from cleaner.rules.load import load_files  # noqa: PLC0415 - likewise

        return compile_book(load_files(folders, built_in=built_in))

    def site_for(self, document: Document) -> SiteRules | None:
        """The rules for `document`, or None where no file matches."""
        found = self.find(document)
        return found.rules if found else None

    def find(self, document: Document) -> Found | None:
        """Like `site_for`, with the reason in words."""
        wrong_path: set[str] = set()
        if document.url and (host := identify.host(document.url)):
            path = identify.path(document.url)
            for domains in self.domains:
                for domain, address in _addresses(domains, host):
                    if address.path is None or address.path.match(path):
                        where = f" and path {address.glob}" if address.glob else ""
                        return Found(address.rules, f"the URL's host {host} is in the domain {domain}{where}")
                    wrong_path.add(address.rules.source)
        return self._by_signature(document, wrong_path)

    def _by_signature(self, document: Document, excluded: set[str]) -> Found | None:
        """The file whose signature is in the text; `excluded` files have said that the URL is not theirs."""
        view = BlockView(document)
        hits: dict[int, Signature] = {}
        if self.names and document.dom is not None:
            name = fold(read_metadata(document.dom.head, document.url).site or "")
            hits |= {self.names[name].rank: self.names[name]} if name in self.names else {}
        if self.lines:
            hits |= {self.lines[text].rank: self.lines[text] for text in view.folded if text in self.lines}
        best = min(
            (hit for hit in hits.values() if hit.rules.source not in excluded),
            key=lambda hit: hit.rank,
            default=None,
        )
        for signature in self.signatures:
            if best is not None and best.rank < signature.rank:
                break
            if signature.rules.source not in excluded and _all_hold(signature, view):
                best = signature
                break
        what = "text" if best and best.conditions else "head"
        return Found(best.rules, f"its {what} has the signature at {best.where}") if best else None


def _addresses(domains: Mapping[str, tuple[Address, ...]], host: str) -> Iterator[tuple[str, Address]]:
    """What is known of `host` and the domains above it, the longest domain first."""
    while host:
        for address in domains.get(host, ()):
            yield host, address
        host = host.partition(".")[2]


def _all_hold(signature: Signature, view: BlockView) -> bool:
    """Whether every condition holds in some block; a pattern that takes too long does not."""
    clock = Clock(RULE_SECONDS)
    try:
        return all(
            any(condition.holds(view, index, clock) for index in range(len(view)))
            for condition in signature.conditions
        )
    except TimeoutError:
        return False
