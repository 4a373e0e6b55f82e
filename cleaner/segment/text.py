"""Plain text -> blocks.

Plain text has one of three layouts, which are recognised from the text alone: one block a line (with or
without blank lines between), paragraphs wrapped at a fixed width, and all text on one line. Lines are split
only at line ends, so that a kept line is unchanged, with its leading and trailing spaces. In Markdown, code
is one block, and so are an item and a row of a table; all other lines are laid out as in any plain text.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import regex

from cleaner.document import Block, Document, Shape
from cleaner.segment.markdown import is_markdown, markdown_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_new_tuple: Final = tuple.__new__
"""Makes a named tuple of a tuple in a third of the time that calling its class takes."""
_WIDEST_WRAP: Final = 100
"""Columns. Mail and plain-text exports wrap at 60 to 80; wider lines are those of a screen."""
_NARROWEST_WRAP: Final = 40
_FEWEST_WRAPPED_LINES: Final = 4
_OUTLIER_LINES: Final = 0.01
"""Share of lines that may be wider than the wrap: an unbreakable address, a table row."""
_NEARLY_FULL: Final = 20
"""Columns. A line of prose that is at most this much shorter than the width was broken: the length of a long
word."""
_WRAPPED_SHARE: Final = 0.8
"""Share of the nearly full lines that must have been too full for the first word of the next line."""
_MID_SENTENCE_SHARE: Final = 0.4
"""Share of the broken lines that must end inside a sentence, which the next line continues without a capital.
Lines of verse and headlines begin with one; of prose, German has most capitals."""

_LIST_ITEM: Final = regex.compile(r"\s*(?:[-*•·‣▪–—]|\d{1,3}[.)])\s")
_FIRST_WORD: Final = regex.compile(r"\s*(?:[\p{Han}\p{Hiragana}\p{Katakana}]|\S+)")
_BEGINS_ANEW: Final = regex.compile(r"\W*\p{Lu}")
_ENDS_SENTENCE: Final = regex.compile(r"""[.!?…。！？؟۔।։]["'”’»)\]]*\s*$""")

_FEW_LINES: Final = 3
_LONG_LINE: Final = 600
"""Characters. A text of at most three lines, one of them longer, is a page without line ends."""
_SENTENCE_END: Final = regex.compile(
    r"""
      (?<! \b\p{Lu}\p{L}{0,2} ) (?: [.!?…]+ | [؟۔।։]+ ) ["'”’»)\]]* \s+ (?= [\p{Lu}\p{Lo}\d"'“‘«(\[¿¡—–-] )
    | [。！？]+ [”’」』）]* \s*
    | \s* [|»•·] \s+ | \s{3,} | \t+
    """,
    regex.VERBOSE,
)
"""The end of a sentence or of a menu entry; not initials or short titles ("U.S.", "Dr.")."""


def segment(source: str, *, url: str | None = None, language: str | None = None) -> Document:
    r"""The document of `source`; takes time linear in its length.

    >>> [block.text for block in segment("Old mill\n\nIt will be repaired.").blocks]
    ['Old mill', 'It will be repaired.']
    """
    lines = _lines(source)
    if _is_one_line(lines):
        return Document(source, _sentences(source, lines), Shape.SENTENCES, url, language)
    if is_markdown(source):
        shape, blocks = _around(source, lines, markdown_blocks(source))
        return Document(source, blocks, shape, url, language, is_markdown=True)
    shape, blocks = _laid_out(source, lines)
    return Document(source, blocks, shape, url, language)


def _laid_out(source: str, lines: Sequence[Block]) -> tuple[Shape, tuple[Block, ...]]:
    """The shape of some lines, and their blocks."""
    if width := _wrap_width(source, lines):
        return Shape.WRAPPED, _paragraphs(source, lines, width)
    return Shape.LINES, tuple(lines)


def _around(
    source: str, lines: Sequence[Block], marked: Sequence[tuple[int, int]]
) -> tuple[Shape, tuple[Block, ...]]:
    """As `_laid_out`, where the ranges `marked`, which are in order, are a block each."""
    others: list[Block] = []
    spans: list[list[int]] = []
    ranges = iter(marked)
    start, end, is_new = -1, -1, True
    for line in lines:
        while end <= line.start:
            start, end = next(ranges, (len(source), len(source) + 1))
            is_new = True
        if line.start < start:
            others.append(line)
        elif is_new:
            spans.append([line.start, line.end])
            is_new = False
        else:
            spans[-1][1] = line.end
    shape, rest = _laid_out(source, others)
    return shape, tuple(sorted([*rest, *(Block(first, last, source[first:last]) for first, last in spans)]))


def _lines(source: str) -> list[Block]:
    """The lines that are not blank, without their line ends."""
    starts = accumulate(map(len, source.splitlines(keepends=True)), initial=0)
    lines = zip(starts, source.splitlines(), strict=False)
    return [
        _new_tuple(Block, (start, start + len(line), line))
        for start, line in lines
        if line and not line.isspace()
    ]


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
    """The width at which the prose of `source` was wrapped; 0 where it is not wrapped."""
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
    """Whether the second line may continue the first: no blank line between, and it is no list item."""
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
