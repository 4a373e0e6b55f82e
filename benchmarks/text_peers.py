"""The plain-text track's baselines, and HTML extractors given the lines back as paragraphs."""

# ruff: noqa: PLC0415 - peers are an extra, imported only where they run

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from benchmarks import html_peers
from benchmarks.c4 import keep_prose_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.html_peers import Run


def as_paragraphs(text: str) -> str:
    """A page whose lines are its paragraphs, for extractors that only read HTML.

    They were not made for this and score below what they reach on real pages: it shows what is left
    of them once the DOM is gone.
    """
    lines = (html.escape(line.strip()) for line in text.split("\n") if line.strip())
    return "<html><body>" + "".join(f"<p>{line}</p>\n" for line in lines) + "</body></html>"


def prepare_everything() -> Run:
    """The text as it is: what every system must beat."""
    return lambda text, _url: text


def prepare_c4() -> Run:
    """The line rules of C4."""
    return lambda text, _url: keep_prose_lines(text)


def prepare_justext() -> Run:
    """Lines as paragraphs for jusText."""
    run = html_peers.prepare_justext()
    return lambda text, url: run(as_paragraphs(text), url)


def prepare_boilerpy3() -> Run:
    """boilerpy3's ArticleExtractor on lines as paragraphs."""
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda text, _url: str(extractor.get_content(as_paragraphs(text)))


def prepare_trafilatura() -> Run:
    """Lines as paragraphs for trafilatura."""
    run = html_peers.prepare_trafilatura()
    return lambda text, url: run(as_paragraphs(text), url)


PREPARE: Final[dict[str, Callable[[], Run]]] = {
    "everything": prepare_everything,
    "c4": prepare_c4,
    "justext": prepare_justext,
    "boilerpy3": prepare_boilerpy3,
    "trafilatura": prepare_trafilatura,
}
