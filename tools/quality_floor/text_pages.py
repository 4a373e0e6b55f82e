"""The pages of `fixtures/pages`: files of marked lines, from which both the page and its gold are made.

There is one file a page and no second text beside it, so that the two cannot drift apart. The folder's
README describes the form.
"""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES: Final = Path(__file__).parent.parent.parent / "fixtures" / "pages"
BODY: Final = "+"
HEADLINE: Final = "^"
BOILERPLATE: Final = "-"
_MARKS: Final = {BODY, HEADLINE, BOILERPLATE}
_HEADER_END: Final = "---\n"
_HEADER_KEYS: Final = {"language", "kind", "shape"}
_WRAP: Final = 72


class PageError(ValueError):
    """A page file that is not in the form that the folder's README describes."""


class Identified(Protocol):
    """A page of any kind."""

    @property
    def identity(self) -> tuple[object, ...]:
        """All that makes it another page when it changes."""


class Shape(NamedTuple):
    """How the lines of a file are laid out on the page."""

    one_line: bool = False
    wrapped: bool = False
    small: bool = False

    def lay_out(self, line: str) -> str:
        """One line of the file as it stands on the page."""
        line = line.lower() if self.small else line
        if not self.wrapped:
            return line
        return textwrap.fill(line, _WRAP, break_long_words=False, break_on_hyphens=False)


SHAPES: Final = {
    "lines": Shape(),
    "small letters": Shape(small=True),
    "wrapped": Shape(wrapped=True),
    "wrapped small letters": Shape(wrapped=True, small=True),
    "one line": Shape(one_line=True),
}


class Line(NamedTuple):
    """A marked line, and where on the page it stands."""

    mark: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """A page's text and what becomes of each of its lines."""

    name: str
    language: str
    text: str
    lines: tuple[Line, ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """All that makes it another page when it changes."""
        return self.name, self.language, self.text, self.lines

    @property
    def all_body(self) -> bool:
        """Whether nothing on the page is boilerplate."""
        return all(line.mark != BOILERPLATE for line in self.lines)

    @property
    def gold(self) -> str:
        """Headline and body."""
        return "\n".join(self.line_text(line) for line in self.lines if line.mark != BOILERPLATE)

    @property
    def headline(self) -> str | None:
        """The article's own headline with its white space folded; None where the page has none."""
        for line in self.lines:
            if line.mark == HEADLINE:
                return " ".join(self.line_text(line).split())
        return None

    def line_text(self, line: Line) -> str:
        """A line of this page as it stands there."""
        return self.text[line.start : line.end]


def parse(name: str, source: str) -> Page:
    """The page in the text of a page file; PageError where there is a fault in it."""
    header, end, marked = source.partition(_HEADER_END)
    fields = yaml.safe_load(header)
    if not end or not isinstance(fields, dict) or set(fields) != _HEADER_KEYS:
        keys = ", ".join(sorted(_HEADER_KEYS))
        raise PageError(f"{name}: the file must begin with the keys {keys} and a line of three hyphens")
    if not isinstance(fields["language"], str):
        raise PageError(f"{name}: put the language in quotes: YAML reads {fields['language']!r} there")
    if fields["shape"] not in SHAPES:
        raise PageError(f"{name}: unknown shape {fields['shape']!r}; it is one of: {', '.join(SHAPES)}")
    rows = marked.rstrip("\n").split("\n")
    for number, row in enumerate(rows, start=header.count("\n") + 2):
        if row and (row[0] not in _MARKS or row[1:2] != " " or not row[2:].strip()):
            raise PageError(f"{name}:{number}: a line is empty, or a mark (+ ^ -), a space and text: {row!r}")
    if sum(row.startswith(HEADLINE) for row in rows) > 1:
        raise PageError(f"{name}: only one line can be the headline; mark others as + or -")
    text, lines = _lay_out(rows, SHAPES[fields["shape"]])
    return Page(name, fields["language"], text, lines)


def load() -> list[Page]:
    """All pages, by name."""
    return [parse(path.name, path.read_text("utf-8")) for path in sorted(PAGES.glob("*.txt"))]


def fingerprint(pages: Iterable[Identified]) -> str:
    """What changes whenever a page's text or gold does: figures with the same one can be compared."""
    digest = hashlib.sha256()
    for page in pages:
        digest.update(repr(page.identity).encode())
    return digest.hexdigest()[:16]


def _lay_out(rows: list[str], shape: Shape) -> tuple[str, tuple[Line, ...]]:
    """The text of the page, and where its lines are."""
    if shape.one_line:
        rows = [row for row in rows if row]
    separator = " " if shape.one_line else "\n"
    lines, pieces, start = [], [], 0
    for row in rows:
        piece = shape.lay_out(row[2:])
        if row:
            lines.append(Line(row[0], start, start + len(piece)))
        pieces.append(piece)
        start += len(piece) + len(separator)
    return separator.join(pieces), tuple(lines)
