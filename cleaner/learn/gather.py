"""The site of each document, found in the workers of the batch's pool, and its content for the spool."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from cleaner.batch import Setup
from cleaner.batch.task import Outcome, Status
from cleaner.batch.workers import origin
from cleaner.identify.site import host, registered_domain

if TYPE_CHECKING:
    from cleaner.batch.task import Task
    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record

_FASTEST = 1


class Gathered(NamedTuple):
    """One document on its way into the spool."""

    name: str
    """Its name relative to INPUT."""
    domain: str
    """Registered domain; empty where the URL has none."""
    host: str
    """Where there is no domain, the host; empty without a URL."""
    lines: list[int]
    """The edge lines of a text without a URL, see `cleaner.learn.groups`."""
    size: int
    """Bytes of `page` before it was compressed."""
    page: bytes
    """See `unpacked`."""


@dataclass(frozen=True, slots=True)
class GatherSetup(Setup):
    """The settings of workers that find the site of a document and judge nothing."""

    def outcome(self, cleaner: Cleaner, task: Task, record: Record) -> Outcome:  # noqa: ARG002 - as in Setup
        """The document with its site, in `Outcome.data`."""
        from cleaner.inputs import check_document  # noqa: PLC0415 - the main process needs none of these

        given = check_document(record.text, record.html, record.url, record.language)
        url, lines = given.url, list[int]()
        if url is None:
            url, lines = _told(given.text, given.page)
        page = {"source": origin(task), "url": url, "language": given.language, "text": given.text}
        packed = orjson.dumps(page | ({"html": given.page} if given.page is not None else {}))
        domain = registered_domain(url or "") or ""
        name = "" if domain else host(url or "") or ""
        head = orjson.dumps([page["source"], domain, name, lines, len(packed)])
        data = head + b"\n" + zlib.compress(packed, _FASTEST)
        status = Status.CLEANED if (given.text or given.page or "").strip() else Status.EMPTY
        return Outcome(status, task.source, task.position, data=data, warning=record.warning or "")


def _told(text: str | None, page: str | None) -> tuple[str | None, list[int]]:
    """The URL that a page gives itself, or the edge lines of a document without one."""
    from cleaner.identify.metadata import with_own_url  # noqa: PLC0415 - for documents without a URL
    from cleaner.learn.groups import edge_lines  # noqa: PLC0415 - likewise
    from cleaner.segment.html import segment_html  # noqa: PLC0415 - likewise
    from cleaner.segment.text import segment  # noqa: PLC0415 - likewise

    document = segment(text or "") if page is None else with_own_url(segment_html(page))
    return document.url, [] if document.url else edge_lines(document)


def gathered(data: bytes) -> Gathered:
    """What `GatherSetup` has put into `Outcome.data`."""
    head, _, page = data.partition(b"\n")
    name, domain, host_name, lines, size = orjson.loads(head)
    return Gathered(name, domain, host_name, lines, size, page)


def unpacked(page: bytes) -> dict[str, Any]:
    """A page of the spool: `source`, `url`, `language`, and `text` or `html`."""
    found: dict[str, Any] = orjson.loads(zlib.decompress(page))
    return found
