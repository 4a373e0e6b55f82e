"""Labelled pages -> features and targets, once with the extractor's word and once without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks import html_corpus
from benchmarks.fit import lines as vary
from benchmarks.fit.examples import MOST_BLOCKS, Example, Targets, made_of
from cleaner.extractor import Witness
from cleaner.heuristics import claims
from cleaner.identify.language import identify_language
from cleaner.view.features import features
from cleaner.view.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.fit.lines import Line
    from cleaner.document import Document

_ENGINES: Final = ("full", "fast")


def page_examples(record: dict[str, Any]) -> Iterator[Example]:
    """The page as each engine sees it; nothing where it has no block."""
    document = html_corpus.document(record)
    if not document.blocks:
        return
    page = Page(document)
    page.language = identify_language(page)
    claimed = claims(page)
    for engine in _ENGINES:
        witness = _said(record) if engine == "full" else None
        seen = features(page, claimed, witness)
        yield made_of(record, engine, page, seen.values[:MOST_BLOCKS], _targets(record, document, witness))


def _said(record: dict[str, Any]) -> Witness:
    """What the extractor said when the corpus was built."""
    share = record["trafilatura"]
    return Witness(share is not None, np.array(share or [0.0] * len(record["blocks"])))


def _targets(record: dict[str, Any], document: Document, witness: Witness | None) -> Targets:
    """The label of every block.

    Where a set has only segments, the extractor's word stands in, but not where it is a feature too: the
    judge would learn to repeat it.
    """
    title = (record["title"] or "").strip().lower()
    labelled = [
        _line(record, place, block.text, title, witness) for place, block in enumerate(document.blocks)
    ]
    body, headline, trust = np.array(
        [(line.body, line.headline, line.trust) for line in labelled[:MOST_BLOCKS]], dtype=np.float32
    ).T
    return body, headline, trust


def _line(record: dict[str, Any], place: int, text: str, title: str, witness: Witness | None) -> Line:
    if record["share"]:
        body, trust = float(record["share"][place] >= vary.MOSTLY), 1.0
    else:
        extracted = None if witness else record["trafilatura"]
        kept = " ".join(text.split()) if extracted and extracted[place] >= vary.MOSTLY else "\0"
        body, trust = vary.by_segments(record, text, kept if extracted else None)
    return vary.Line(text, body, float(vary.is_title(text, title)), trust)
