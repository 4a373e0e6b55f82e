"""Puts a first rule file together: signatures, where body and headline are, and a case.

With one page, lines that might be signatures are comments. The file is checked before it is handed over, and
what does not pass `check --strict` and `test` is left out, so that what is written is sound. What it does to
other pages is for `rules try` to say.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.identify.metadata import read_metadata
from cleaner.identify.site import host, registered_domain
from cleaner.options import Options
from cleaner.pipeline import Cleaner
from cleaner.rules.cases import case_document
from cleaner.rules.conditions import fold
from cleaner.rules.lint.folder import check_folders
from cleaner.rules.load import load_files
from cleaner.rules.skeleton import Start, skeleton
from cleaner.trial.first_file.places import body_place, headline_place
from cleaner.trial.first_file.site_lines import SeenPage, bounds, common_lines, own_blocks, signatures
from cleaner.trial.first_file.small_case import page_case, text_case
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.document import Document
    from cleaner.inputs import Input

SIGNATURES: Final = 3
"""Lines that are proposed as signatures, at most."""
CANDIDATES: Final = 4
"""Lines that are shown as comments, at most."""
ENOUGH_OTHERS: Final = 10
"""Pages of other sites, at least, for a line that they lack to be taken for the site's own."""
_LESS: Final = ((), ("headline",), ("headline", "body"), ("headline", "body", "sample"))
"""What is left out in turn, until the file passes."""


def first_file(site: str, pages: Sequence[Input], others: Sequence[Document] = ()) -> str:
    """The text of a rule file for `site`, from pages of it; `others` are pages of other sites."""
    cleaner = Cleaner(options=Options(site_rules=False))
    seen = own_blocks([it for page in pages if (it := _seen(cleaner, page)) is not None and it.kept])
    if not seen:
        return skeleton(site)
    start = _start(site, seen, [*others, *_cases_of_others(site)], is_tried=len(others) >= ENOUGH_OTHERS)
    texts = (skeleton(site, start.without(*parts)) for parts in _LESS)
    return next((text for text in texts if _passes(site, text)), skeleton(site))


def _seen(cleaner: Cleaner, given: Input) -> SeenPage | None:
    judged = cleaner.compare(given.text, html=given.page, url=given.url)
    if judged.decided is None:
        return None
    texts = [block.text for block in judged.document.blocks]
    decisions = judged.decided.generic
    kept = [block for block, it in enumerate(decisions) if it.keep]
    headlines = [it for it in kept if decisions[it].label is Label.HEADLINE]
    return SeenPage(judged, texts, list(map(fold, texts)), kept, headlines, next(iter(headlines), None))


def _cases_of_others(site: str) -> Iterator[Document]:
    """The cases of the built-in files of other sites."""
    for file in load_files():
        if file.model.site != site:
            yield from (case_document(case, with_url=False) for case in file.model.cases)


def _start(site: str, pages: Sequence[SeenPage], others: Sequence[Document], *, is_tried: bool) -> Start:
    lines = common_lines(pages)
    unlike = frozenset(fold(block.text) for it in others for block in it.blocks)
    own = signatures(lines, unlike, registered_domain(site) or site)
    sure = [line for line, has_name in own if has_name or is_tried][:SIGNATURES] if len(pages) > 1 else []
    start = Start(
        pages=len(pages),
        site_name=_site_name(pages, others),
        signatures=tuple(sure),
        candidates=tuple(line for line, _ in own if line not in sure)[:CANDIDATES],
    )
    return _with_places(start, site, pages, lines)


def _with_places(start: Start, site: str, pages: Sequence[SeenPage], lines: Sequence[str]) -> Start:
    """`start` with the places of body and headline, and a case."""
    if all(it.judged.given.page for it in pages) and (body := body_place(pages)) is not None:
        having = [pages[it] for it in body.on]
        headline = headline_place(having)
        samples = (
            page_case(pages[it], body.place, blocks, headline, _url_of(site, pages[it]))
            for it, blocks in body.on.items()
        )
        return replace(
            start,
            css=body.place.css,
            having=len(having),
            headline=headline.css if headline else None,
            sample=next(filter(None, samples), None),
        )
    around = bounds(pages, lines) if len(pages) > 1 else {}
    after, until = around.get("after"), around.get("until")
    samples = (text_case(it, after, until, _url_of(site, it)) for it in pages)
    sample = next(filter(None, samples), None)
    return replace(start, after=after, until=until, having=len(pages), sample=sample)


def _url_of(site: str, page: SeenPage) -> str | None:
    """The URL of a page, if the rule file is for it."""
    name = host(page.judged.document.url or "") or ""
    return page.judged.document.url if name == site or name.endswith(f".{site}") else None


def _site_name(pages: Sequence[SeenPage], others: Sequence[Document]) -> str | None:
    """The name that the heads of all pages give, if no other site has it."""
    names = {_name(it.judged.document) for it in pages}
    name = names.pop() if len(names) == 1 else None
    return name if name and fold(name) not in {fold(_name(it) or "") for it in others} else None


def _name(document: Document) -> str | None:
    return read_metadata(document.dom.head, document.url).site if document.dom else None


def _passes(site: str, text: str) -> bool:
    """Whether the file passes `check --strict`, which runs its cases, too."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{site}.yaml").write_text(text, encoding="utf-8")
        return not check_folders([Path(folder)]).mistakes
