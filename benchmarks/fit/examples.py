"""Labelled lines -> features and targets, for every variation a page is fitted in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from benchmarks.fit import lines as vary
from benchmarks.fit import splices
from benchmarks.fit.snippets import KINDS, Snippet, in_language, site_of
from benchmarks.fit.variations import FEWEST_BODY, OURS, SPLICES, Others, laid_out, variations
from benchmarks.flatten import FLATTENERS
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from numpy.typing import NDArray

    from benchmarks.fit.lines import Line
    from cleaner.document import Document

MOST_BLOCKS: Final = 800
"""Longer pages are cut for fitting: a few of them would outweigh all others."""


@dataclass(slots=True)
class Example:
    """The features of one text, with the targets of the model."""

    name: str
    site: str
    titled: bool
    """Whether it is known which block is the headline, or that none is."""
    article: bool
    """Whether the page is an article, or of a type that only must not be harmed."""
    kind: str
    """Which variation this is; `as captured` where none."""
    values: NDArray[np.float16]
    """Shape (blocks, features)."""
    body: NDArray[np.float32]
    headline: NDArray[np.float32]
    weight: NDArray[np.float32]
    """Words, times how far the label is believed."""
    lender: int | None = None
    """Another fold that some of its snippets are of; it is not seen where that one is held out."""

    def is_of(self, fold: int, fold_of: Mapping[str, int]) -> bool:
        """Whether any of it is of that fold."""
        return fold in (fold_of[self.site], self.lender)


Targets = tuple["NDArray[np.float32]", "NDArray[np.float32]", "NDArray[np.float32]"]
"""For every block: whether it is body, whether it is the headline, and how far both are believed."""


def made_of(
    record: dict[str, Any], kind: str, page: Page, values: NDArray[np.float32], targets: Targets
) -> Example:
    """The example of a corpus record that these features and targets make."""
    body, headline, trust = targets
    return Example(
        f"{record['set']}/{record['id']}/{record['flattener']}",
        record["site"],
        record["title"] is not None,
        record["page_type"] in ("article", "mixed"),
        kind,
        values.astype(np.float16),
        body,
        headline,
        (np.maximum(page.size[: len(body)], 1) * trust).astype(np.float32),
    )


def example(record: dict[str, Any], kind: str, lines: Sequence[Line], separator: str) -> Example | None:
    """The example that `lines`, made from a corpus record, make; None where there is no block."""
    text, spans = vary.lay_out(lines[:MOST_BLOCKS], separator)
    document = segment(text)
    if not document.blocks:
        return None
    page = Page(document)
    features = extract_features(page, claims(page))
    return made_of(record, kind, page, features.values, _targets(document, spans))


def _targets(document: Document, spans: Sequence[tuple[int, int, Line]]) -> Targets:
    """For every block the mean of its lines' labels, by characters."""
    result = np.zeros((4, len(document.blocks)), dtype=np.float32)
    place = 0
    for number, block in enumerate(document.blocks):
        while place < len(spans) and spans[place][1] <= block.start:
            place += 1
        ahead = place
        while ahead < len(spans) and spans[ahead][0] < block.end:
            start, end, line = spans[ahead]
            shared = min(end, block.end) - max(start, block.start)
            result[:, number] += np.array([line.body, line.headline, line.trust, 1]) * max(shared, 0)
            ahead += 1
    body, headline, trust = result[:3] / np.maximum(result[3], 1)
    return (body >= vary.MOSTLY).astype(np.float32), (headline >= vary.MOSTLY).astype(np.float32), trust


class Donors(NamedTuple):
    """What may be mixed into pages of other sites: each with its site."""

    pages: list[tuple[str, list[Line]]]
    pleas: list[tuple[str, list[Line]]]


class Lent(NamedTuple):
    """Snippets of the page's own fold and of one more: of one alone there are too few kinds in a language."""

    snippets: list[Snippet]
    lender: int | None
    """The other fold."""


def donors(records: Sequence[dict[str, Any]]) -> Donors:
    """The articles among `records`, and what their pages say to the reader beside the main content."""
    pages = [(record, vary.labelled_lines(record)) for record in records if record["share"]]
    return Donors(
        [
            (record["site"], lines)
            for record, lines in pages
            if record["page_type"] == "article" and len(vary.body_of(lines)) > FEWEST_BODY
        ],
        [(record["site"], run) for record, lines in pages for run in vary.pleas(lines)],
    )


def page_examples(
    record: dict[str, Any], extracted: str | None, givers: Donors, lent: Lent, rng: Random
) -> Iterator[Example]:
    """Every variation of one page; deterministic for a state of `rng`."""
    lines = vary.labelled_lines(record, extracted)
    if not lines:
        return

    def drawn(given: list[tuple[str, list[Line]]], count: int) -> list[list[Line]]:
        return [lent for site, lent in rng.sample(given, min(count, len(given))) if site != record["site"]]

    language = Page(segment("\n".join(line.text for line in vary.body_of(lines) or lines))).language
    others = Others(drawn(givers.pages, 12), drawn(givers.pleas, 4), in_language(lent.snippets, language))
    for kind, varied, separator in variations(lines, others, rng):
        made = example(record, kind, varied, separator)
        if made:
            made.lender = lent.lender if kind in SPLICES else None
            yield made


def ours(body: Snippet, number: int = 0) -> dict[str, Any]:
    """The corpus record that a body of ours would have, without a text; `number` tells its pages apart."""
    return {
        "set": "snippets",
        "id": f"{body.language} {body.kind} {zlib.crc32(body.text.encode())} {number}",
        "site": site_of(body),
        "title": body.lines[0] if KINDS[body.kind].headed else None,
        "page_type": "article",
    }


def snippet_examples(body: Snippet, number: int, lent: Lent, rng: Random) -> Iterator[Example]:
    """Pages whose body is a snippet, among others of its language: one under the name of each flattener."""
    beside = [it for it in in_language(lent.snippets, body.language) if it is not body]
    for flattener in FLATTENERS:
        record = ours(body, number) | {"flattener": flattener}
        page = splices.in_page(splices.as_lines(body, rng), beside, rng)
        made = example(record, OURS, *laid_out(page, rng))
        if made:
            made.lender = lent.lender
            yield made
