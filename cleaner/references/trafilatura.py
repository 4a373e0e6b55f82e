"""trafilatura's extraction as a reference: which blocks of a page it keeps.

trafilatura reads the page with another parser and other rules, and gives text, which is aligned to the blocks
(see `cleaner.references.align`). It may find nothing, or a cookie notice, or the first of several sections;
the page is cleaned all the same. It is most reliable where it kept some blocks and left others.
"""

from __future__ import annotations

import inspect
import logging
from functools import cache
from typing import TYPE_CHECKING

from cleaner.references.align import align
from cleaner.segment.html.libxml2 import MOST_TAGS, for_libxml2

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.document import Document
    from cleaner.references.align import Reference

log = logging.getLogger(__name__)


def reference(page: str, document: Document) -> Reference:
    """What trafilatura keeps of the blocks of `document`, which came from `page`. No page makes it raise.

    trafilatura's fast mode does not compare its result with those of two other extractors, which takes a
    third longer and gives another text on one page in twenty.
    """
    return align(_extract(page, document).splitlines(), document)


def _extract(page: str, document: Document) -> str:
    readable = for_libxml2(page, document)
    if readable is None:
        log.info("trafilatura is not asked about a page of more than %d tags", MOST_TAGS)
        return ""
    from trafilatura import extract  # noqa: PLC0415 - a third of a second, for this reference alone

    try:
        return extract(readable, include_comments=False, **{_uncompared(extract): True}) or ""
    except Exception as error:  # noqa: BLE001 - a crash is an extraction without text
        log.info("trafilatura gave up on a page: %s: %s", type(error).__name__, error)
        return ""


@cache
def _uncompared(extract: Callable[..., str | None]) -> str:
    """Name of the argument that spares the comparison with other extractors: `fast` since trafilatura 2.0.

    Asked of the signature, because older versions accept arguments that they do not know, and ignore them.
    """
    return "fast" if "fast" in inspect.signature(extract).parameters else "no_fallback"
