"""The pages of `fixtures/pages/html`: web pages with marks, from which both the page and its gold are made.

A mark is the attribute `data-floor` and holds for all text inside its element; it is taken off before the
page is cleaned. What text there is on a page, and in which order, is read here from the tree alone and not by
the package's own segmentation, so that text which that loses counts as lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml
from selectolax.lexbor import LexborHTMLParser

from tools.quality_floor.text_pages import BODY, BOILERPLATE, HEADLINE, PAGES, PageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

FOLDER: Final = PAGES / "html"
EITHER: Final = "?"
"""Text that may stay or go: neither counts."""
MARKS: Final = {"body": BODY, "headline": HEADLINE, "drop": BOILERPLATE, "either": EITHER}

_HEADER_START: Final = "<!--\n"
_HEADER_END: Final = "\n-->\n"
_HEADER_KEYS: Final = {"language", "kind"}
_ATTRIBUTE: Final = "data-floor"
_MARK: Final = re.compile(rf' {_ATTRIBUTE}="([a-z]+)"')
_UNSEEN: Final = frozenset(
    ("head", "script", "style", "template", "svg", "select", "textarea", "iframe", "title")
)
"""What is in these is no text of the page."""
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)
"""Elements in the midst of a line; what stands in two others is never one word."""
_NO_LETTERS: Final = str.maketrans("", "", "|\u00ad")
"""Between the cells of a row the package writes a bar, and soft hyphens it leaves out."""


class Piece(NamedTuple):
    """A stretch of text in reading order."""

    mark: str
    text: str


@dataclass(frozen=True)
class HtmlPage:
    """A web page and what becomes of each of its texts."""

    name: str
    language: str
    html: str
    """Without the marks."""
    pieces: tuple[Piece, ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """All that makes it another page when it changes."""
        return self.name, self.language, self.html, self.pieces

    @property
    def all_body(self) -> bool:
        """Whether nothing on the page is boilerplate."""
        return all(piece.mark != BOILERPLATE or piece.text.isspace() for piece in self.pieces)

    @cached_property
    def gold(self) -> str:
        """Headline and body."""
        return self._text(BODY, HEADLINE)

    @cached_property
    def either(self) -> str:
        """What may stay or go."""
        return self._text(EITHER)

    @property
    def headline(self) -> str | None:
        """The article's own headline with its white space folded; None where the page has none."""
        return " ".join(self._text(HEADLINE).split()) or None

    def marks_of(self, blocks: Iterable[str]) -> list[str | None]:
        """The mark that most of each block's letters have; None for what is not found on the page in order.

        The blocks come in reading order, and may leave out what lies between them.
        """
        letters = "".join(map(_letters, (piece.text for piece in self.pieces)))
        marks = "".join(piece.mark * len(_letters(piece.text)) for piece in self.pieces)
        found: list[str | None] = []
        end = 0
        for sought in map(_letters, blocks):
            start = letters.find(sought, end) if sought else -1
            if start < 0:
                found.append(None)
                continue
            end = start + len(sought)
            found.append(Counter(marks[start:end]).most_common(1)[0][0])
        return found

    def _text(self, *marks: str) -> str:
        return "".join(piece.text if piece.mark in marks else "\n" for piece in self.pieces)


def parse(name: str, source: str) -> HtmlPage:
    """The page in the text of a page file; PageError where there is a fault in it."""
    header, _, marked = source.partition(_HEADER_END)
    language = _language(name, header)
    values = _MARK.findall(marked)
    if unknown := set(values) - set(MARKS):
        raise PageError(f"{name}: unknown mark {min(unknown)!r}; it is one of: {', '.join(MARKS)}")
    html = _MARK.sub("", marked)
    if _ATTRIBUTE in html:
        raise PageError(f'{name}: a mark is written {_ATTRIBUTE}="...", in double quotes after one space')
    if values.count("headline") > 1:
        raise PageError(f"{name}: only one element can be the headline; mark others as body or drop")
    root = LexborHTMLParser(marked).root
    page = HtmlPage(name, language, html, tuple(_pieces(root, BOILERPLATE)) if root else ())
    if not page.gold.strip():
        raise PageError(f"{name}: no text is marked as body")
    return page


def load() -> list[HtmlPage]:
    """All pages, by name."""
    return [parse(path.name, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.html"))]


def _language(name: str, header: str) -> str:
    """The language that the comment at the beginning gives; PageError where it is not in its form."""
    try:
        fields = (
            yaml.safe_load(header.removeprefix(_HEADER_START)) if header.startswith(_HEADER_START) else None
        )
    except yaml.YAMLError as error:
        raise PageError(f"{name}: the comment at the beginning is not YAML: {error}") from error
    if not isinstance(fields, dict) or set(fields) != _HEADER_KEYS:
        keys = ", ".join(sorted(_HEADER_KEYS))
        raise PageError(f"{name}: the file must begin with a comment that has the keys {keys}")
    if not isinstance(fields["language"], str):
        raise PageError(f"{name}: put the language in quotes: YAML reads {fields['language']!r} there")
    return fields["language"]


def _pieces(element: LexborNode, mark: str) -> Iterator[Piece]:
    """The texts in an element of which `mark` holds, with line ends between lines."""
    for node in element.iter(include_text=True):
        tag = node.tag
        if tag == "-text":
            yield Piece(mark, node.text_content or "")
        elif tag == "br":
            yield Piece(mark, "\n")
        elif tag is not None and tag not in _UNSEEN:
            own = MARKS[node.attributes.get(_ATTRIBUTE) or ""] if _ATTRIBUTE in node.attributes else mark
            if tag in _INLINE:
                yield from _pieces(node, own)
            else:
                yield from (Piece(own, "\n"), *_pieces(node, own), Piece(own, "\n"))


def _letters(text: str) -> str:
    """All of `text` that is the same however it is laid out."""
    return "".join(text.split()).translate(_NO_LETTERS)
