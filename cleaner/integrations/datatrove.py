"""datatrove: `CleanDocuments`, a step of a pipeline, and `CleanerExtractor`, in the place of Trafilatura.

    WarcReader(...) -> CleanDocuments(holds="html") -> LanguageFilter() -> JsonlWriter(...)

`CleanDocuments` knows more of a document and is the faster of the two. `CleanerExtractor` is an extractor as
datatrove's own are: it runs in a process that is killed when a page takes too long.
"""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final, Literal

from cleaner.errors import DocumentError, OptionError, shown_value
from cleaner.extras import need
from cleaner.pipeline import Cleaner
from cleaner.result import Failure
from cleaner.writers.jsonl import report
from cleaner.writers.removed import as_name
from cleaner.writers.report_column import report_row

need("datatrove", "datatrove", "cleaner.integrations.datatrove")

from datatrove.pipeline.base import PipelineStep  # noqa: E402 - where it is missing, the line above names the extra
from datatrove.pipeline.extractors.base import BaseExtractor  # noqa: E402 - likewise
from datatrove.utils.typeshelper import StatHints  # noqa: E402 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter

    from cleaner.result import Result

FIELDS: Final = ("title", "language", "site")
"""The keys of the field `cleaner` that a document gets by default: small, and of the same type in each."""
_KNOWN_FIELDS: Final = frozenset(
    {
        *(*FIELDS, "version", "kept_chars", "source_chars", "removed", "page_type", "page", "surrogates"),
        *("suspect", "rules_doubted"),
    }
)
FAILED: Final = "failed"
EMPTY: Final = "empty"
"""Reasons why documents are dropped, in the stats and in what the exclusion writer gets."""


class CleanDocuments(PipelineStep):  # type: ignore[misc] # datatrove has no types here
    """Cleans the text of documents, or the pages that they hold.

    A document of which nothing is left, or that cannot be cleaned, is dropped, and goes to the exclusion
    writer as it came, with `filter_reason` in its metadata (and `failure`, what is wrong with it, in words).

    The stats count documents as `total`, `forwarded`, `dropped`, `dropped_empty` and `dropped_failed`, and
    characters a document as `source_chars`, `kept_chars` and `removed_LABEL`.
    """

    name = "🧹 Cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        holds: Literal["text", "html"] = "text",
        url: str = "url",
        language: str | None = None,
        fields: Iterable[str] = FIELDS,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        """`cleaner` is by default `Cleaner()`; `holds` says what `Document.text` is.

        `url` and `language` are keys of `Document.metadata`; the language must be an ISO 639-1 code. `fields`
        are the keys of the field `cleaner`, as `cleaner run` writes it to Parquet, that are put in
        `Document.metadata["cleaner"]`; without any, nothing is. Raises OptionError.
        """
        super().__init__()
        if holds not in {"text", "html"}:
            raise OptionError(f"holds is {shown_value(holds)}; give 'text' or 'html'")
        self._cleaner = cleaner or Cleaner()
        self._holds = holds
        self._url = url
        self._language = language
        self._fields = tuple(fields)
        if unknown := sorted(set(self._fields) - _KNOWN_FIELDS):
            known = ", ".join(sorted(_KNOWN_FIELDS))
            raise OptionError(f"fields has {', '.join(map(shown_value, unknown))}; there are {known}")
        self.exclusion_writer = exclusion_writer

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002 - datatrove's signature
        """Yield the documents of which something is left, cleaned."""
        with self.exclusion_writer or nullcontext() as writer:
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    settled = self._settle(document)
                if isinstance(settled, str):
                    self.stat_update(StatHints.dropped, f"dropped_{settled}")
                    if writer is not None:
                        document.metadata["filter_reason"] = settled
                        writer.write(document, rank)
                    continue
                self._count(settled)
                self._fill(document, settled)
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _settle(self, document: Document) -> Result | str:
        """The result, or the reason why the document is dropped."""
        known = document.metadata
        record = {
            self._holds: document.text,
            "url": known.get(self._url) or None,
            "language": known.get(self._language) if self._language else None,
        }
        (settled,) = self._cleaner.pipe([record], on_error="record")
        if isinstance(settled, Failure):
            known["failure"] = settled.reason
            return FAILED
        return settled if settled.text.strip() else EMPTY

    def _count(self, result: Result) -> None:
        """Add a result to the stats."""
        self.stat_update("source_chars", value=result.source_chars)
        self.stat_update("kept_chars", value=len(result.text))
        removed: Counter[str] = Counter()
        for it in result.removed:
            removed[as_name(it.label)] += it.end - it.start
        for label, characters in sorted(removed.items()):
            self.stat_update(f"removed_{label}", value=characters)

    def _fill(self, document: Document, result: Result) -> None:
        """Put a result in its document."""
        document.text = result.text
        if self._fields:
            about = report_row(report(result, None))
            document.metadata["cleaner"] = {key: about.get(key) for key in self._fields}


class _Page(str):
    """A page that knows its URL: what datatrove hands to `extract` is the text of a document alone."""

    __slots__ = ("url",)
    url: str


class CleanerExtractor(BaseExtractor):  # type: ignore[misc] # datatrove has no types here
    """Extracts the main content of pages, as datatrove's `Trafilatura` does, in a process that can be killed.

    Unlike other extractors it is told the page's URL, `Document.metadata["url"]`, for site rules.
    """

    name = "⛏ Cleaner"

    def __init__(self, cleaner: Cleaner | None = None, timeout: float = 5, *, url: str = "url") -> None:
        """`cleaner` is by default `Cleaner()`; `url` is a key of the documents' metadata.

        `timeout` is in seconds a page. A process that is started anew, as after a timeout, has to load within
        that time, too; it takes a second.
        """
        super().__init__(timeout)
        self._cleaner = cleaner or Cleaner()
        self._url = url

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents of which something is left, extracted."""
        self._cleaner.warm()  # once, for all processes that are forked from this one
        return super().run(map(self._with_url, data), rank, world_size)  # type: ignore[no-any-return]

    def extract(self, text: str) -> Any:  # noqa: ANN401 - datatrove's processes give errors back as values
        """The text of one page; a DocumentError where there is none, as a value."""
        if not text:
            self._cleaner.warm()  # what a new process is asked first
            return ""
        try:
            return self._cleaner.clean(html=text, url=getattr(text, "url", None)).text
        except DocumentError as error:
            return error

    def _with_url(self, document: Document) -> Document:
        url = document.metadata.get(self._url)
        if isinstance(document.text, str) and isinstance(url, str):
            document.text = _Page(document.text)
            document.text.url = url
        return document
