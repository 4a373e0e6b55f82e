"""What a review knows and does: choosing documents, explaining them, marking blocks, making rules."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.batch import Limits
from cleaner.errors import CleanerError
from cleaner.pipeline import Cleaner
from cleaner.review.documents import Documents
from cleaner.review.index import Index, given
from cleaner.review.marks import Marks
from cleaner.review.proposals import KINDS, Pointed, proposals
from cleaner.review.rule_files import draft_of
from cleaner.review.run import ReviewError
from cleaner.review.trials import PAGES, Workshop
from cleaner.rules.conditions import fold
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaner.readers.record import Record
    from cleaner.result import Result
    from cleaner.review.run import Run

_HELD: Final = 8
"""Explained documents that are kept, for who goes back and forth."""


class Opened(NamedTuple):
    """A document that is looked at."""

    source: str
    record: Record
    result: Result


class Desk:
    """One review of a run. Safe to use from several threads."""

    def __init__(self, run: Run, folder: Path, cases: Path, limit: int) -> None:
        """Rules are written to `folder`, marks to `cases`. Raises ReviewError and RuleError."""
        self.run = run
        self.documents = Documents(run.plan)
        self.marks = Marks(cases)
        self.workshop = Workshop(folder, run.rules, run.options)
        self._cleaner = self._new_cleaner()
        limited = replace(run.options, max_seconds=Limits().seconds)
        indexing = Cleaner(rules=self.workshop.folders, options=limited)
        self.index = Index(self.documents, indexing, run.named, limit)
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._lock = Lock()

    def _new_cleaner(self) -> Cleaner:
        return Cleaner(rules=self.workshop.folders, options=self.run.options)

    def open(self, source: str) -> Opened:
        """A document, explained. Raises ReviewError where there is none of this name, else DocumentError."""
        with self._lock:
            if source in self._opened:
                self._opened.move_to_end(source)
                return self._opened[source]
            cleaner = self._cleaner
        record = self.documents.find([source]).get(source)
        if record is None:
            raise ReviewError(f"there is no document {source} in this run, or it cannot be read any more")
        opened = Opened(source, record, cleaner.clean(**given(record), explain=True))
        with self._lock:
            if cleaner is self._cleaner:
                self._opened[source] = opened
                while len(self._opened) > _HELD:
                    self._opened.popitem(last=False)
        return opened

    def look_ahead(self, source: str | None) -> None:
        """Explain a document before it is asked for."""
        if source is not None:
            with suppress(CleanerError):
                self.open(source)

    def words(self, opened: Opened) -> dict[int, str]:
        """Number of a block, from 1 -> `right` or `wrong`, of those of which something was said."""
        said = self.marks.of(opened.source)
        expected = ((place, it, said.get(fold(it.text))) for place, it in enumerate(opened.result.blocks, 1))
        return {
            place: "right" if it.keep is keep else "wrong" for place, it, keep in expected if keep is not None
        }

    def mark(self, source: str, number: int, word: str | None) -> dict[int, str]:
        """Say that a block is right or wrong, with None nothing; gives all that is said of the document."""
        opened = self.open(source)
        block = opened.result.blocks[self._place(opened, number)]
        keep = None if word is None else block.keep is (word == "right")
        self.marks.mark(source, opened.result, number - 1, keep)
        return self.words(opened)

    def propose(self, source: str, number: int, end: int | None, label: str) -> dict[str, Any]:
        """Rules for a block, by kind, and the file that they would go into."""
        opened = self.open(source)
        place = self._place(opened, number)
        last = None if end is None else self._place(opened, end)
        try:
            called = Label.parse(label)
        except ValueError as error:
            raise ReviewError(str(error)) from error
        found = proposals(Pointed(opened.result, place, last, called))
        return {
            "file": str(self.workshop.target(opened.record).path),
            "kinds": {kind: [it._asdict() for it in found[kind]] for kind in KINDS},
        }

    def try_rule(self, source: str, section: str, rule: str, why: str) -> dict[str, Any]:
        """What a rule does on pages of the document's site, which need not be saved for it."""
        opened = self.open(source)
        draft = draft_of(section, rule, why)
        told = self.workshop.tried(self.workshop.target(opened.record), draft, self._pages_like(opened))
        return told | {"more": not self.index.is_complete}

    def save_rule(self, source: str, section: str, rule: str, why: str) -> dict[str, Any]:
        """Write a rule with its case; documents are judged with it from then on."""
        opened = self.open(source)
        name = opened.result.title or source
        draft = draft_of(section, rule, why.strip())
        path = self.workshop.save(
            self.workshop.target(opened.record), draft, opened.record, opened.result, name
        )
        with self._lock:
            self._cleaner = self._new_cleaner()
            self._opened.clear()
        return {"file": str(path)}

    def _pages_like(self, opened: Opened) -> Mapping[str, Record]:
        """The document, and others of its site that are known."""
        site = self.index.site_of(opened.source) or opened.result.site
        others = [it for it in self.index.of_site(site) if it != opened.source] if site else []
        return {opened.source: opened.record, **self.documents.find(others[: PAGES - 1])}

    def _place(self, opened: Opened, number: int) -> int:
        if not 1 <= number <= len(opened.result.blocks):
            raise ReviewError(f"the document has no block {number}")
        return number - 1
