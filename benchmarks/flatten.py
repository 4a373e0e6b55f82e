"""HTML flattened to text with the DOM thrown away: the input of the plain-text track.

Everything on the page stays (menus, teasers, comments, footers), about one block a line. Three public
tools do it, because users' text comes from many, and a cleaner fitted on the habits of one would learn
that tool's line breaks instead of what boilerplate looks like.
"""

# ruff: noqa: PLC0415 - peers are an extra, imported only where they run

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


def decode(html: bytes) -> str:
    """The page as text: UTF-8 where the bytes are valid UTF-8, else by BOM, declared charset, or guess.

    Captured pages were often saved again as UTF-8 and kept the declaration of the charset they once had,
    so the bytes are believed before the declaration. All flatteners and HTML systems are given this one
    decoding: none gains by guessing better.
    """
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    try:
        return html.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = detect_encoding(html, html5_compatible=True, from_html_meta=True)
        return str(bytes_to_str(html, encoding or "cp1252"))


def resiliparse_text(html: str) -> str:
    """Resiliparse's plain text of the whole page."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(
        html,
        main_content=False,
        preserve_formatting=True,
        list_bullets=False,
        links=False,
        alt_texts=False,
        noscript=False,
        form_fields=False,
    )
    return str(text)


def html_text_text(html: str) -> str:
    """html-text's guess at the text as a browser lays it out."""
    import html_text

    return str(html_text.extract_text(html))


def inscriptis_text(html: str) -> str:
    """Inscriptis' text, which keeps tables and indents as a text browser shows them."""
    import inscriptis

    return str(inscriptis.get_text(html))


FLATTENERS: Final[dict[str, Callable[[str], str]]] = {
    "resiliparse": resiliparse_text,
    "html_text": html_text_text,
    "inscriptis": inscriptis_text,
}
"""Name on the command line -> flattener. Each may raise; see `flatten` for the one that does not."""


def flatten(name: str, html: str, page_id: str = "?") -> str:
    """`html` through the flattener called `name`; empty, with a warning, where the tool fails.

    One broken page must not end a run over thousands. KeyError for a flattener that does not exist.
    """
    flattener = FLATTENERS[name]
    try:
        return flattener(html)
    except Exception as error:  # noqa: BLE001 - parsers raise whatever their bindings raise
        log.warning("%s could not flatten page %s: %s", name, page_id, error)
        return ""
