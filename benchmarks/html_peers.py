"""Extractors on the HTML track, each with the settings its authors would use for an article's body."""

# ruff: noqa: PLC0415 - peers are an extra, imported only where they run

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Run = Callable[[str, str], str]
"""(text or HTML, URL) -> main text, on either track. May raise; the caller counts the page as failed."""


def prepare_trafilatura() -> Run:
    """The defaults of trafilatura, without the readers' comments, which no gold holds."""
    from trafilatura import extract

    return lambda page, url: extract(page, url=url, include_comments=False) or ""


def prepare_trafilatura_precision() -> Run:
    """The same, told to rather leave out than let in."""
    from trafilatura import extract

    return lambda page, url: extract(page, url=url, include_comments=False, favor_precision=True) or ""


def prepare_resiliparse() -> Run:
    """Resiliparse's rules for main content, without comments."""
    from resiliparse.extract.html2text import extract_plain_text

    def run(page: str, _url: str) -> str:
        text = extract_plain_text(
            page,
            main_content=True,
            preserve_formatting=True,
            list_bullets=False,
            links=False,
            alt_texts=False,
            noscript=False,
            form_fields=False,
            comments=False,
        )
        return str(text)

    return run


def prepare_readability() -> Run:
    """readability-lxml, which gives HTML; html-text makes it text, and its time counts too."""
    from html_text import extract_text
    from readability import Document

    return lambda page, url: str(extract_text(Document(page, url=url).summary()))


def prepare_justext() -> Run:
    """The default thresholds of jusText with the stopwords of all its languages.

    Choosing the page's language for it would be knowledge the other systems do not get.
    """
    import justext

    stopwords = frozenset().union(*map(justext.get_stoplist, justext.get_stoplists()))

    def run(page: str, _url: str) -> str:
        paragraphs = justext.justext(page, stopwords)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return run


PREPARE: Final[dict[str, Callable[[], Run]]] = {
    "trafilatura": prepare_trafilatura,
    "trafilatura-precision": prepare_trafilatura_precision,
    "resiliparse": prepare_resiliparse,
    "readability": prepare_readability,
    "justext": prepare_justext,
}
