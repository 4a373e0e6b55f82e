"""What is known of each document of a run, found out in the background: to choose documents by it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.errors import CleanerError
from cleaner.identify.site import host
from cleaner.report.collector import removed_share
from cleaner.report.document_facts import document_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record
    from cleaner.report.document_facts import DocumentFacts
    from cleaner.review.documents import Documents

ORDERS: Final[dict[str, tuple[str, Callable[[DocumentFacts], float]]]] = {
    "doubt": ("least certain", lambda it: -it.doubt),
    "lost": ("lost most", lambda it: -removed_share(it)),
    "short": ("shortest result", lambda it: it.kept_chars),
    "long": ("longest result", lambda it: -it.kept_chars),
}
"""Name -> in words, and what documents are sorted by."""


class Choice(NamedTuple):
    """Which documents a reviewer looks at, and in which order; empty for all."""

    label: str = ""
    site: str = ""
    rule: str = ""
    order: str = "doubt"

    def has(self, facts: DocumentFacts) -> bool:
        """Whether a document is one of them."""
        return (
            (not self.label or self.label in facts.labels)
            and (not self.site or self.site == (facts.site or ""))
            and (not self.rule or self.rule in facts.rules)
        )


class Index:
    """The facts of the documents so far. Filled by a thread of its own, read by others."""

    def __init__(
        self, documents: Documents, cleaner: Cleaner, named: Mapping[str, int | None], limit: int
    ) -> None:
        """`named` come first, whatever their place; then the others in order, at most `limit` in all.

        Where `named` says how many characters a document had, one that has not so many has changed.
        """
        self._documents, self._cleaner = documents, cleaner
        self._named, self._limit = named, limit
        self._facts: dict[str, DocumentFacts] = {}
        self._lock = Lock()
        self._stopped = Event()
        self._asked, self._nobody_asks = 0, Condition()
        self._thread = Thread(target=self._fill, name="index")
        """No daemon: one that is in native code when Python ends takes the process down."""
        self.is_complete = False
        """Whether all documents that it is to hold are in it."""
        self.gone: list[str] = []
        self.changed: list[str] = []
        """Documents that are named and cannot be read any more, and those that are others by now."""
        self.failure: str | None = None
        """Why reading has ended early; None where it has not."""

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the document that it is at."""
        self._stopped.set()
        with self._nobody_asks:
            self._nobody_asks.notify()
        if self._thread.is_alive():
            self._thread.join()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """A time in which no document is begun: what a person waits for comes first."""
        with self._nobody_asks:
            self._asked += 1
        try:
            yield
        finally:
            with self._nobody_asks:
                self._asked -= 1
                self._nobody_asks.notify()

    def __len__(self) -> int:
        """Documents so far."""
        return len(self._facts)

    def chosen(self, choice: Choice) -> list[DocumentFacts]:
        """The documents of a choice, in its order; of equals those that were read first come first."""
        _, key = ORDERS[choice.order]
        return sorted(filter(choice.has, self._so_far()), key=key)

    def site_of(self, source: str) -> str | None:
        """The site of a document; None where it has none, or is not known yet."""
        facts = self._facts.get(source)
        return facts.site if facts else None

    def of_site(self, site: str) -> list[str]:
        """The names of the documents of a site so far."""
        return [it.source for it in self._so_far() if it.site == site]

    def labels(self) -> Counter[str]:
        """Label -> documents that have it."""
        return Counter(label for it in self._so_far() for label in it.labels)

    def sites(self) -> Counter[str]:
        """Site -> its documents."""
        return Counter(it.site for it in self._so_far() if it.site)

    def rules(self) -> Counter[str]:
        """`site/id` -> documents on which the rule decided."""
        return Counter(rule for it in self._so_far() for rule in it.rules)

    def _so_far(self) -> list[DocumentFacts]:
        with self._lock:
            return list(self._facts.values())

    def _fill(self) -> None:
        try:
            self._read()
        except (CleanerError, OSError, EOFError, ValueError) as error:
            self.failure = str(error)
        self.is_complete = True

    def _read(self) -> None:
        for source, record in self._in_turn():
            with self._nobody_asks:
                self._nobody_asks.wait_for(lambda: not self._asked or self._stopped.is_set())
            if self._stopped.is_set() or len(self) >= self._limit:
                break
            if source not in self._facts:
                self._add(source, record)

    def _in_turn(self) -> Iterator[tuple[str, Record]]:
        found = self._documents.find(self._named) if self._named else {}
        self.gone = [source for source in self._named if source not in found]
        yield from found.items()
        yield from self._documents

    def _add(self, source: str, record: Record) -> None:
        try:
            judged = self._cleaner.compare(**given(record))
        except Exception:  # noqa: BLE001 - one document must not end the index; the run has told of it
            return
        generic = judged.decided.generic if judged.decided else ()
        facts = document_facts(self._cleaner.result_of(judged), source, generic)
        site = facts.site or host(judged.document.url or "")
        if self._named.get(source) not in (None, facts.source_chars):
            self.changed.append(source)
        with self._lock:
            self._facts[source] = facts._replace(site=site, samples={})


def given(record: Record) -> dict[str, Any]:
    """What `Cleaner.clean` is given of a record."""
    return {"text": record.text, "html": record.html, "url": record.url, "language": record.language}


def neighbours(chosen: Iterable[DocumentFacts], source: str) -> tuple[int, str | None, str | None]:
    """The place of a document among others, from 1, and those beside it; 0 where it is none of them."""
    names = [it.source for it in chosen]
    if source not in names:
        return 0, None, names[0] if names else None
    place = names.index(source)
    after = names[place + 1] if place + 1 < len(names) else None
    return place + 1, names[place - 1] if place else None, after
