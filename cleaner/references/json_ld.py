"""The JSON-LD `articleBody` of a page as a reference; one news page in four has it.

It is more reliable than any extractor: it comes from the site's own system. But some sites put only the
beginning of the article there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.references.align import align
from cleaner.segment.html.json_ld_article import article_lines

if TYPE_CHECKING:
    from cleaner.document import Document
    from cleaner.references.align import Reference

_SHORTEST: Final = 300
"""Characters. What is shorter is a summary."""


def article_body(document: Document) -> Reference | None:
    """Which blocks of a page are in its `articleBody`; None where there is none as long as an article.

    Costs nothing where the page has no such metadata.
    """
    if document.dom is None:
        return None
    lines = article_lines(document.dom.head)
    return align(lines, document) if sum(map(len, lines)) >= _SHORTEST else None
