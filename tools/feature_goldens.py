"""The features of a few pages, as they were when the weights were fitted: `fixtures/features`.

A feature that changes without a new fit gives the model what it has not learnt, and no error says so. A
golden lists the blocks of a page, and of each feature the blocks where it is not zero, with its value.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import yaml

from cleaner import heuristics
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment
from tools.quality_floor import html_pages, text_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.document import Document

_FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
GOLDENS: Final = _FIXTURES / "features"
CASES: Final = _FIXTURES / "heuristics"
_CLAIMS: Final = GOLDENS / "claims on cases.golden"
TEXTS: Final = ("en-local-news", "en-blog-markdown", "en-faq", "de-nachruf", "fr-recette", "zh-xinwen")
HTML: Final = ("de-imker-forum", "en-walks-listing", "zh-tw-bing-blog")
_SHOWN: Final = 60
"""Characters of a block that are shown."""
TOLERANCE: Final = 0.02
"""How far a value may be from the golden's: libraries of other versions round elsewhere."""


def names() -> tuple[str, ...]:
    """The names of the goldens."""
    return (*TEXTS, *HTML)


def features(name: str) -> tuple[list[str], dict[str, dict[int, float]]]:
    """The beginning of each block of a page, and of each feature the blocks where it is not zero."""
    document = _document(name)
    page = Page(document)
    found = extract_features(page, claims(page))
    values = np.round(found.values.astype(float), 2)
    blocks = [" ".join(it.text.split())[:_SHOWN] for it in document.blocks]
    columns = {
        feature: {int(place): float(column[place]) for place in np.flatnonzero(column)}
        for feature, column in zip(found.names, values.T, strict=True)
    }
    return blocks, columns


def _document(name: str) -> Document:
    if name in HTML:
        return segment_html(next(it.html for it in html_pages.load() if it.name == f"{name}.html"))
    return segment(next(it.text for it in text_pages.load() if it.name == f"{name}.txt"))


def golden(name: str) -> tuple[list[str], dict[str, dict[int, float]]]:
    """The same as `features`, as the golden has it."""
    blocks, columns = (GOLDENS / f"{name}.golden").read_text("utf-8").split("\n\n")
    shown = [line[5:] for line in blocks.split("\n")]
    return shown, dict(map(_column, columns.strip().split("\n")))


def _column(line: str) -> tuple[str, dict[int, float]]:
    name, _, values = line.rpartition(":")
    pairs = (it.split("=") for it in values.split())
    return name, {int(block): float(value) for block, value in pairs}


def claims_on_cases() -> dict[str, dict[int, float]]:
    """What each heuristic claims on the pages of its cases, in `fixtures/heuristics`: strengths by block."""
    found = {}
    for name, heuristic in sorted(vars(heuristics).items()):
        if heuristic not in heuristics.HEURISTICS:
            continue
        cases = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
        for case in (it for kind in cases.values() for it in kind):
            strength = np.round(heuristic.claim(Page(segment(case["text"]))).strength, 2)
            found[f"{name}, {case['name']}"] = {
                int(it): float(strength[it]) for it in np.flatnonzero(strength)
            }
    return found


def golden_claims() -> dict[str, dict[int, float]]:
    """The same as `claims_on_cases`, as the golden has it."""
    return dict(map(_column, _CLAIMS.read_text("utf-8").strip().split("\n")))


def write_claims() -> None:
    """Write the golden of the claims."""
    _CLAIMS.write_text("\n".join([*_columns(claims_on_cases()), ""]), "utf-8")


def write(name: str) -> None:
    """Write the golden of a page."""
    blocks, columns = features(name)
    GOLDENS.mkdir(exist_ok=True)
    (GOLDENS / f"{name}.golden").write_text("\n".join(_lines(blocks, columns)), "utf-8")


def _lines(blocks: list[str], columns: dict[str, dict[int, float]]) -> Iterator[str]:
    yield from (f"{number:3}  {text}" for number, text in enumerate(blocks))
    yield ""
    yield from _columns(columns)
    yield ""


def _columns(columns: dict[str, dict[int, float]]) -> Iterator[str]:
    for name, values in columns.items():
        yield " ".join([f"{name}:", *(f"{block}={value:g}" for block, value in values.items())])
