"""The page itself as a reference: the article as its JSON-LD has it, which one news page in four gives.

Believe it more than any extractor where it is there: it is what the site's own system holds. But some
sites give search engines no more than the beginning.
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
    """Which blocks of a page are in its own `articleBody`; None where there is none as long as an article.

    Costs nothing where the page does not speak of one.
    """
    if document.dom is None:
        return None
    lines = article_lines(document.dom.head)
    return align(lines, document) if sum(map(len, lines)) >= _SHORTEST else None
