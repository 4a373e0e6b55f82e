"""Plain text -> blocks.

Plain text comes laid out in three ways, and each is recognised from the text alone: a block a line
(with blank lines between or without), paragraphs wrapped at a fixed width, and everything on one
line. Lines are cut only at line ends, so a kept line comes out as it went in, its own leading and
trailing spaces included.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import regex

from cleaner.document import Block, Document, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDEST_WRAP: Final = 100
"""Columns. Mail and plain-text exports wrap at 60 to 80; wider limits are screens, not conventions."""
_NARROWEST_WRAP: Final = 40
_FEWEST_WRAPPED_LINES: Final = 4
_OUTLIER_LINES: Final = 0.01
"""The share of lines that may be wider than the wrap: an unbreakable address, a table row."""
_NEARLY_FULL: Final = 20
"""Columns short of the width at which a line of prose must have been broken: a long word's length."""
_WRAPPED_SHARE: Final = 0.8
"""Of the nearly full lines, how many must have been too full for the next line's first word."""
_MID_SENTENCE_SHARE: Final = 0.4
"""Of the broken lines, how many must end inside a sentence that the next line goes on with, without a
capital; lines of verse and of a list of headlines begin with one. German prose has most capitals."""

_LIST_ITEM: Final = regex.compile(r"\s*(?:[-*•·‣▪–—]|\d{1,3}[.)])\s")
_FIRST_WORD: Final = regex.compile(r"\s*(?:[\p{Han}\p{Hiragana}\p{Katakana}]|\S+)")
_BEGINS_ANEW: Final = regex.compile(r"\W*\p{Lu}")
_ENDS_SENTENCE: Final = regex.compile(r"""[.!?…。！？؟۔।։]["'”’»)\]]*\s*$""")

_FEW_LINES: Final = 3
_LONG_LINE: Final = 600
"""Characters. A text of at most three lines with one longer than this is a page without line ends."""
_SENTENCE_END: Final = regex.compile(
    r"""
      (?<! \b\p{Lu}\p{L}{0,2} ) (?: [.!?…]+ | [؟۔।։]+ ) ["'”’»)\]]* \s+ (?= [\p{Lu}\p{Lo}\d"'“‘«(\[¿¡—–-] )
    | [。！？]+ [”’」』）]* \s*
    | \s* [|»•·] \s+ | \s{3,} | \t+
    """,
    regex.VERBOSE,
)
"""Where a sentence ends, or a menu entry; an initial or a short title ("U.S.", "Dr.") ends nothing."""


def segment(source: str, *, url: str | None = None, language: str | None = None) -> Document:
    """The document in `source`; takes time linear in its length."""
    lines = _lines(source)
    if _is_one_line(lines):
        return Document(source, _sentences(source, lines), Shape.SENTENCES, url, language)
    if width := _wrap_width(source, lines):
        return Document(source, _paragraphs(source, lines, width), Shape.WRAPPED, url, language)
    return Document(source, tuple(lines), Shape.LINES, url, language)


def _lines(source: str) -> list[Block]:
    """The lines that are not blank, without their line ends."""
    starts = accumulate(map(len, source.splitlines(keepends=True)), initial=0)
    lines = zip(starts, source.splitlines(), strict=False)
    return [Block(start, start + len(line), line) for start, line in lines if line and not line.isspace()]


def _is_one_line(lines: Sequence[Block]) -> bool:
    return 0 < len(lines) <= _FEW_LINES and any(len(line.text) > _LONG_LINE for line in lines)


def _sentences(source: str, lines: Sequence[Block]) -> tuple[Block, ...]:
    return tuple([Block(start, end, source[start:end]) for start, end in _cut(source, lines)])


def _cut(source: str, lines: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for start, end, _ in lines:
        begin = start
        for match in _SENTENCE_END.finditer(source, start, end):
            stop = match.start() + len(match.group().rstrip())
            if stop > begin:
                yield begin, stop
                begin = match.end()
        if begin < end:
            yield begin, end


def _wrap_width(source: str, lines: Sequence[Block]) -> int:
    """The width at which the prose of `source` was wrapped; 0 where it was not."""
    if len(lines) < _FEWEST_WRAPPED_LINES:
        return 0
    lengths = sorted([len(line) for _, _, line in lines])
    width = lengths[-1 - int(len(lengths) * _OUTLIER_LINES)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    nearly_full = broken = mid_sentence = 0
    for line, following in pairwise(lines):
        if len(line.text) < width - _NEARLY_FULL or not _may_go_on(source, line, following):
            continue
        nearly_full += 1
        if _was_too_full(line, following, width):
            broken += 1
            mid_sentence += not (_ENDS_SENTENCE.search(line.text) or _BEGINS_ANEW.match(following.text))
    if broken < _FEWEST_WRAPPED_LINES or broken < _WRAPPED_SHARE * nearly_full:
        return 0
    return width if mid_sentence >= _MID_SENTENCE_SHARE * broken else 0


def _may_go_on(source: str, line: Block, following: Block) -> bool:
    """Whether nothing parts the two lines: no blank line, and the second is no item of a list."""
    gap = source[line.end : following.start]
    blank = gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap)
    return not blank and not _LIST_ITEM.match(following.text)


def _was_too_full(line: Block, following: Block, width: int) -> bool:
    """Whether the first word of `following` would not have fitted on `line`."""
    word = _FIRST_WORD.match(following.text)
    room = len(word.group().strip()) if word else 0
    return len(line.text) + 1 + room > width


def _paragraphs(source: str, lines: Sequence[Block], width: int) -> tuple[Block, ...]:
    starts, ends = [lines[0].start], [lines[0].end]
    for line, following in pairwise(lines):
        if _may_go_on(source, line, following) and _was_too_full(line, following, width):
            ends[-1] = following.end
        else:
            starts.append(following.start)
            ends.append(following.end)
    return tuple([Block(start, end, source[start:end]) for start, end in zip(starts, ends, strict=True)])
