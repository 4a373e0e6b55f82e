"""Labelled pages -> features and targets, once with trafilatura's extraction and once without it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks import html_corpus
from benchmarks.fit import lines as vary
from benchmarks.fit.examples import MOST_BLOCKS, Example, Targets, made_of, ours
from benchmarks.fit.html_mixtures import mixed, placed
from benchmarks.fit.html_splices import with_body, with_snippets
from benchmarks.fit.snippets import in_language
from benchmarks.fit.variations import AS_CAPTURED, OURS
from benchmarks.teacher import NAME as TAUGHT
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.options import Engine
from cleaner.references.align import Reference, References
from cleaner.references.json_ld import article_body
from cleaner.references.trafilatura import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from benchmarks.fit.examples import Lent
    from benchmarks.fit.html_mixtures import Mixed
    from benchmarks.fit.lines import Line
    from benchmarks.fit.snippets import Snippet
    from cleaner.document import Document

MIXTURE: Final = "mixture"
SPLICED: Final = "spliced page"
"""The kinds of examples, beside `AS_CAPTURED` and `OURS`."""


def page_examples(record: dict[str, Any]) -> Iterator[Example]:
    """The page as each engine sees it; nothing where it has no block.

    Pages that a teacher labelled are seen without trafilatura, which had a vote on the labels.
    """
    document = html_corpus.document(record)
    if document.blocks:
        labels = partial(_targets, record, document)
        engines = (Engine.FAST,) if record["set"] == TAUGHT else tuple(Engine)
        yield from _as_seen(record, AS_CAPTURED, document, _extraction(record), labels, engines)


def mixture_examples(article: dict[str, Any], template: dict[str, Any]) -> Iterator[Example]:
    """The article of one record in the page of another, likewise; nothing where it does not fit."""
    inside, around = placed(article), placed(template)
    if inside and around:
        record = article | {"id": f"{article['id']}+{template['id']}"}
        yield from _as_made(record, MIXTURE, mixed(inside, around))


def spliced_examples(record: dict[str, Any], lent: Lent, rng: Random) -> Iterator[Example]:
    """The page with snippets in its language around and inside its article, likewise."""
    page = placed(record)
    if page:
        given = in_language(lent.snippets, Page(page.document).language)
        made = with_snippets(page, given, rng)
        for one in _as_made(record | {"id": f"{record['id']}+snippets"}, SPLICED, made):
            yield replace(one, lender=lent.lender)


def body_examples(body: Snippet, template: dict[str, Any], lent: Lent, rng: Random) -> Iterator[Example]:
    """A body of ours in the place of the article of a page, likewise."""
    page = placed(template)
    if page:
        beside = [it for it in in_language(lent.snippets, body.language) if it is not body]
        record = ours(body) | {"id": f"{ours(body)['id']}+{template['id']}"}
        for one in _as_made(record, OURS, with_body(body, page, beside, rng)):
            yield replace(one, lender=lent.lender)


def _as_made(record: dict[str, Any], kind: str, made: Mixed | None) -> Iterator[Example]:
    """A page that was put together, as each engine sees it."""
    if made and made.document.blocks:
        labels = made.body[:MOST_BLOCKS], made.headline[:MOST_BLOCKS], made.trust[:MOST_BLOCKS]
        extraction = reference(made.page, made.document)
        yield from _as_seen(record, kind, made.document, extraction, lambda _: labels)


def _as_seen(
    record: dict[str, Any],
    kind: str,
    document: Document,
    extraction: Reference,
    targets: Callable[[Reference | None], Targets],
    engines: Sequence[Engine] = tuple(Engine),
) -> Iterator[Example]:
    """The examples of `engines`; `targets` gives the labels, given the extraction where it is a feature."""
    page = Page(document)
    claimed, own = claims(page), article_body(document)
    for engine in engines:
        reference = extraction if engine is Engine.FULL else None
        features = extract_features(page, claimed, References(reference, own))
        seen = record | {"flattener": engine}
        yield made_of(seen, kind, page, features.values[:MOST_BLOCKS], targets(reference))


def _extraction(record: dict[str, Any]) -> Reference:
    """Trafilatura's extraction when the corpus was built."""
    share = record["trafilatura"]
    return Reference(share is not None, np.array(share or [0.0] * len(record["blocks"])))


def _targets(record: dict[str, Any], document: Document, reference: Reference | None) -> Targets:
    """The label of every block.

    Where a set has only segments, trafilatura's extraction stands in, but not where it is a feature, too: the
    model would learn to repeat it.
    """
    title = (record["title"] or "").strip().lower()
    labelled = [
        _line(record, place, block.text, title, reference) for place, block in enumerate(document.blocks)
    ]
    body, headline, trust = np.array(
        [(line.body, line.headline, line.trust) for line in labelled[:MOST_BLOCKS]], dtype=np.float32
    ).T
    return body, headline, trust


def _line(record: dict[str, Any], place: int, text: str, title: str, reference: Reference | None) -> Line:
    if record["share"]:
        body, trust = float(record["share"][place] >= vary.MOSTLY), 1.0
        trust = record["trust"][place] if "trust" in record else trust
    else:
        extracted = None if reference else record["trafilatura"]
        kept = " ".join(text.split()) if extracted and extracted[place] >= vary.MOSTLY else "\0"
        body, trust = vary.by_segments(record, text, kept if extracted else None)
    return vary.Line(text, body, float(vary.is_title(text, title)), trust)
