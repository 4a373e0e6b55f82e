"""Dolma: a tagger whose attributes are what cleaning would remove, as spans with their labels and scores.

    dolma tag --documents 'documents/*' --experiment cleaned --taggers cleaner \
        --tagger_modules cleaner.integrations.dolma

Documents stay as they are: the mixer removes the spans of the labels that it is told to. Dolma makes taggers
without arguments, so one with other options is a subclass under another name:

    @TaggerRegistry.add("cleaner_recall")
    class RecallTagger(CleanerTagger):
        options = Options(prefer="recall")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cleaner.errors import DocumentError
from cleaner.extras import need
from cleaner.options import Options
from cleaner.pipeline import Cleaner
from cleaner.writers.removed import as_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

need("dolma", "dolma", "cleaner.integrations.dolma")

from dolma import TaggerRegistry  # noqa: E402 - where it is missing, the line above names the extra
from dolma.core.data_types import DocResult, DocumentWithMetadata, Span  # noqa: E402 - likewise
from dolma.core.taggers import BaseTaggerWithMetadata  # noqa: E402 - likewise

FAILURE = "failure"
"""Type of the span, over all of the text and with the score 1, of a document that could not be cleaned."""


@TaggerRegistry.add("cleaner")
class CleanerTagger(BaseTaggerWithMetadata):  # type: ignore[misc] # Dolma has no types here
    """A span for everything that is removed: its type is the label, its score the log-odds of main content.

    The types are the labels with underscores for spaces, offsets are characters of the text. The URL, which
    decides which site rules apply, is `metadata["url"]`. A document that could not be cleaned, as for
    `Options(max_seconds=...)`, has one span of the type `failure`.
    """

    rules: ClassVar[str | Path | Sequence[str | Path]] = ()
    """Folders of the user's own site rules, as `Cleaner` takes them."""
    options: ClassVar[Options] = Options()

    def __init__(self) -> None:
        self._cleaner = Cleaner(self.rules, self.options)

    def predict(self, doc: DocumentWithMetadata) -> DocResult:
        """The spans of one document."""
        url = doc.metadata.get("url")
        try:
            result = self._cleaner.clean(doc.text, url=url if isinstance(url, str) else None)
        except DocumentError:
            return DocResult(doc=doc, spans=[Span(0, len(doc.text), FAILURE)])
        spans = [Span(it.start, it.end, as_name(it.label), it.score) for it in result.removed]
        return DocResult(doc=doc, spans=spans)
