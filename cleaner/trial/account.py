"""Adds up what rules do on pages: by rule, by file, by site, and the pages most changed.

Memory grows with the rules, files and sites, and not with the pages: of examples and pages only the few with
the largest changes are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.decide.thresholds import FEWEST_BODY_CHARACTERS
from cleaner.identify.site import registered_domain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXAMPLES: Final = 3
"""Examples of a rule that are kept."""
MOST_CHANGED: Final = 20
"""Pages that are kept."""
SITES: Final = 1000
"""Sites that are accounted for one by one; further ones are together."""
TEXTS: Final = 20_000
"""Texts that a rule takes of which is known whether they stand on several pages."""
WORST_PAGES: Final = 10
"""Pages of a rule that are kept to find the one that it took most of."""
OTHER_SITES: Final = "other sites"


@dataclass(slots=True)
class Totals:
    """Pages, and what the generic part and the rules keep of them, in characters."""

    pages: int = 0
    generic: int = 0
    kept: int = 0

    def add(self, page: Mapping[str, Any]) -> None:
        """Add a page."""
        self.pages += 1
        self.generic += page["generic"]
        self.kept += page["kept"]


class _Page(NamedTuple):
    """What a rule took of one page."""

    share: float
    source: str
    generic: int
    """Characters that the generic part keeps of it."""
    taken: Sequence[tuple[str, int]]
    """Digest and characters of each block."""


@dataclass(slots=True)
class OwnTexts:
    """What a rule took that stands on one page alone, in memory that does not grow with the pages."""

    texts: dict[str, list[int]] = field(default_factory=dict)
    """Digest of a text -> how often it was taken, its characters, and those that the generic part is not in
    doubt of."""
    more: int = 0
    """Characters of texts beyond the first `TEXTS`, which are all taken for texts of one page."""
    pages: dict[bool, list[_Page]] = field(default_factory=dict)
    """The pages that lost most: those that the generic part is sure of, and the others."""

    def add(self, source: str, page: Mapping[str, Any], taken: Sequence[tuple[str, int, bool]]) -> None:
        """Add what was taken of `page`, which is called `source`: digest, characters, whether it is certain.

        Where the generic part is sure of the page, what it doubts there may go. Of a page of which it keeps
        next to nothing, everything may.
        """
        generic = page["generic"]
        tells = generic >= FEWEST_BODY_CHARACTERS
        for digest, characters, is_certain in taken:
            size = characters * tells
            if digest in self.texts:
                self.texts[digest][0] += 1
            elif len(self.texts) < TEXTS:
                self.texts[digest] = [1, size, size * is_certain]
            else:
                self.more += size
        counted = [(digest, size) for digest, size, is_certain in taken if is_certain or not page["sure"]]
        if counted and tells:
            share = sum(size for _, size in counted) / generic
            found = [*self.pages.get(page["sure"], ()), _Page(share, source, generic, counted)]
            self.pages[page["sure"]] = sorted(found, key=lambda it: -it.share)[:WORST_PAGES]

    @property
    def characters(self) -> int:
        """The characters of all such texts."""
        return self.more + sum(size for count, size, _ in self.texts.values() if count == 1)

    @property
    def certain_characters(self) -> int:
        """Likewise without those that the generic part doubts."""
        return self.more + sum(certain for count, _, certain in self.texts.values() if count == 1)

    def worst(self, *, sure: bool) -> tuple[float, str]:
        """The largest share of what the generic part keeps of a page, and the page's name.

        Of the pages that the generic part is `sure` of, or of the others.
        """
        shares = (
            (
                sum(size for digest, size in it.taken if self.texts.get(digest, [1])[0] == 1) / it.generic,
                it.source,
            )
            for it in self.pages.get(sure, ())
        )
        return max(shares, default=(0.0, ""), key=lambda it: it[0])


@dataclass(slots=True)
class RuleAccount:
    """What one rule did on the pages of the files that it belongs to."""

    evidence: str = ""
    """Its `why`, and `file:line`."""
    kind: str = ""
    """What it goes by, see `compare.kind_of`."""
    pages: int = 0
    pages_with_html: int = 0
    spoke: int = 0
    """Pages on which it decided about some block."""
    took: int = 0
    """Characters that the generic part keeps and this rule removes."""
    gave: int = 0
    """Characters that the generic part removes and this rule keeps."""
    generic: int = 0
    """Characters that the generic part keeps on its pages."""
    own: OwnTexts = field(default_factory=OwnTexts)
    silent: dict[str, int] = field(default_factory=dict)
    """Why it had no effect -> pages."""
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share that it took of what the generic part keeps, 0 to 1."""
        return self.took / self.generic if self.generic else 0.0

    @property
    def own_share(self) -> float:
        """Likewise of texts that stand on one page alone: what repeats is the site's, not the article's."""
        return self.own.characters / self.generic if self.generic else 0.0

    @property
    def certain_share(self) -> float:
        """Likewise without what the generic part doubts."""
        return self.own.certain_characters / self.generic if self.generic else 0.0

    @property
    def spoke_share(self) -> float:
        """The share of pages that it spoke on, 0 to 1."""
        return self.spoke / self.pages if self.pages else 0.0

    @property
    def commonest_silence(self) -> list[tuple[str, int]]:
        """Why it had no effect and on how many pages, the most frequent reason first."""
        return sorted(self.silent.items(), key=lambda it: (-it[1], it[0]))

    def add(self, source: str, page: Mapping[str, Any], about: Mapping[str, Any]) -> None:
        """Add what it did on the page `source`."""
        self.evidence, self.kind = about["evidence"], about["kind"]
        self.pages += 1
        self.pages_with_html += page["html"]
        self.generic += page["generic"]
        if "silent" in about:
            _count(self.silent, about["silent"])
            return
        self.spoke += 1
        self.took += about["took"]
        self.gave += about["gave"]
        self.own.add(source, page, about["texts"])
        example = {
            "page": source,
            **{key: about[key] for key in ("blocks", "took", "gave")},
            **about["example"],
        }
        self.examples = sorted([*self.examples, example], key=lambda it: -(it["took"] + it["gave"]))[
            :EXAMPLES
        ]


