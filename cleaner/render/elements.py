"""What HTML elements mean in the tree: data, by tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.render.tree import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADINGS: Final = {f"h{depth}": depth for depth in range(1, 7)}
CONTAINERS: Final = {
    "blockquote": Kind.QUOTE,
    "figure": Kind.FIGURE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "details": Kind.DETAILS,
    "summary": Kind.SUMMARY,
    "dl": Kind.DEFINITIONS,
}
"""Block-level elements that become a node around their blocks."""
INSIDE_DEFINITIONS: Final = {"dt": Kind.TERM, "dd": Kind.DESCRIPTION}
LISTS: Final = frozenset(("ul", "ol", "menu", "dir"))
CODE: Final = frozenset(("pre", "listing", "xmp", "plaintext"))
CAPTIONED: Final = frozenset(("thumb", "thumbinner", "wp-caption", "captioned-image-container", "figure"))
"""Classes of boxes with an image and its caption, which are older than `figure`."""
IMAGES: Final = frozenset(("img", "amp-img"))
MARKS: Final = {
    "strong": Kind.STRONG,
    "b": Kind.STRONG,
    "em": Kind.EMPHASIS,
    "i": Kind.EMPHASIS,
    "var": Kind.EMPHASIS,
    "dfn": Kind.EMPHASIS,
    "del": Kind.DELETED,
    "s": Kind.DELETED,
    "strike": Kind.DELETED,
    "sub": Kind.SUBSCRIPT,
    "sup": Kind.SUPERSCRIPT,
    "code": Kind.INLINE_CODE,
    "tt": Kind.INLINE_CODE,
    "samp": Kind.INLINE_CODE,
    "kbd": Kind.KEYBOARD,
    "ruby": Kind.RUBY,
}
"""Inline elements that mark their text."""
STYLED: Final = frozenset(("span", "font"))
"""Inline elements that may be bold or italic by their style, as word processors write them."""

_MOST_DIGITS: Final = 9
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK: Final = re.compile(r"text-decoration(?:-line)?\s*:\s*line-through", re.IGNORECASE)
_STYLES: Final = ((Kind.STRONG, _BOLD), (Kind.EMPHASIS, _ITALIC), (Kind.DELETED, _STRUCK))
_NOT_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_NOT_ITALIC: Final = re.compile(r"font-style\s*:\s*normal", re.IGNORECASE)


def styled(given: Mapping[str, str | None]) -> list[Kind]:
    """The marks that the style of a `span` gives.

    >>> styled({"style": "font-weight: 700"})
    [<Kind.STRONG: 'strong'>]
    """
    style = given.get("style") or ""
    return [kind for kind, sign in _STYLES if sign.search(style)]


def unmarked(kind: Kind, given: Mapping[str, str | None]) -> bool:
    """Whether the style of a `b` or `i` takes its mark away, as in what is pasted from Google Docs."""
    style = given.get("style") or ""
    if kind is Kind.STRONG:
        return _NOT_BOLD.search(style) is not None
    return kind is Kind.EMPHASIS and _NOT_ITALIC.search(style) is not None


def number_of(value: str | None, otherwise: int) -> int:
    """A whole number in an attribute, with as many digits as Markdown allows.

    >>> number_of("3", 1), number_of("iii", 1)
    (3, 1)
    """
    try:
        return int(value or "") if len(value or "") <= _MOST_DIGITS else otherwise
    except ValueError:
        return otherwise