@dataclass(slots=True)
class FileAccount:
    """What one rule file did on the pages that it was for."""

    name: str = ""
    platform: bool = False
    totals: Totals = field(default_factory=Totals)
    not_believed: int = 0
    """Pages on which it, or its body, was not believed."""
    believed_always: int = 0
    """Pages of which it left next to nothing, and was believed as it says `believe: always`."""
    doubted_page: str = ""
    by_signature: dict[str, int] = field(default_factory=dict)
    """Registered domain of the URL -> pages that were given the file by a signature."""
    by_address: dict[str, int] = field(default_factory=dict)
    """Registered domain of the URL -> pages that were given the file by their URL."""
    rules: dict[str, RuleAccount] = field(default_factory=dict)

    @property
    def by_effect(self) -> list[tuple[str, RuleAccount]]:
        """The rules by name, those that took most first."""
        return sorted(self.rules.items(), key=lambda it: (-it[1].took, it[0]))

    def add(self, source: str, page: Mapping[str, Any]) -> None:
        """Add a page."""
        self.name, self.platform = page["name"], page["platform"]
        self.totals.add(page)
        doubts = page["doubts"]
        self.not_believed += any(not it["believed"] for it in doubts)
        self.believed_always += any(it["believed"] for it in doubts)
        if doubts and not self.doubted_page:
            self.doubted_page = source
        if page["site"]:
            found = self.by_signature if page["by_signature"] else self.by_address
            _count(found, page["site"])
        for about in page["rules"]:
            self.rules.setdefault(about["name"], RuleAccount()).add(source, page, about)


class Account:
    """All pages of a trial."""

    def __init__(self) -> None:
        self.all = Totals()
        self.without_file = Totals()
        """Pages that no rule file is for."""
        self.files: dict[str, FileAccount] = {}
        self.sites: dict[str, Totals] = {}
        """Registered domain -> its pages that a rule file is for."""
        self.changed: list[dict[str, Any]] = []
        """The pages on which the rules change most, the first most."""

    def add(self, source: str, page: Mapping[str, Any]) -> None:
        """Add a page; `page` is what `compare.compared` gave."""
        self.all.add(page)
        if "file" not in page:
            self.without_file.add(page)
            return
        self.files.setdefault(page["file"], FileAccount()).add(source, page)
        site = page["site"] or page["name"]
        if site not in self.sites and len(self.sites) >= SITES:
            site = OTHER_SITES
        self.sites.setdefault(site, Totals()).add(page)
        self._note_change(source, page)

    def _note_change(self, source: str, page: Mapping[str, Any]) -> None:
        spoken = [it for it in page["rules"] if "silent" not in it]
        took, gave = (sum(it[key] for it in spoken) for key in ("took", "gave"))
        if not took and not gave:
            return
        about = {
            "page": source,
            "file": page["file"],
            "generic": page["generic"],
            "took": took,
            "gave": gave,
            "believed": all(it["believed"] for it in page["doubts"]),
        }
        self.changed = sorted([*self.changed, about], key=lambda it: -(it["took"] + it["gave"]))[
            :MOST_CHANGED
        ]


def _count(counts: dict[str, int], name: str) -> None:
    name = name if name in counts or len(counts) < SITES else OTHER_SITES
    counts[name] = counts.get(name, 0) + 1


def domains_of(names: tuple[str, ...]) -> set[str]:
    """The registered domains of the domains and hosts of a rule file."""
    return {registered_domain(name) or name for name in names}
